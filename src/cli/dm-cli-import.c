/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dm-cli-output.h"
#include "dm-cli-path.h"
#include "dm-cli-prompt.h"
#include "dm-import-map.h"
#include "dm-import-sources.h"

typedef struct
{
  /* Owned */
  GStrvBuilder *files;
  GListModel *items; /* nullable until they are read */
  char *only;        /* nullable */

  guint sources;
  guint n_files;
  gboolean dry_run;
  gboolean yes;
} Import;

static void
clear_import (Import *self)
{
  g_clear_pointer (&self->files, g_strv_builder_unref);
  g_clear_object (&self->items);
  g_free (self->only);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, clear_import)

/* --- what is asked for --- */

static gboolean
take_argument (Import *self,
               const char *argument)
{
  DmImportSource source;

  if (dm_import_source_from_string (argument, &source) && source != DM_IMPORT_DRIVES)
    {
      self->sources |= DM_IMPORT_MASK (source);
      return TRUE;
    }
  if (strpbrk (argument, "/.") == NULL)
    {
      g_autofree char *clean = dm_cli_text_sanitize (argument);

      dm_cli_usage_error (_ ("There is no source “%s”. Use gtk, nautilus, gigolo, smb4k, fstab or mounted, or a file such as ./%s."),
                          clean, clean);
      return FALSE;
    }

  g_strv_builder_add (self->files, argument);
  self->n_files++;

  return TRUE;
}

static gboolean
read_items (Import *self,
            DmCli *cli,
            GError **error)
{
  g_auto (GStrv) files = g_strv_builder_end (self->files);
  g_autoptr (GAsyncResult) result = NULL;

  dm_import_read_async (cli->client, self->sources, (const char *const *) files,
                        cli->cancellable, dm_cli_await_cb, &result);
  self->items = dm_import_read_finish (cli->client, dm_cli_await (&result), error);

  return self->items != NULL;
}

/* The item that has the number @number in the preview; borrowed by the list. */
static DmImportItem *
find_number (Import *self,
             guint64 number)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->items); i++)
    {
      g_autoptr (DmImportItem) item = g_list_model_get_item (self->items, i);

      if (dm_import_item_is_usable (item) && --number == 0)
        return item;
    }

  return NULL;
}

static void
choose_none (Import *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->items); i++)
    {
      g_autoptr (DmImportItem) item = g_list_model_get_item (self->items, i);

      dm_import_item_set_chosen (item, FALSE);
    }
}

/* Chooses the numbers of --only. FALSE after saying what is wrong. */
static gboolean
choose_only (Import *self)
{
  g_auto (GStrv) numbers = NULL;

  if (self->only == NULL)
    return TRUE;

  choose_none (self);
  numbers = g_strsplit (self->only, ",", -1);
  for (guint i = 0; numbers[i] != NULL; i++)
    {
      guint64 number;
      DmImportItem *item = NULL;

      if (g_ascii_string_to_unsigned (g_strstrip (numbers[i]), 10, 1, G_MAXUINT, &number, NULL))
        item = find_number (self, number);
      if (item == NULL)
        {
          dm_cli_usage_error (_ ("There is no number “%s” in the preview. --dry-run shows it."), numbers[i]);
          return FALSE;
        }
      dm_import_item_set_chosen (item, TRUE);
    }

  return TRUE;
}

static guint
count_items (Import *self,
             gboolean (*fits) (DmImportItem *item))
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (self->items); i++)
    {
      g_autoptr (DmImportItem) item = g_list_model_get_item (self->items, i);

      n += fits (item);
    }

  return n;
}

/* --- the preview --- */

/* "~/.config/gtk-3.0/bookmarks:3" */
static char *
format_origin (const DmImportEntry *entry)
{
  g_autofree char *file = dm_cli_abbreviate_home (entry->file);

  if (file == NULL)
    return g_strdup (dm_import_source_to_words (entry->source));
  if (entry->line == 0)
    return g_steal_pointer (&file);

  return g_strdup_printf ("%s:%u", file, entry->line);
}

static char *
format_user (DmLocation *location)
{
  const char *user = dm_location_get_user (location);
  const char *domain = dm_location_get_domain (location);

  return user != NULL && domain != NULL ? g_strdup_printf ("%s\\%s", domain, user) : g_strdup (user);
}

static void
add_item_row (DmCliTable *table,
              DmImportItem *item,
              guint number)
{
  const DmImportEntry *entry = dm_import_item_get_entry (item);
  const char *known = dm_import_item_get_known (item);
  DmCliStyle style = dm_import_item_get_chosen (item) ? DM_CLI_STYLE_PLAIN : DM_CLI_STYLE_FAINT;
  g_autofree char *count = g_strdup_printf ("%u", number);
  g_autofree char *remote = dm_location_to_remote (entry->location);
  g_autofree char *user = format_user (entry->location);
  g_autofree char *origin = format_origin (entry);

  dm_cli_table_add (table, count, style);
  dm_cli_table_add (table, known != NULL ? known : dm_import_item_get_local (item), style);
  dm_cli_table_add (table, remote, style);
  dm_cli_table_add (table, user, style);
  dm_cli_table_add (table, origin, DM_CLI_STYLE_FAINT);
}

/* As they stand in the file. */
static void
append_settings (GString *notes,
                 const DmDriveSettings *settings,
                 guint number)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *clean = NULL;

  for (const char *const *key = dm_drive_settings_get_keys (); *key != NULL; key++)
    {
      g_autofree char *value = dm_drive_settings_format_key (settings, *key);

      if (value != NULL)
        g_string_append_printf (text, "%s%s=%s", text->len > 0 ? "  " : "", *key, value);
    }
  clean = dm_cli_text_sanitize (text->str);
  g_string_append_printf (notes, "%u  %s\n", number, clean);
}

static void
append_note (GString *notes,
             DmImportItem *item,
             guint number)
{
  const DmImportEntry *entry = dm_import_item_get_entry (item);

  if (dm_import_item_get_known (item) != NULL)
    g_string_append_printf (notes, _ ("%u  This is drive %s already.\n"), number, dm_import_item_get_known (item));
  else if (entry->settings != NULL)
    append_settings (notes, entry->settings, number);
  if (entry->reason != NULL)
    g_string_append_printf (notes, "%u  %s\n", number, entry->reason);
}

static void
append_refusal (GString *refusals,
                DmImportItem *item)
{
  const DmImportEntry *entry = dm_import_item_get_entry (item);
  g_autofree char *origin = format_origin (entry);
  g_autofree char *clean = dm_cli_text_sanitize (origin);
  g_autofree char *reason = dm_cli_text_sanitize (entry->reason != NULL ? entry->reason : "");

  g_string_append_printf (refusals, "%s  %s\n", clean, reason);
}

static void
print_table (DmCliTable *table,
             const char *notes)
{
  g_autofree char *text = dm_cli_table_render (table, dm_cli_get_width (), dm_cli_use_colors ());

  g_print ("%s%s", text, notes);
}

static gboolean
wants_letter (DmImportItem *item)
{
  return dm_import_item_get_chosen (item) && g_str_equal (dm_import_item_get_local (item), "*");
}

static void
print_preview (Import *self)
{
  const DmCliColumn columns[] = {
    { "#", FALSE, TRUE },
    { _ ("Local"), FALSE, FALSE },
    { _ ("Remote"), TRUE, FALSE },
    { _ ("User"), TRUE, FALSE },
    { _ ("From"), TRUE, FALSE },
  };
  g_autoptr (DmCliTable) table = dm_cli_table_new (columns, G_N_ELEMENTS (columns));
  g_autoptr (GString) notes = g_string_new (NULL);
  g_autoptr (GString) refusals = g_string_new (NULL);
  guint number = 0;

  for (guint i = 0; i < g_list_model_get_n_items (self->items); i++)
    {
      g_autoptr (DmImportItem) item = g_list_model_get_item (self->items, i);

      if (!dm_import_item_is_usable (item))
        {
          append_refusal (refusals, item);
          continue;
        }
      number++;
      if (self->only != NULL && !dm_import_item_get_chosen (item))
        continue;
      add_item_row (table, item, number);
      append_note (notes, item, number);
    }

  if (number == 0)
    g_print ("%s\n", _ ("Nothing was found that could be a drive."));
  else
    print_table (table, notes->str);
  if (count_items (self, wants_letter) > 0)
    g_print ("%s\n", _ ("* stands for the next free letter."));
  if (refusals->len > 0 && self->only == NULL)
    g_print ("\n%s\n%s", _ ("Not imported:"), refusals->str);
}

/* --- JSON --- */

static const char *
get_state_word (DmImportItem *item)
{
  if (!dm_import_item_is_usable (item))
    return "refused";

  switch (dm_import_item_get_state (item))
    {
    case DM_IMPORT_FAILED:
      return "failed";
    case DM_IMPORT_REMEMBERED:
    case DM_IMPORT_INCOMPLETE:
    case DM_IMPORT_WAITING:
      return "remembered";
    case DM_IMPORT_CONNECTED:
      return "connected";
    case DM_IMPORT_FOUND:
    default:
      return "found";
    }
}

static void
add_place (DmCliJson *json,
           const DmImportEntry *entry)
{
  g_autofree char *remote = entry->location != NULL ? dm_location_to_remote (entry->location) : NULL;
  g_autofree char *uri = entry->location != NULL ? dm_location_to_uri (entry->location) : NULL;

  dm_cli_json_add_string (json, "source", dm_import_source_to_string (entry->source));
  dm_cli_json_add_string (json, "file", entry->file);
  if (entry->line != 0)
    dm_cli_json_add_uint (json, "line", entry->line);
  else
    dm_cli_json_add_null (json, "line");
  dm_cli_json_add_string (json, "text", entry->text);
  dm_cli_json_add_string (json, "remote", remote);
  dm_cli_json_add_string (json, "uri", uri);
  dm_cli_json_add_string (json, "label", entry->label);
  dm_cli_json_add_string (json, "reason", entry->reason);
}

static void
add_settings (DmCliJson *json,
              const DmDriveSettings *settings)
{
  if (settings == NULL)
    {
      dm_cli_json_add_null (json, "settings");
      return;
    }

  dm_cli_json_begin (json, "settings", '{');
  dm_cli_json_add_settings (json, settings);
  dm_cli_json_close (json, '}');
}

static void
add_item (DmCliJson *json,
          DmImportItem *item,
          guint *number)
{
  gboolean is_usable = dm_import_item_is_usable (item);

  dm_cli_json_begin (json, NULL, '{');
  if (is_usable)
    dm_cli_json_add_uint (json, "number", ++*number);
  else
    dm_cli_json_add_null (json, "number");
  add_place (json, dm_import_item_get_entry (item));
  dm_cli_json_add_string (json, "local", is_usable ? dm_import_item_get_local (item) : NULL);
  add_settings (json, dm_import_item_get_entry (item)->settings);
  dm_cli_json_add_string (json, "known", dm_import_item_get_known (item));
  dm_cli_json_add_boolean (json, "chosen", dm_import_item_get_chosen (item));
  dm_cli_json_add_string (json, "state", get_state_word (item));
  dm_cli_json_add_string (json, "error", dm_import_item_get_error (item));
  dm_cli_json_close (json, '}');
}

static void
print_json (Import *self)
{
  g_autofree char *text = NULL;
  guint number = 0;
  DmCliJson json;

  dm_cli_json_init (&json, TRUE);
  dm_cli_json_begin (&json, NULL, '[');
  for (guint i = 0; i < g_list_model_get_n_items (self->items); i++)
    {
      g_autoptr (DmImportItem) item = g_list_model_get_item (self->items, i);

      add_item (&json, item, &number);
    }
  dm_cli_json_close (&json, ']');
  text = dm_cli_json_end (&json);
  g_print ("%s", text);
}

/* --- mapping --- */

/* Whether to map them now; @status: what to end with if not. */
static gboolean
confirm (Import *self,
         DmCli *cli,
         int *status)
{
  g_autoptr (GError) error = NULL;
  gboolean is_yes;

  *status = DM_CLI_DONE;
  if (self->yes)
    return TRUE;
  if (cli->json)
    return FALSE;
  if (!dm_cli_can_prompt ())
    {
      *status = dm_cli_usage_error (_ ("Nothing was mapped, as there is nobody to ask. Use --yes to map these, or --dry-run."));
      return FALSE;
    }

  if (!dm_cli_prompt_yes (cli, _ ("Map these? [y/N] "), &is_yes, &error))
    *status = dm_cli_report_error (cli, error, NULL);

  return is_yes;
}

static void
print_outcome (DmImportItem *item)
{
  const DmImportEntry *entry = dm_import_item_get_entry (item);
  g_autofree char *remote = dm_location_to_remote (entry->location);
  g_autofree char *place = dm_cli_text_sanitize (remote);
  g_autofree char *error = dm_cli_text_sanitize (dm_import_item_get_error (item) != NULL ? dm_import_item_get_error (item) : "");
  const char *local = dm_import_item_get_local (item);

  switch (dm_import_item_get_state (item))
    {
    case DM_IMPORT_CONNECTED:
      g_print (_ ("Drive %s is now connected to %s.\n"), local, place);
      break;
    case DM_IMPORT_REMEMBERED:
    case DM_IMPORT_INCOMPLETE:
      g_print (_ ("Drive %s is remembered for %s, but not connected.\n"), local, place);
      g_printerr ("%s  %s\n", local, error);
      break;
    case DM_IMPORT_WAITING:
      g_print (_ ("Drive %s is remembered for %s, and connected as soon as one of its networks is there.\n"), local, place);
      break;
    case DM_IMPORT_FAILED:
      g_printerr (_ ("%s could not be mapped: %s\n"), place, error);
      break;
    case DM_IMPORT_FOUND:
    default:
      break;
    }
}

static void
print_outcomes (Import *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->items); i++)
    {
      g_autoptr (DmImportItem) item = g_list_model_get_item (self->items, i);

      if (dm_import_item_get_chosen (item))
        print_outcome (item);
    }
}

static gboolean
has_failed (DmImportItem *item)
{
  DmImportState state = dm_import_item_get_state (item);

  return state == DM_IMPORT_FAILED || state == DM_IMPORT_INCOMPLETE;
}

static int
map_items (Import *self,
           DmCli *cli)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  dm_cli_begin_progress (cli, _ ("Connecting…"));
  dm_import_map_async (cli->client, self->items, cli->cancellable, dm_cli_await_cb, &result);
  dm_cli_await (&result);
  dm_cli_end_progress (cli);

  if (cli->json)
    print_json (self);
  else
    print_outcomes (self);
  if (!dm_import_map_finish (cli->client, result, &error))
    {
      if (!cli->json)
        dm_cli_report_error (cli, error, NULL);
      return DM_CLI_FAILED;
    }

  return count_items (self, has_failed) > 0 ? DM_CLI_FAILED : DM_CLI_DONE;
}

/* A file that was given is of no use. */
static gboolean
has_only_refusals (Import *self)
{
  return self->n_files > 0 && g_list_model_get_n_items (self->items) > 0 &&
         count_items (self, dm_import_item_is_usable) == 0;
}

static int
run_import (Import *self,
            DmCli *cli)
{
  int status = DM_CLI_DONE;

  if (!choose_only (self))
    return DM_CLI_USAGE;
  if (!cli->json)
    print_preview (self);

  if (count_items (self, dm_import_item_get_chosen) == 0 || self->dry_run || !confirm (self, cli, &status))
    {
      if (cli->json)
        print_json (self);
      if (has_only_refusals (self))
        return DM_CLI_FAILED;
      if (count_items (self, dm_import_item_get_chosen) == 0 || self->dry_run)
        return DM_CLI_DONE;
      return status;
    }

  return map_items (self, cli);
}

int
dm_cli_import (DmCli *cli,
               int argc,
               char **argv)
{
  g_auto (Import) self = { 0 };
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &self.dry_run, N_ ("Only show what was found"), NULL },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &self.yes, N_ ("Map it without asking"), NULL },
    { "only", 0, 0, G_OPTION_ARG_STRING, &self.only, N_ ("Map only these of the preview"), N_ ("NUMBER,NUMBER…") },
    G_OPTION_ENTRY_NULL
  };
  const DmCliSyntax syntax = {
    .arguments = _ ("[SOURCE|FILE]…"),
    .summary = _ ("Takes drives over from other programs and files. A SOURCE is gtk (bookmarks of\n"
                  "the file manager), nautilus (its recent servers), gigolo, smb4k, fstab or mounted\n"
                  "(connected without a drive); without any, all are looked at. A FILE is one of\n"
                  "theirs, or one that “drivemapctl export” wrote. Passwords are never taken over."),
    .entries = entries,
    .max_arguments = G_MAXUINT,
  };

  arguments = dm_cli_parse (cli, &syntax, argc, argv);
  if (arguments == NULL)
    return DM_CLI_USAGE;
  self.files = g_strv_builder_new ();
  self.sources = arguments[0] == NULL ? DM_IMPORT_MASK_FOUND : 0;
  for (guint i = 0; arguments[i] != NULL; i++)
    {
      if (!take_argument (&self, arguments[i]))
        return DM_CLI_USAGE;
    }
  if (!dm_cli_open (cli, &error) || !read_items (&self, cli, &error))
    return dm_cli_report_error (cli, error, NULL);

  return run_import (&self, cli);
}
