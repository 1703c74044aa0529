/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dm-cli-output.h"
#include "dm-cli-path.h"

typedef struct
{
  const char *name;
  gboolean is_watch;
} Files;

static char *
render_files (DmCli *cli,
              gboolean look,
              gpointer user_data,
              GError **error)
{
  const Files *files = user_data;
  g_autoptr (GPtrArray) holders = dm_cli_get_holders (cli, files->name, error);

  if (holders == NULL)
    return NULL;
  if (cli->json)
    return dm_cli_holders_to_json (holders, !files->is_watch);

  dm_cli_shorten_paths (cli, files->name, holders);

  return dm_cli_holders_to_text (holders, dm_cli_get_width (), dm_cli_use_colors ());
}

GPtrArray *
dm_cli_get_holders (DmCli *cli,
                    const char *name,
                    GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  dm_client_get_holders_async (cli->client, name, cli->cancellable, dm_cli_await_cb, &result);

  return dm_client_get_holders_finish (cli->client, dm_cli_await (&result), error);
}

int
dm_cli_files (DmCli *cli,
              int argc,
              char **argv)
{
  Files files = { 0 };
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const GOptionEntry entries[] = {
    { "watch", 'w', 0, G_OPTION_ARG_NONE, &files.is_watch, N_ ("Show it again whenever it changes"), NULL },
    G_OPTION_ENTRY_NULL
  };
  const DmCliSyntax syntax = {
    .arguments = _ ("NAME"),
    .summary = _ ("Shows which programs keep what open on the drive or location NAME."),
    .entries = entries,
    .min_arguments = 1,
    .max_arguments = 1,
  };

  arguments = dm_cli_parse (cli, &syntax, argc, argv);
  if (arguments == NULL)
    return DM_CLI_USAGE;
  files.name = arguments[0];
  if (!dm_cli_open (cli, &error))
    return dm_cli_report_error (cli, error, NULL);
  if (files.is_watch)
    return dm_cli_watch (cli, render_files, &files);

  text = render_files (cli, TRUE, &files, &error);
  if (text == NULL)
    return dm_cli_report_error (cli, error, NULL);
  g_print ("%s", text);

  return DM_CLI_DONE;
}
