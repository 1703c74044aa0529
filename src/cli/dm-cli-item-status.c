/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-cli-item-status.h"

#include <glib/gi18n-lib.h>

#include "dm-cli-lines.h"
#include "dm-cli-output.h"
#include "dm-cli-path.h"
#include "dm-cli-selection.h"
#include "dm-error.h"
#include "dm-response-ring.h"
#include "dm-words.h"

/* How long the server may take until what it says is left out, and how often the
 * service is told meanwhile that somebody looks, in ms. */
#define PATIENCE 3000
#define INTERVAL 100

/* What will still come if there is somebody to wait for it. */
static gboolean
is_complete (DmItem *item)
{
  gsize n;

  dm_item_get_response_times (item, &n);
  if (!dm_item_is_drive (item) || dm_item_get_connection_path (item) == NULL)
    return TRUE;
  if (n > 0 && dm_item_get_status (item) != DM_STATUS_OK)
    return TRUE;

  return n > 0 && (dm_item_get_server_name (item) != NULL || g_strcmp0 (dm_item_get_provider (item), "smb") != 0);
}

static gboolean
on_timeout_cb (gpointer user_data)
{
  gboolean *is_over = user_data;

  *is_over = TRUE;

  return G_SOURCE_REMOVE;
}

static void
wait_a_moment (void)
{
  gboolean is_over = FALSE;

  g_timeout_add (INTERVAL, on_timeout_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

/* (transfer full): as the service sees it now. */
static DmItem *
look (DmCli *cli,
      const char *name,
      GError **error)
{
  gint64 end = g_get_monotonic_time () + PATIENCE * G_TIME_SPAN_MILLISECOND;
  g_autoptr (DmItem) item = dm_cli_find_item (cli, name);

  while (item != NULL)
    {
      if (!dm_cli_refresh (cli, error))
        return NULL;
      if (is_complete (item) || g_get_monotonic_time () >= end)
        return g_steal_pointer (&item);

      wait_a_moment ();
      g_object_unref (item);
      item = dm_cli_find_item (cli, name);
    }

  g_set_error (error, DM_ERROR, DM_ERROR_NOT_CONNECTED,
               _ ("There is no drive or connection “%s”. “drivemapctl list” shows them."), name);

  return NULL;
}

static void
add_server (DmCliJson *json,
            DmItem *item)
{
  gsize n;
  const guint32 *times = dm_item_get_response_times (item, &n);

  dm_cli_json_begin (json, "server", '{');
  dm_cli_json_add_string (json, "name", dm_item_get_server_name (item));
  dm_cli_json_add_string (json, "comment", dm_item_get_server_comment (item));
  dm_cli_json_add_string (json, "version", dm_item_get_server_version (item));
  dm_cli_json_begin (json, "response_times_us", '[');
  for (gsize i = 0; i < n; i++)
    if (times[i] != DM_RESPONSE_NONE)
      dm_cli_json_add_uint (json, NULL, times[i]);
    else
      dm_cli_json_add_null (json, NULL);
  dm_cli_json_close (json, ']');
  dm_cli_json_close (json, '}');
}

static void
print_json (DmItem *item)
{
  g_autofree char *text = NULL;
  DmCliJson json;

  dm_cli_json_init (&json, FALSE);
  dm_cli_json_begin (&json, NULL, '{');
  dm_cli_json_add_item (&json, item);
  add_server (&json, item);
  dm_cli_json_close (&json, '}');
  text = dm_cli_json_end (&json);
  g_print ("%s", text);
}

static char *
dup_space_words (DmItem *item)
{
  g_autofree char *unused = g_format_size (dm_item_get_space_free (item));
  g_autofree char *total = g_format_size (dm_item_get_space_total (item));

  if (dm_item_get_space_total (item) == 0)
    return NULL;

  return g_strdup_printf (_ ("%s of %s free"), unused, total);
}

static void
print_text (DmItem *item)
{
  gsize n;
  const guint32 *times = dm_item_get_response_times (item, &n);
  g_autofree char *path = dm_cli_abbreviate_home (dm_item_get_path (item));
  g_autofree char *space = dup_space_words (item);
  g_autofree char *responses = dm_response_times_to_words (times, n);

  dm_cli_print_line (_ ("Drive"), dm_item_get_local (item));
  dm_cli_print_line (_ ("Location"), dm_item_get_remote (item));
  dm_cli_print_line (_ ("Folder"), path);
  dm_cli_print_line (_ ("Status"), dm_status_to_words (dm_item_get_status (item)));
  dm_cli_print_line (_ ("Reason"), dm_item_get_reason (item));
  dm_cli_print_line (_ ("Space"), space);
  dm_cli_print_line (_ ("Server"), dm_item_get_server_name (item));
  dm_cli_print_line (_ ("Description"), dm_item_get_server_comment (item));
  dm_cli_print_line (_ ("Software"), dm_item_get_server_version (item));
  dm_cli_print_line (_ ("Response time"), responses);
}

int
dm_cli_item_status (DmCli *cli,
                    const char *name)
{
  g_autoptr (DmItem) item = NULL;
  g_autoptr (GError) error = NULL;

  if (dm_cli_open (cli, &error))
    item = look (cli, name, &error);
  if (item == NULL)
    return dm_cli_report_error (cli, error, NULL);

  if (cli->json)
    print_json (item);
  else
    print_text (item);

  return DM_CLI_DONE;
}
