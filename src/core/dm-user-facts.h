/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DmUserFacts:
 * @user: the login name without its domain.
 * @domain: (nullable): the domain it came with, where there is one.
 * @host: this computer's name, with or without its domain.
 * @groups: (nullable): the user's groups as the system spells them, e.g.
 *   "sales", "CORP\sales", "sales@corp.example"; NULL: not known.
 *
 * What an administrator's file may ask about the user and the computer.
 */
typedef struct
{
  char *user;
  char *domain;
  char *host;
  char **groups;
} DmUserFacts;

/* @account: "anna", "CORP\anna" (also with + or /, as winbind may be told to) or
 * "anna@corp.example"; @host as above. Without groups. */
DmUserFacts *dm_user_facts_new (const char *account, const char *host);
void dm_user_facts_free (DmUserFacts *self);

/* (transfer full): @text with %USERNAME% (%LOGONUSER%), %USERDOMAIN%
 * (%LOGONDOMAIN%) and %COMPUTERNAME% put in, case-insensitively, and escaped
 * where @text is a URI; there %20 and the like stay. DM_ERROR_BAD_PROFILE naming
 * a variable that is not known. */
char *dm_user_facts_expand (const DmUserFacts *self, const char *text, GError **error);

/* Whether @account ("CORP\anna", "anna") is this user. Case does not count, and
 * a domain only where both sides spell it alike, short or with dots. */
gboolean dm_user_facts_is_user (const DmUserFacts *self, const char *account);

/* The same for a group; @groups must be known. */
gboolean dm_user_facts_is_member (const DmUserFacts *self, const char *group);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmUserFacts, dm_user_facts_free)

G_END_DECLS
