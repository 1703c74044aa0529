/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dm-cli-request.h"

int
dm_cli_connect (DmCli *cli,
                int argc,
                char **argv)
{
  g_auto (DmCliRequest) request = { 0 };
  g_auto (GStrv) arguments = NULL;
  g_autofree char *user = NULL;
  const GOptionEntry entries[] = {
    { "user", 'u', 0, G_OPTION_ARG_STRING, &user, N_ ("Connect as this user"), N_ ("[DOMAIN\\]USER") },
    { "password-stdin", 0, 0, G_OPTION_ARG_NONE, &request.password_stdin, N_ ("Read the password from standard input"), NULL },
    { "no-remember", 0, 0, G_OPTION_ARG_NONE, &request.no_remember, N_ ("Keep the password only until you sign out"), NULL },
    G_OPTION_ENTRY_NULL
  };
  const DmCliSyntax syntax = {
    .arguments = _ ("REMOTE|DRIVE"),
    .summary = _ ("Connects REMOTE without a local name, or brings the remembered DRIVE back."),
    .entries = entries,
    .min_arguments = 1,
    .max_arguments = 1,
  };

  arguments = dm_cli_parse (cli, &syntax, argc, argv);
  if (arguments == NULL || !dm_cli_request_take (&request, arguments[0], user))
    return DM_CLI_USAGE;

  return dm_cli_request_execute (&request, cli);
}
