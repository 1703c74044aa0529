/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dm-cli-output.h"
#include "dm-export.h"

static gboolean
save (DmCli *cli,
      const char *path,
      const char *text,
      gboolean force,
      GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  dm_export_save_async (path, text, force, cli->cancellable, dm_cli_await_cb, &result);

  return dm_export_save_finish (dm_cli_await (&result), error);
}

static void
print_saved (DmCli *cli,
             const char *path,
             guint n_drives)
{
  g_autofree char *text = NULL;
  DmCliJson json;

  if (!cli->json)
    {
      text = dm_cli_text_sanitize (path);
      g_print (ngettext ("%u drive was written to “%s”.\n", "%u drives were written to “%s”.\n", n_drives),
               n_drives, text);
      return;
    }

  dm_cli_json_init (&json, FALSE);
  dm_cli_json_begin (&json, NULL, '{');
  dm_cli_json_add_string (&json, "file", path);
  dm_cli_json_add_uint (&json, "drives", n_drives);
  dm_cli_json_close (&json, '}');
  text = dm_cli_json_end (&json);
  g_print ("%s", text);
}

/* With --json what list prints, of those that are remembered. */
static void
print_drives (DmCli *cli,
              const char *text)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *rendered = NULL;

  if (!cli->json)
    {
      g_print ("%s", text);
      return;
    }

  items = dm_cli_dup_items (cli);
  for (guint i = items->len; i > 0; i--)
    {
      DmItem *item = g_ptr_array_index (items, i - 1);

      if (!dm_item_is_remembered (item) || dm_item_get_managed_file (item) != NULL)
        g_ptr_array_remove_index (items, i - 1);
    }
  rendered = dm_cli_items_to_json (items, TRUE);
  g_print ("%s", rendered);
}

int
dm_cli_export (DmCli *cli,
               int argc,
               char **argv)
{
  gboolean force = FALSE;
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n_drives;
  const GOptionEntry entries[] = {
    { "force", 0, 0, G_OPTION_ARG_NONE, &force, N_ ("Replace the file if there is one"), NULL },
    G_OPTION_ENTRY_NULL
  };
  const DmCliSyntax syntax = {
    .arguments = _ ("[FILE]"),
    .summary = _ ("Writes the remembered drives and their settings to FILE, or to standard output\n"
                  "without one or for -. There are no passwords in it. “drivemapctl import FILE”\n"
                  "takes them over again."),
    .entries = entries,
    .max_arguments = 1,
  };

  arguments = dm_cli_parse (cli, &syntax, argc, argv);
  if (arguments == NULL)
    return DM_CLI_USAGE;
  if (!dm_cli_open (cli, &error))
    return dm_cli_report_error (cli, error, NULL);

  text = dm_export_to_text (cli->client, &n_drives);
  if (arguments[0] == NULL || g_str_equal (arguments[0], "-"))
    {
      print_drives (cli, text);
      return DM_CLI_DONE;
    }
  if (!save (cli, arguments[0], text, force, &error))
    return dm_cli_report_error (cli, error, NULL);
  print_saved (cli, arguments[0], n_drives);

  return DM_CLI_DONE;
}
