/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dm-cli-output.h"
#include "dm-cli-path.h"
#include "dm-cli-server-files.h"

typedef struct
{
  const char *name;
  char *close; /* nullable: an ID */
  gboolean is_watch;
  gboolean is_server;
  gboolean is_yes;
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

/* FALSE after saying what is wrong. */
static gboolean
check_options (const Files *self)
{
  if (self->is_watch && (self->is_server || self->close != NULL))
    dm_cli_usage_error (_ ("--watch goes neither with --server nor with --close."));
  else if (self->is_yes && self->close == NULL)
    dm_cli_usage_error (_ ("--yes belongs to --close."));
  else
    return TRUE;

  return FALSE;
}

static int
show_once (Files *self,
           DmCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = render_files (cli, TRUE, self, &error);

  if (text == NULL)
    return dm_cli_report_error (cli, error, NULL);
  g_print ("%s", text);

  return DM_CLI_DONE;
}

/* Whether the person wants the server to be asked for this drive, each time. */
static gboolean
is_always_asked (DmCli *cli,
                 const char *name)
{
  DmItem *item = dm_client_find_drive (cli->client, name);

  return item != NULL && dm_item_get_settings (item)->ask_server &&
         g_strcmp0 (dm_item_get_provider (item), "smb") == 0;
}

static int
run (Files *self,
     DmCli *cli)
{
  g_autoptr (GError) error = NULL;
  guint64 id = 0;

  if (self->close != NULL && !g_ascii_string_to_unsigned (self->close, 10, 0, G_MAXUINT32, &id, NULL))
    return dm_cli_usage_error (_ ("“%s” is not an ID. “drivemapctl files --server” shows them."), self->close);
  if (self->close != NULL && !self->is_yes && !dm_cli_can_ask_to_close (cli))
    return DM_CLI_USAGE;
  if (!dm_cli_open (cli, &error))
    return dm_cli_report_error (cli, error, NULL);

  if (self->close != NULL)
    return dm_cli_close_server_file (cli, self->name, (guint32) id, self->is_yes);
  if (self->is_server)
    return dm_cli_show_server_files (cli, self->name, FALSE);
  if (self->is_watch)
    return dm_cli_watch (cli, render_files, self);

  return is_always_asked (cli, self->name) ? dm_cli_show_server_files (cli, self->name, TRUE) : show_once (self, cli);
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
  g_autofree char *close = NULL;
  const GOptionEntry entries[] = {
    { "watch", 'w', 0, G_OPTION_ARG_NONE, &files.is_watch, N_ ("Show it again whenever it changes"), NULL },
    { "server", 's', 0, G_OPTION_ARG_NONE, &files.is_server, N_ ("Ask the server, too; it tells its administrators only"), NULL },
    { "close", 0, 0, G_OPTION_ARG_STRING, &close, N_ ("Have the server close this file; what is not saved yet is lost"), N_ ("ID") },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &files.is_yes, N_ ("Close it without asking"), NULL },
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
  files.close = close;

  return check_options (&files) ? run (&files, cli) : DM_CLI_USAGE;
}
