/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-cli.h"

G_BEGIN_DECLS

/**
 * DmCliRequest:
 * @local: (nullable): the local name for Map (); NULL: Connect ().
 * @remote: the location; for Connect () also a remembered drive's name.
 * @domain: (nullable): as whom,
 * @user: (nullable): where the location does not say.
 * @password_stdin: whether the password comes on stdin.
 * @no_remember: whether neither drive nor password are to be kept for good.
 *
 * What map and connect share: getting connected, with a password if need be.
 */
typedef struct
{
  char *local;
  char *remote;
  char *domain;
  char *user;
  gboolean password_stdin;
  gboolean no_remember;
} DmCliRequest;

void dm_cli_request_clear (DmCliRequest *self);

/* Splits "[DOMAIN\]USER". FALSE: one of them is empty. */
gboolean dm_cli_parse_user (const char *text, char **domain, char **user);

/* Reads the options that map and connect share, beside the verb's own, and the arguments, the last of
 * which is the remote. @no_remember: what --no-remember
 * means here, not translated yet. Gives the arguments (transfer full); NULL after
 * saying what is wrong. */
char **dm_cli_request_parse (DmCliRequest *self, DmCli *cli, const DmCliSyntax *syntax, const char *no_remember, int argc, char **argv);

/* Connects, asking for a password where it is needed and possible, and prints
 * what came of it. Gives the exit status. */
int dm_cli_request_execute (DmCliRequest *self, DmCli *cli);

/* Asks on the terminal for the user, who is @user (not NULL) by default. */
gboolean dm_cli_request_ask_user (DmCliRequest *self, DmCli *cli, GError **error);

/* Connects with another password, which is asked for, or read from stdin, before
 * anything is tried; it then takes the place of the one that was kept. Refused
 * where it is connected as this user, as it could not be checked. */
gboolean dm_cli_request_change_password (DmCliRequest *self, DmCli *cli, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DmCliRequest, dm_cli_request_clear)

G_END_DECLS
