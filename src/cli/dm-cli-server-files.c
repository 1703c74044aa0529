/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-cli-server-files.h"

#include <glib/gi18n-lib.h>

#include "dm-cli-output.h"
#include "dm-cli-path.h"
#include "dm-cli-prompt.h"
#include "dm-client-servers.h"
#include "dm-error.h"

/* --- showing --- */

static GPtrArray *
get_server_holders (DmCli *cli,
                    const char *name,
                    GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  dm_client_get_server_holders_async (cli->client, name, cli->cancellable, dm_cli_await_cb, &result);

  return dm_client_get_server_holders_finish (cli->client, dm_cli_await (&result), error);
}

static void
print_holders (DmCli *cli,
               const char *name,
               GPtrArray *holders)
{
  g_autofree char *text = NULL;

  if (cli->json)
    text = dm_cli_holders_to_json (holders, TRUE);
  else
    {
      dm_cli_shorten_paths (cli, name, holders);
      text = dm_cli_holders_to_text (holders, dm_cli_get_width (), dm_cli_use_colors ());
    }
  g_print ("%s", text);
}

/* What is known here is worth showing all the same; only it is not all. */
static int
show_local_files (DmCli *cli,
                  const char *name,
                  const GError *refusal,
                  gboolean is_lenient)
{
  g_autoptr (GPtrArray) holders = dm_cli_get_holders (cli, name, NULL);
  g_autofree char *text = NULL;

  if (holders == NULL)
    return dm_cli_report_error (cli, refusal, NULL);

  if (holders->len == 0 && !cli->json)
    g_print ("%s\n", _ ("Nothing is open on this computer."));
  else
    print_holders (cli, name, holders);
  text = dm_cli_error_to_text (refusal);
  g_printerr ("%s", text);

  return is_lenient ? DM_CLI_DONE : DM_CLI_FAILED;
}

/* --- closing --- */

static const char *
get_shown_path (const DmHolder *holder)
{
  return holder->path != NULL ? holder->path : holder->server_path;
}

/* Whether to go on; @status: what to end with if not. */
static gboolean
confirm (DmCli *cli,
         const DmHolder *holder,
         int *status)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *question = NULL;
  gboolean is_yes;

  *status = DM_CLI_DONE;
  question = g_strdup_printf (_ ("Close “%s” on the server? What its program has not saved yet is lost. [y/N] "),
                              get_shown_path (holder));
  if (!dm_cli_prompt_yes (cli, question, &is_yes, &error))
    *status = dm_cli_report_error (cli, error, NULL);

  return is_yes;
}

static gboolean
close_file (DmCli *cli,
            const char *name,
            const DmHolder *holder,
            GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  dm_client_close_server_file_async (cli->client, name, holder, cli->cancellable, dm_cli_await_cb, &result);

  return dm_client_close_server_file_finish (cli->client, dm_cli_await (&result), error);
}

static void
print_closed (const DmHolder *holder)
{
  g_autofree char *clean = dm_cli_text_sanitize (get_shown_path (holder));

  g_print (_ ("“%s” was closed on the server."), clean);
  g_print ("\n");
}

/* --- public --- */

DmHolder *
dm_cli_find_server_file (GPtrArray *holders,
                         const char *name,
                         guint32 id,
                         GError **error)
{
  DmHolder *found = NULL;
  guint n_found = 0;

  for (guint i = 0; i < holders->len; i++)
    {
      DmHolder *holder = holders->pdata[i];

      if (holder->server_path == NULL || holder->id != id)
        continue;
      found = holder;
      n_found++;
    }

  if (n_found == 0)
    g_set_error (error, DM_ERROR, DM_ERROR_NOT_CONNECTED,
                 _ ("No file with the ID %u is open on the server. “drivemapctl files --server %s” shows what is."), id, name);
  else if (n_found > 1)
    g_set_error (error, DM_ERROR, DM_ERROR_BUSY,
                 _ ("Several files that are open on the server have the ID %u. Closing one would close all of them, so none was closed."), id);

  return n_found == 1 ? found : NULL;
}

int
dm_cli_show_server_files (DmCli *cli,
                          const char *name,
                          gboolean is_lenient)
{
  g_autoptr (GPtrArray) holders = NULL;
  g_autoptr (GError) error = NULL;

  holders = get_server_holders (cli, name, &error);
  if (g_error_matches (error, DM_ERROR, DM_ERROR_CANCELLED))
    return dm_cli_report_error (cli, error, NULL);
  if (holders == NULL)
    return show_local_files (cli, name, error, is_lenient);
  print_holders (cli, name, holders);

  return DM_CLI_DONE;
}

int
dm_cli_close_server_file (DmCli *cli,
                          const char *name,
                          guint32 id,
                          gboolean is_yes)
{
  g_autoptr (GPtrArray) holders = NULL;
  g_autoptr (GPtrArray) shown = dm_holder_list_new ();
  g_autoptr (GError) error = NULL;
  DmHolder *holder;
  int status;

  holders = get_server_holders (cli, name, &error);
  holder = holders != NULL ? dm_cli_find_server_file (holders, name, id, &error) : NULL;
  if (holder == NULL)
    return dm_cli_report_error (cli, error, NULL);

  /* Its path gets shorter where it is shown. */
  g_ptr_array_add (shown, dm_holder_copy (holder));
  if (!cli->json)
    print_holders (cli, name, shown);
  if (!is_yes && !confirm (cli, shown->pdata[0], &status))
    return status;
  if (!close_file (cli, name, holder, &error))
    return dm_cli_report_error (cli, error, NULL);

  if (cli->json)
    print_holders (cli, name, shown);
  else
    print_closed (shown->pdata[0]);

  return DM_CLI_DONE;
}

gboolean
dm_cli_can_ask_to_close (DmCli *cli)
{
  if (!cli->json && dm_cli_can_prompt ())
    return TRUE;

  dm_cli_usage_error (_ ("Nothing was closed, as there is nobody to ask. Use --yes to close the file."));

  return FALSE;
}
