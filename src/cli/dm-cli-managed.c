/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dm-cli-output.h"
#include "dm-error.h"

/* More the service does not look at. */
#define MAX_SIZE (1024 * 1024 + 1)

static void
print_problems (const char *const *problems)
{
  if (problems[0] == NULL)
    return;

  g_print ("\n%s\n", _ ("Not honoured:"));
  for (guint i = 0; problems[i] != NULL; i++)
    {
      g_autofree char *text = dm_cli_text_sanitize (problems[i]);

      g_print ("  %s\n", text);
    }
}

static void
add_problems (DmCliJson *json,
              const char *const *problems)
{
  dm_cli_json_begin (json, "problems", '[');
  for (guint i = 0; problems[i] != NULL; i++)
    dm_cli_json_add_string (json, NULL, problems[i]);
  dm_cli_json_close (json, ']');
}

/* What there is now */

static GPtrArray *
dup_managed (DmCli *cli)
{
  GPtrArray *items = dm_cli_dup_items (cli);

  for (guint i = items->len; i > 0; i--)
    if (dm_item_get_managed_file (items->pdata[i - 1]) == NULL)
      g_ptr_array_remove_index (items, i - 1);

  return items;
}

static void
print_items_json (GPtrArray *items,
                  const char *const *problems)
{
  g_autofree char *text = NULL;
  DmCliJson json;

  dm_cli_json_init (&json, FALSE);
  dm_cli_json_begin (&json, NULL, '{');
  dm_cli_json_begin (&json, "drives", '[');
  for (guint i = 0; i < items->len; i++)
    {
      DmItem *item = items->pdata[i];

      dm_cli_json_begin (&json, NULL, '{');
      dm_cli_json_add_string (&json, "local", dm_item_get_local (item));
      dm_cli_json_add_string (&json, "remote", dm_item_get_remote (item));
      dm_cli_json_add_string (&json, "uri", dm_item_get_uri (item));
      dm_cli_json_add_string (&json, "status", dm_status_to_string (dm_item_get_status (item)));
      dm_cli_json_add_string (&json, "file", dm_item_get_managed_file (item));
      dm_cli_json_close (&json, '}');
    }
  dm_cli_json_close (&json, ']');
  add_problems (&json, problems);
  dm_cli_json_close (&json, '}');
  text = dm_cli_json_end (&json);
  g_print ("%s", text);
}

static void
print_items (GPtrArray *items,
             const char *const *problems)
{
  const DmCliColumn columns[] = { { _ ("Local"), FALSE, FALSE }, { _ ("Location"), TRUE, FALSE }, { _ ("File"), TRUE, FALSE } };
  g_autoptr (DmCliTable) table = dm_cli_table_new (columns, G_N_ELEMENTS (columns));
  g_autofree char *text = NULL;

  for (guint i = 0; i < items->len; i++)
    {
      dm_cli_table_add (table, dm_item_get_local (items->pdata[i]), DM_CLI_STYLE_PLAIN);
      dm_cli_table_add (table, dm_item_get_remote (items->pdata[i]), DM_CLI_STYLE_PLAIN);
      dm_cli_table_add (table, dm_item_get_managed_file (items->pdata[i]), DM_CLI_STYLE_FAINT);
    }

  text = items->len > 0 ? dm_cli_table_render (table, dm_cli_get_width (), dm_cli_use_colors ())
                        : g_strdup_printf ("%s\n", _ ("Your administrator has set up no drives for you."));
  g_print ("%s", text);
  print_problems (problems);
}

static int
show_managed (DmCli *cli)
{
  g_autoptr (GPtrArray) items = dup_managed (cli);
  const char *const *problems = dm_client_get_managed_problems (cli->client);

  if (cli->json)
    print_items_json (items, problems);
  else
    print_items (items, problems);

  return DM_CLI_DONE;
}

/* What a file would give */

static void
add_checked (DmCliJson *json,
             GVariant *drive)
{
  static const char *const names[] = { "local", "action", "remote", "uri", "label" };
  gboolean is_from = FALSE;

  dm_cli_json_begin (json, NULL, '{');
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = NULL;

      g_variant_lookup (drive, names[i], "&s", &value);
      dm_cli_json_add_string (json, names[i], value);
    }
  g_variant_lookup (drive, "from", "b", &is_from);
  dm_cli_json_add_boolean (json, "from", is_from);
  dm_cli_json_close (json, '}');
}

static void
print_checked_json (GVariant *drives,
                    const char *const *problems)
{
  g_autofree char *text = NULL;
  DmCliJson json;

  dm_cli_json_init (&json, FALSE);
  dm_cli_json_begin (&json, NULL, '{');
  dm_cli_json_begin (&json, "drives", '[');
  for (gsize i = 0; i < g_variant_n_children (drives); i++)
    {
      g_autoptr (GVariant) drive = g_variant_get_child_value (drives, i);

      add_checked (&json, drive);
    }
  dm_cli_json_close (&json, ']');
  add_problems (&json, problems);
  dm_cli_json_close (&json, '}');
  text = dm_cli_json_end (&json);
  g_print ("%s", text);
}

/* (transfer full): what happens to the drive, in words. */
static char *
describe_checked (GVariant *drive)
{
  const char *local = "", *action = "", *remote = "";
  g_autofree char *name = NULL;
  g_autofree char *place = NULL;
  gboolean is_from = FALSE;

  g_variant_lookup (drive, "local", "&s", &local);
  g_variant_lookup (drive, "action", "&s", &action);
  g_variant_lookup (drive, "remote", "&s", &remote);
  g_variant_lookup (drive, "from", "b", &is_from);
  name = dm_cli_text_sanitize (local);
  place = dm_cli_text_sanitize (remote);

  if (g_str_equal (action, "delete"))
    return g_strdup_printf (is_from ? _ ("From %s on no drive of other administrator’s files.")
                                    : _ ("%s is no drive of other administrator’s files."),
                            name);
  if (is_from)
    return g_strdup_printf (_ ("The first free letter from %s on leads to %s."), name, place);
  if (g_str_equal (action, "create"))
    return g_strdup_printf (_ ("%s leads to %s, unless you have a drive of that name."), name, place);

  return g_strdup_printf (_ ("%s leads to %s."), name, place);
}

static void
print_checked (GVariant *drives,
               const char *const *problems)
{
  if (g_variant_n_children (drives) == 0)
    g_print ("%s\n", _ ("No drives for you are in this file."));

  for (gsize i = 0; i < g_variant_n_children (drives); i++)
    {
      g_autoptr (GVariant) drive = g_variant_get_child_value (drives, i);
      g_autofree char *text = describe_checked (drive);

      g_print ("%s\n", text);
    }
  print_problems (problems);
}

/* At most as much as says that it is too much. */
static GBytes *
read_content (const char *file,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GFile) place = g_file_new_for_commandline_arg (file);
  g_autoptr (GFileInputStream) stream = g_file_read (place, cancellable, error);
  g_autofree char *buffer = g_malloc (MAX_SIZE);
  gsize length;

  if (stream == NULL ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, MAX_SIZE, &length, cancellable, error))
    return NULL;

  return g_bytes_new (buffer, length);
}

static int
check_file (DmCli *cli,
            const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = read_content (file, cli->cancellable, &error);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) drives = NULL;
  g_autofree const char **problems = NULL;
  g_autofree char *name = g_filename_display_name (file);

  if (content == NULL)
    {
      dm_error_normalize (&error);
      return dm_cli_report_error (cli, error, NULL);
    }

  dm_client_check_managed_async (cli->client, name, content, cli->cancellable, dm_cli_await_cb, &result);
  reply = dm_client_check_managed_finish (cli->client, dm_cli_await (&result), &error);
  if (reply == NULL)
    return dm_cli_report_error (cli, error, NULL);

  g_variant_get (reply, "(@aa{sv}^a&s)", &drives, &problems);
  if (cli->json)
    print_checked_json (drives, problems);
  else
    print_checked (drives, problems);

  return DM_CLI_DONE;
}

int
dm_cli_managed (DmCli *cli,
                int argc,
                char **argv)
{
  g_autofree char *file = NULL;
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "check", 'c', 0, G_OPTION_ARG_FILENAME, &file, N_ ("Show what FILE would give you, and what not"), N_ ("FILE") },
    G_OPTION_ENTRY_NULL
  };
  const DmCliSyntax syntax = {
    .summary = _ ("Shows the drives that an administrator has set up, the file each comes from, and\nwhat is not honoured. FILE: drives in an .ini file, or Drives.xml of a Group Policy."),
    .entries = entries,
  };

  arguments = dm_cli_parse (cli, &syntax, argc, argv);
  if (arguments == NULL)
    return DM_CLI_USAGE;
  if (!dm_cli_open (cli, &error))
    return dm_cli_report_error (cli, error, NULL);

  return file != NULL ? check_file (cli, file) : show_managed (cli);
}
