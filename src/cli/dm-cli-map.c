/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dm-cli-request.h"

int
dm_cli_map (DmCli *cli,
            int argc,
            char **argv)
{
  g_auto (DmCliRequest) request = { 0 };
  g_auto (GStrv) arguments = NULL;
  g_autofree char *user = NULL;
  const GOptionEntry entries[] = {
    { "user", 'u', 0, G_OPTION_ARG_STRING, &user, N_ ("Connect as this user"), N_ ("[DOMAIN\\]USER") },
    { "password-stdin", 0, 0, G_OPTION_ARG_NONE, &request.password_stdin, N_ ("Read the password from standard input"), NULL },
    { "no-remember", 0, 0, G_OPTION_ARG_NONE, &request.no_remember, N_ ("Do not bring it back at sign-in, and keep the password only until you sign out"), NULL },
    G_OPTION_ENTRY_NULL
  };
  const DmCliSyntax syntax = {
    .arguments = _ ("LOCAL REMOTE"),
    .summary = _ ("Gives REMOTE the local name LOCAL: a letter such as Z:, a name, or * for the\nnext free letter."),
    .entries = entries,
    .min_arguments = 2,
    .max_arguments = 2,
  };

  arguments = dm_cli_parse (cli, &syntax, argc, argv);
  if (arguments == NULL || !dm_cli_request_take (&request, arguments[1], user))
    return DM_CLI_USAGE;
  request.local = g_strdup (arguments[0]);

  return dm_cli_request_execute (&request, cli);
}
