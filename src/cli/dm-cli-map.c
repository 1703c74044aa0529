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
  const DmCliSyntax syntax = {
    .arguments = _ ("LOCAL REMOTE"),
    .summary = _ ("Gives REMOTE the local name LOCAL: a letter such as Z:, a name, or * for the\nnext free letter."),
    .min_arguments = 2,
    .max_arguments = 2,
  };

  arguments = dm_cli_request_parse (&request, cli, &syntax,
                                    N_ ("Do not bring it back at sign-in, and keep the password only until you sign out"), argc, argv);
  if (arguments == NULL)
    return DM_CLI_USAGE;
  request.local = g_strdup (arguments[0]);

  return dm_cli_request_execute (&request, cli);
}
