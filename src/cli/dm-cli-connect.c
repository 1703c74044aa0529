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
  const DmCliSyntax syntax = {
    .arguments = _ ("REMOTE|DRIVE"),
    .summary = _ ("Connects REMOTE without a local name, or brings the remembered DRIVE back."),
    .min_arguments = 1,
    .max_arguments = 1,
  };

  arguments = dm_cli_request_parse (&request, cli, &syntax,
                                    N_ ("Keep the password only until you sign out"), argc, argv);
  if (arguments == NULL)
    return DM_CLI_USAGE;

  return dm_cli_request_execute (&request, cli);
}
