/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DM_USE_LIST,
  DM_USE_SHOW,
  DM_USE_ADD,
  DM_USE_DELETE,
  DM_USE_DELETE_ALL,
  DM_USE_SET_DEFAULT,
  DM_USE_HELP,
} DmUseVerb;

typedef enum
{
  DM_USE_UNSAID,
  DM_USE_YES,
  DM_USE_NO,
} DmUseChoice;

/**
 * DmUseOptions:
 * @verb: what to do.
 * @local: (nullable): the drive, a letter in upper case; "*": the next free letter.
 * @remote: (nullable): the location, as it was typed.
 * @domain: (nullable): as whom,
 * @user: (nullable): where the location does not say.
 * @persistent: /PERSISTENT.
 * @answer: to all questions: /Y or /N.
 * @savecred: /SAVECRED.
 * @asks_password: "*" in place of a password.
 * @password_word: which of the words is the password; -1: none.
 *
 * What follows "drivemapctl use", as it was meant.
 */
typedef struct
{
  DmUseVerb verb;
  char *local;
  char *remote;
  char *domain;
  char *user;
  DmUseChoice persistent;
  DmUseChoice answer;
  gboolean savecred;
  gboolean asks_password;
  int password_word;
} DmUseOptions;

/* Reads @words, in UTF-8: those of Windows' "net use", in any order and case, options
 * as short as they are clear. G_OPTION_ERROR: that is not how it is used;
 * DM_ERROR_NOT_SUPPORTED: Windows could do that. */
gboolean dm_use_options_parse (DmUseOptions *self, const char *const *words, GError **error);

void dm_use_options_clear (DmUseOptions *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DmUseOptions, dm_use_options_clear)

G_END_DECLS
