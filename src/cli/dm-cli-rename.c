/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dm-cli-output.h"

static char *
rename_drive (DmCli *cli,
              const char *local,
              const char *new_local,
              GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  dm_client_rename_async (cli->client, local, new_local, cli->cancellable, dm_cli_await_cb, &result);

  return dm_client_rename_finish (cli->client, dm_cli_await (&result), error);
}

static void
print_renamed (DmCli *cli,
               DmItem *item,
               const char *local)
{
  g_autofree char *text = NULL;
  g_autofree char *old = NULL;

  if (cli->json)
    {
      text = dm_cli_item_to_json (item);
      g_print ("%s", text);
      return;
    }

  old = dm_cli_text_sanitize (local);
  g_print (_ ("Drive %s is now %s."), old, dm_item_get_local (item));
  g_print ("\n");
  if (dm_item_get_path (item) != NULL)
    {
      text = dm_cli_text_sanitize (dm_item_get_path (item));
      g_print ("%s\n", text);
    }
}

int
dm_cli_rename (DmCli *cli,
               int argc,
               char **argv)
{
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  DmItem *item;
  const DmCliSyntax syntax = {
    .arguments = _ ("OLD NEW"),
    .summary = _ ("Gives the drive OLD the name NEW: a letter such as Z:, a name, or * for the\nnext free letter. Files that are open are not disturbed."),
    .min_arguments = 2,
    .max_arguments = 2,
  };

  arguments = dm_cli_parse (cli, &syntax, argc, argv);
  if (arguments == NULL)
    return DM_CLI_USAGE;
  if (!dm_cli_open (cli, &error))
    return dm_cli_report_error (cli, error, NULL);
  path = rename_drive (cli, arguments[0], arguments[1], &error);
  if (path == NULL)
    return dm_cli_report_error (cli, error, NULL);

  /* It comes with all of its properties, but need not be connected. */
  item = dm_client_find (cli->client, path);
  if (item == NULL)
    item = dm_cli_wait_for_item (cli, path);
  if (item != NULL)
    print_renamed (cli, item, arguments[0]);

  return DM_CLI_DONE;
}
