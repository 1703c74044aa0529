/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dm-cli-output.h"

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  return dm_item_compare (*(gconstpointer *) a, *(gconstpointer *) b, NULL);
}

static char *
render_list (DmCli *cli,
             gboolean look,
             gpointer user_data,
             GError **error)
{
  const gboolean is_watch = GPOINTER_TO_INT (user_data);
  g_autoptr (GPtrArray) items = NULL;

  if (look && !dm_cli_refresh (cli, error))
    return NULL;

  items = dm_cli_dup_items (cli);
  if (cli->json)
    return dm_cli_items_to_json (items, !is_watch);

  return dm_cli_items_to_text (items, dm_cli_get_width (), dm_cli_use_colors ());
}

gboolean
dm_cli_refresh (DmCli *cli,
                GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  dm_client_refresh_async (cli->client, DM_REFRESH_SCAN, cli->cancellable, dm_cli_await_cb, &result);

  return dm_client_refresh_finish (cli->client, dm_cli_await (&result), error);
}

GPtrArray *
dm_cli_dup_items (DmCli *cli)
{
  GListModel *model = G_LIST_MODEL (cli->client);
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (items, g_list_model_get_item (model, i));
  g_ptr_array_sort (items, compare_items);

  return items;
}

int
dm_cli_list (DmCli *cli,
             int argc,
             char **argv)
{
  gboolean is_watch = FALSE;
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const GOptionEntry entries[] = {
    { "watch", 'w', 0, G_OPTION_ARG_NONE, &is_watch, N_ ("Show it again whenever it changes"), NULL },
    G_OPTION_ENTRY_NULL
  };
  const DmCliSyntax syntax = {
    .summary = _ ("Shows the drives, and what is connected without a local name."),
    .entries = entries,
  };

  arguments = dm_cli_parse (cli, &syntax, argc, argv);
  if (arguments == NULL)
    return DM_CLI_USAGE;
  if (!dm_cli_open (cli, &error))
    return dm_cli_report_error (cli, error, NULL);
  if (is_watch)
    return dm_cli_watch (cli, render_list, GINT_TO_POINTER (TRUE));

  text = render_list (cli, TRUE, GINT_TO_POINTER (FALSE), &error);
  if (text == NULL)
    return dm_cli_report_error (cli, error, NULL);
  g_print ("%s", text);

  return DM_CLI_DONE;
}
