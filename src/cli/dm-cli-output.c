/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-cli-output.h"

#include <glib/gi18n-lib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "dm-cli-json.h"
#include "dm-cli-path.h"
#include "dm-error.h"
#include "dm-holder.h"
#include "dm-words.h"

/* --- JSON --- */

static void
add_space (DmCliJson *json,
           DmItem *item)
{
  if (dm_item_get_space_total (item) == 0)
    {
      dm_cli_json_add_null (json, "space_total");
      dm_cli_json_add_null (json, "space_free");
      return;
    }

  dm_cli_json_add_uint (json, "space_total", dm_item_get_space_total (item));
  dm_cli_json_add_uint (json, "space_free", dm_item_get_space_free (item));
}

static void
add_item (DmCliJson *json,
          gpointer item)
{
  dm_cli_json_begin (json, NULL, '{');
  dm_cli_json_add_item (json, item);
  dm_cli_json_close (json, '}');
}

static const char *
null_if_empty (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

static void
add_holder (DmCliJson *json,
            const DmHolder *holder)
{
  dm_cli_json_begin (json, NULL, '{');
  if (holder->pid > 0)
    dm_cli_json_add_uint (json, "pid", (guint64) holder->pid);
  else
    dm_cli_json_add_null (json, "pid");
  dm_cli_json_add_string (json, "program", holder->program);
  dm_cli_json_add_string (json, "kind", dm_holder_kind_to_string (holder->kind));
  dm_cli_json_add_string (json, "path", holder->path);
  dm_cli_json_add_string (json, "mode", null_if_empty (dm_holder_mode_to_string (holder->mode)));
  dm_cli_json_add_string (json, "user", holder->user);
  dm_cli_json_add_string (json, "source", dm_holder_source_to_string (holder->source));
  dm_cli_json_add_string (json, "note", holder->note);
  if (holder->server_path != NULL)
    dm_cli_json_add_uint (json, "id", holder->id);
  else
    dm_cli_json_add_null (json, "id");
  dm_cli_json_close (json, '}');
}

static void
add_holders (DmCliJson *json,
             const char *name,
             GPtrArray *holders)
{
  dm_cli_json_begin (json, name, '[');
  for (guint i = 0; holders != NULL && i < holders->len; i++)
    add_holder (json, g_ptr_array_index (holders, i));
  dm_cli_json_close (json, ']');
}

/* --- words --- */

static gboolean
is_utf8 (void)
{
  return g_get_charset (NULL);
}

static const char *
get_symbol (DmStatus status)
{
  static const struct
  {
    const char *utf8;
    const char *ascii;
  } symbols[] = {
    [DM_STATUS_OK] = { "●", "*" },
    [DM_STATUS_CONNECTING] = { "◌", "." },
    [DM_STATUS_RECONNECTING] = { "◌", "." },
    [DM_STATUS_DISCONNECTED] = { "✗", "x" },
    [DM_STATUS_UNAVAILABLE] = { "○", "o" },
    [DM_STATUS_ERROR] = { "✗", "x" },
    [DM_STATUS_DRAINING] = { "◑", "~" },
    [DM_STATUS_NEEDS_PASSWORD] = { "?", "?" },
    [DM_STATUS_PAUSED] = { "○", "o" },
  };

  return is_utf8 () ? symbols[status].utf8 : symbols[status].ascii;
}

static DmCliStyle
get_style (DmStatus status)
{
  switch (status)
    {
    case DM_STATUS_OK:
      return DM_CLI_STYLE_GOOD;
    case DM_STATUS_CONNECTING:
    case DM_STATUS_RECONNECTING:
    case DM_STATUS_DRAINING:
    case DM_STATUS_NEEDS_PASSWORD:
      return DM_CLI_STYLE_BUSY;
    case DM_STATUS_DISCONNECTED:
    case DM_STATUS_ERROR:
      return DM_CLI_STYLE_BAD;
    case DM_STATUS_UNAVAILABLE:
    case DM_STATUS_PAUSED:
    default:
      return DM_CLI_STYLE_FAINT;
    }
}

static const char *
get_kind_word (DmHolderKind kind)
{
  switch (kind)
    {
    case DM_HOLDER_DIRECTORY:
      return _ ("folder");
    case DM_HOLDER_CWD:
      return _ ("current folder");
    case DM_HOLDER_ROOT:
      return _ ("root folder");
    case DM_HOLDER_MAPPED:
      return _ ("mapped file");
    case DM_HOLDER_STREAM:
    case DM_HOLDER_FILE:
      return _ ("file");
    case DM_HOLDER_SERVER:
      return _ ("file on the server");
    default:
      return "";
    }
}

/* --- tables --- */

static char *
format_user (DmItem *item)
{
  const char *user = dm_item_get_user (item);
  const char *domain = dm_item_get_domain (item);

  if (user == NULL || domain == NULL)
    return g_strdup (user);

  return g_strdup_printf ("%s\\%s", domain, user);
}

static void
add_item_row (DmCliTable *table,
              DmItem *item)
{
  DmStatus status = dm_item_get_status (item);
  gboolean is_managed = dm_item_get_managed_file (item) != NULL;
  /* Translators: a symbol and a status; of a drive that an administrator has set up. */
  g_autofree char *word = g_strdup_printf (is_managed ? _ ("%s %s, managed") : "%s %s",
                                           get_symbol (status), dm_status_to_words (status));
  /* A drain's folder is nobody's any more. */
  g_autofree char *path = status != DM_STATUS_DRAINING ? dm_cli_abbreviate_home (dm_item_get_path (item)) : NULL;
  g_autofree char *user = format_user (item);
  g_autofree char *open = dm_item_is_open_count_known (item) ? g_strdup_printf ("%u", dm_item_get_open_count (item)) : g_strdup ("?");

  dm_cli_table_add (table, word, get_style (status));
  dm_cli_table_add (table, dm_item_get_local (item), DM_CLI_STYLE_PLAIN);
  dm_cli_table_add (table, dm_item_get_remote (item), DM_CLI_STYLE_PLAIN);
  dm_cli_table_add (table, path, DM_CLI_STYLE_FAINT);
  dm_cli_table_add (table, user, DM_CLI_STYLE_PLAIN);
  dm_cli_table_add (table, open, DM_CLI_STYLE_PLAIN);
}

static char *
format_reason (DmItem *item)
{
  const char *reason = dm_item_get_reason (item) != NULL ? dm_item_get_reason (item) : "";
  const char *outlook = dm_cli_item_returns (item) ? _ ("It comes back by itself.") : "";
  g_autofree char *text = g_strjoin (*reason != '\0' && *outlook != '\0' ? " " : "", reason, outlook, NULL);

  return dm_cli_text_sanitize (text);
}

static void
append_reasons (GString *text,
                GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      DmItem *item = g_ptr_array_index (items, i);
      const char *name = dm_item_get_local (item) != NULL ? dm_item_get_local (item) : dm_item_get_remote (item);
      g_autofree char *clean_name = NULL;
      g_autofree char *reason = NULL;

      if (dm_item_get_status (item) == DM_STATUS_OK ||
          (dm_item_get_reason (item) == NULL && !dm_cli_item_returns (item)))
        continue;

      clean_name = dm_cli_text_sanitize (name != NULL ? name : "");
      reason = format_reason (item);
      g_string_append_printf (text, "%s  %s\n", clean_name, reason);
    }
}

/* Whether the server told of any: it has numbers for them. */
static gboolean
has_ids (GPtrArray *holders)
{
  for (guint i = 0; i < holders->len; i++)
    if (((const DmHolder *) holders->pdata[i])->server_path != NULL)
      return TRUE;

  return FALSE;
}

static void
add_id (DmCliTable *table,
        const DmHolder *holder)
{
  g_autofree char *id = holder->server_path != NULL ? g_strdup_printf ("%u", holder->id) : NULL;

  dm_cli_table_add (table, id, DM_CLI_STYLE_PLAIN);
}

static void
add_holder_row (DmCliTable *table,
                const DmHolder *holder)
{
  g_autofree char *pid = holder->pid > 0 ? g_strdup_printf ("%d", holder->pid) : NULL;
  const char *path = holder->path;

  if (path == NULL)
    path = null_if_empty (holder->note) != NULL ? holder->note : _ ("(name not known)");

  dm_cli_table_add (table, pid, DM_CLI_STYLE_PLAIN);
  dm_cli_table_add (table, holder->program, DM_CLI_STYLE_PLAIN);
  dm_cli_table_add (table, get_kind_word (holder->kind), DM_CLI_STYLE_PLAIN);
  dm_cli_table_add (table, dm_holder_mode_to_string (holder->mode), DM_CLI_STYLE_PLAIN);
  dm_cli_table_add (table, holder->user, DM_CLI_STYLE_PLAIN);
  dm_cli_table_add (table, path, holder->path != NULL ? DM_CLI_STYLE_PLAIN : DM_CLI_STYLE_FAINT);
}

/* --- public --- */

guint
dm_cli_get_width (void)
{
  struct winsize size = { 0 };

  if (!isatty (STDOUT_FILENO) || ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) < 0)
    return 0;

  return size.ws_col;
}

gboolean
dm_cli_use_colors (void)
{
  const char *no_color = g_getenv ("NO_COLOR");

  return isatty (STDOUT_FILENO) && null_if_empty (no_color) == NULL &&
         g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

void
dm_cli_json_add_error (DmCliJson *json,
                       const GError *error,
                       GPtrArray *holders)
{
  const char *name = error->domain == DM_ERROR ? dm_error_get_name (error->code) : NULL;

  dm_cli_json_add_string (json, "error", name != NULL ? name : dm_error_get_name (DM_ERROR_EXTENDED_ERROR));
  dm_cli_json_add_uint (json, "code", dm_error_to_win32 (error));
  dm_cli_json_add_string (json, "message", error->message);
  /* Refused for what is open, or may be, and nobody can tell what. */
  if (holders == NULL && g_error_matches (error, DM_ERROR, DM_ERROR_OPEN_FILES))
    dm_cli_json_add_null (json, "holders");
  else
    add_holders (json, "holders", holders);
}

char *
dm_cli_error_to_json (const GError *error,
                      GPtrArray *holders)
{
  DmCliJson json;

  dm_cli_json_init (&json, FALSE);
  dm_cli_json_begin (&json, NULL, '{');
  dm_cli_json_add_error (&json, error, holders);
  dm_cli_json_close (&json, '}');

  return dm_cli_json_end (&json);
}

char *
dm_cli_error_to_text (const GError *error)
{
  g_autofree char *message = dm_cli_text_sanitize (error->message);
  g_autofree char *first = g_strdup_printf (_ ("System error %u has occurred."), dm_error_to_win32 (error));

  return g_strdup_printf ("%s\n%s\n", first, message);
}

int
dm_cli_report_error (DmCli *cli,
                     const GError *error,
                     GPtrArray *holders)
{
  g_autofree char *text = NULL;

  if (cli->json)
    {
      text = dm_cli_error_to_json (error, holders);
      g_print ("%s", text);
    }
  else
    {
      text = dm_cli_error_to_text (error);
      g_printerr ("%s", text);
    }

  return DM_CLI_FAILED;
}

char *
dm_cli_items_to_json (GPtrArray *items,
                      gboolean lines)
{
  return dm_cli_json_from_array (items, lines, add_item);
}

void
dm_cli_json_add_item (DmCliJson *json,
                      DmItem *item)
{
  dm_cli_json_add_string (json, "local", dm_item_get_local (item));
  dm_cli_json_add_string (json, "remote", dm_item_get_remote (item));
  dm_cli_json_add_string (json, "uri", dm_item_get_uri (item));
  dm_cli_json_add_string (json, "path", dm_item_get_path (item));
  dm_cli_json_add_string (json, "provider", dm_item_get_provider (item));
  dm_cli_json_add_string (json, "origin", dm_item_get_origin (item));
  dm_cli_json_add_string (json, "user", dm_item_get_user (item));
  dm_cli_json_add_string (json, "domain", dm_item_get_domain (item));
  dm_cli_json_add_string (json, "status", dm_status_to_string (dm_item_get_status (item)));
  dm_cli_json_add_string (json, "reason", dm_item_get_reason (item));
  if (dm_item_get_since (item) != 0)
    dm_cli_json_add_uint (json, "since", dm_item_get_since (item));
  else
    dm_cli_json_add_null (json, "since");
  dm_cli_json_add_boolean (json, "remembered", dm_item_is_remembered (item));
  dm_cli_json_add_boolean (json, "awaited", dm_item_is_awaited (item));
  dm_cli_json_add_boolean (json, "managed", dm_item_get_managed_file (item) != NULL);
  dm_cli_json_add_uint (json, "use_count", dm_item_get_use_count (item));
  if (dm_item_is_open_count_known (item))
    dm_cli_json_add_uint (json, "open_count", dm_item_get_open_count (item));
  else
    dm_cli_json_add_null (json, "open_count");
  add_space (json, item);
}

char *
dm_cli_item_to_json (DmItem *item)
{
  DmCliJson json;

  dm_cli_json_init (&json, FALSE);
  add_item (&json, item);

  return dm_cli_json_end (&json);
}

gboolean
dm_cli_item_returns (DmItem *item)
{
  switch (dm_item_get_status (item))
    {
    case DM_STATUS_UNAVAILABLE:
    case DM_STATUS_DISCONNECTED:
    case DM_STATUS_RECONNECTING:
      return dm_item_is_awaited (item);
    case DM_STATUS_OK:
    case DM_STATUS_CONNECTING:
    case DM_STATUS_DRAINING:
    case DM_STATUS_NEEDS_PASSWORD:
    case DM_STATUS_PAUSED:
    case DM_STATUS_ERROR:
    default:
      return FALSE;
    }
}

char *
dm_cli_items_to_text (GPtrArray *items,
                      guint width,
                      gboolean colors)
{
  const DmCliColumn columns[] = {
    { _ ("Status"), FALSE, FALSE },
    { _ ("Local"), FALSE, FALSE },
    { _ ("Remote"), TRUE, FALSE },
    { _ ("Path"), TRUE, FALSE },
    { _ ("User"), TRUE, FALSE },
    { C_ ("column", "Open"), FALSE, TRUE },
  };
  g_autoptr (DmCliTable) table = dm_cli_table_new (columns, G_N_ELEMENTS (columns));
  g_autofree char *rendered = NULL;
  GString *text;

  if (items->len == 0)
    return g_strconcat (_ ("There are no entries in the list."), "\n", NULL);

  for (guint i = 0; i < items->len; i++)
    add_item_row (table, g_ptr_array_index (items, i));

  rendered = dm_cli_table_render (table, width, colors);
  text = g_string_new (rendered);
  append_reasons (text, items);

  return g_string_free (text, FALSE);
}

char *
dm_cli_holders_to_json (GPtrArray *holders,
                        gboolean lines)
{
  DmCliJson json;

  dm_cli_json_init (&json, lines);
  add_holders (&json, NULL, holders);

  return dm_cli_json_end (&json);
}

char *
dm_cli_holders_to_text (GPtrArray *holders,
                        guint width,
                        gboolean colors)
{
  const DmCliColumn columns[] = {
    { C_ ("column", "ID"), FALSE, TRUE },
    { _ ("PID"), FALSE, TRUE },
    { _ ("Program"), TRUE, FALSE },
    { _ ("Kind"), FALSE, FALSE },
    { _ ("Mode"), FALSE, FALSE },
    { _ ("User"), TRUE, FALSE },
    { _ ("Path"), TRUE, FALSE },
  };
  const gboolean with_ids = has_ids (holders);
  g_autoptr (DmCliTable) table = dm_cli_table_new (columns + !with_ids, G_N_ELEMENTS (columns) - !with_ids);

  if (holders->len == 0)
    return g_strconcat (_ ("Nothing is open."), "\n", NULL);

  for (guint i = 0; i < holders->len; i++)
    {
      if (with_ids)
        add_id (table, holders->pdata[i]);
      add_holder_row (table, holders->pdata[i]);
    }

  return dm_cli_table_render (table, width, colors);
}

static void
add_names (DmCliJson *json,
           const char *key,
           char **names)
{
  dm_cli_json_begin (json, key, '[');
  for (; *names != NULL; names++)
    dm_cli_json_add_string (json, NULL, *names);
  dm_cli_json_close (json, ']');
}

void
dm_cli_json_add_settings (DmCliJson *json,
                          const DmDriveSettings *settings)
{
  dm_cli_json_add_uint (json, "idle_minutes", settings->idle_minutes);
  add_names (json, "networks", settings->networks);
  dm_cli_json_add_string (json, "wake", settings->wake);
  add_names (json, "profiles", settings->profiles);
  dm_cli_json_add_boolean (json, "ask_server", settings->ask_server);
}

void
dm_cli_begin_progress (DmCli *cli,
                       const char *text)
{
  g_autofree char *clean = dm_cli_text_sanitize (text);

  if (!cli->json && isatty (STDERR_FILENO))
    g_printerr ("%s", clean);
}

void
dm_cli_end_progress (DmCli *cli)
{
  if (!cli->json && isatty (STDERR_FILENO))
    g_printerr ("\r\033[K");
}
