/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-use.h"

#include <glib/gi18n-lib.h>

#include "dm-cli-selection.h"
#include "dm-cli-table.h"
#include "dm-error.h"
#include "dm-use-messages.h"

/* The columns of net.exe. */
#define STATUS_WIDTH 13
#define LOCAL_WIDTH  10
#define REMOTE_WIDTH 26
#define LABEL_WIDTH  18
#define RULE_WIDTH   79

static const char *
get_status_word (DmStatus status)
{
  switch (status)
    {
    case DM_STATUS_OK:
      return C_ ("net use", "OK");
    case DM_STATUS_CONNECTING:
      return C_ ("net use", "Connecting");
    case DM_STATUS_RECONNECTING:
      return C_ ("net use", "Reconnecting");
    case DM_STATUS_DISCONNECTED:
      return C_ ("net use", "Disconnected");
    case DM_STATUS_DRAINING:
      /* Translators: disconnected, but files on it are still open; 12 characters. */
      return C_ ("net use", "Draining");
    case DM_STATUS_PAUSED:
      return C_ ("net use", "Paused");
    case DM_STATUS_UNAVAILABLE:
    case DM_STATUS_ERROR:
    case DM_STATUS_NEEDS_PASSWORD:
    default:
      return C_ ("net use", "Unavailable");
    }
}

static const char *
get_network (DmItem *item)
{
  static const struct
  {
    const char *provider;
    const char *network;
  } networks[] = {
    { "smb", "Microsoft Windows Network" },
    { "dav", "Web Client Network" },
    { "nfs", "NFS Network" },
    { "sftp", "SFTP" },
    { "ftp", "FTP" },
    { "afp", "AFP" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (networks); i++)
    if (g_strcmp0 (networks[i].provider, dm_item_get_provider (item)) == 0)
      return networks[i].network;

  return dm_item_get_provider (item);
}

/* Harmless, and at least one space behind it. */
static void
append_padded (GString *out,
               const char *text,
               guint width)
{
  g_autofree char *clean = dm_cli_text_sanitize (text != NULL ? text : "");
  guint used = dm_cli_text_width (clean);

  g_string_append_printf (out, "%s%*s", clean, used < width ? (int) (width - used) : 1, "");
}

static void
end_line (GString *out)
{
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  g_string_append_c (out, '\n');
}

static void
append_row (GString *out,
            const char *status,
            const char *local,
            const char *remote,
            const char *network)
{
  g_autofree char *clean = dm_cli_text_sanitize (remote != NULL ? remote : "");

  append_padded (out, status, STATUS_WIDTH);
  append_padded (out, local, LOCAL_WIDTH);
  append_padded (out, clean, REMOTE_WIDTH);
  if (dm_cli_text_width (clean) >= REMOTE_WIDTH && network != NULL)
    {
      end_line (out);
      append_padded (out, "", STATUS_WIDTH + LOCAL_WIDTH + REMOTE_WIDTH);
    }
  g_string_append (out, network != NULL ? network : "");
  end_line (out);
}

static void
append_label (GString *out,
              DmUseMessage label,
              const char *value)
{
  g_autofree char *clean = dm_cli_text_sanitize (value != NULL ? value : "");

  append_padded (out, dm_use_message_get (label), LABEL_WIDTH);
  g_string_append (out, clean);
  end_line (out);
}

static void
append_count (GString *out,
              DmUseMessage label,
              guint count)
{
  g_autofree char *text = g_strdup_printf ("%u", count);

  append_label (out, label, text);
}

/* Counts what is open now. */
char *
dm_use_items_to_text (GPtrArray *items)
{
  GString *out = g_string_new ("\n");
  g_autofree char *rule = g_strnfill (RULE_WIDTH, '-');

  append_row (out, dm_use_message_get (DM_USE_MESSAGE_COLUMN_STATUS), dm_use_message_get (DM_USE_MESSAGE_COLUMN_LOCAL),
              dm_use_message_get (DM_USE_MESSAGE_COLUMN_REMOTE), dm_use_message_get (DM_USE_MESSAGE_COLUMN_NETWORK));
  g_string_append_printf (out, "\n%s\n", rule);
  for (guint i = 0; i < items->len; i++)
    {
      DmItem *item = items->pdata[i];

      append_row (out, get_status_word (dm_item_get_status (item)), dm_item_get_local (item),
                  dm_item_get_remote (item), get_network (item));
    }

  return g_string_free (out, FALSE);
}

char *
dm_use_item_to_text (DmItem *item)
{
  GString *out = g_string_new (NULL);

  append_label (out, DM_USE_MESSAGE_LOCAL_NAME, dm_item_get_local (item));
  append_label (out, DM_USE_MESSAGE_REMOTE_NAME, dm_item_get_remote (item));
  append_label (out, DM_USE_MESSAGE_RESOURCE_TYPE, dm_use_message_get (DM_USE_MESSAGE_DISK));
  append_label (out, DM_USE_MESSAGE_STATUS, get_status_word (dm_item_get_status (item)));
  append_count (out, DM_USE_MESSAGE_N_OPENS, dm_item_get_open_count (item));
  append_count (out, DM_USE_MESSAGE_N_CONNECTIONS, dm_item_get_use_count (item));

  return g_string_free (out, FALSE);
}

int
dm_use_list (DmCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *text = NULL;

  if (!dm_cli_open (cli, &error) || !dm_cli_refresh (cli, &error))
    return dm_use_report (error);

  items = dm_cli_dup_items (cli);
  g_print ("%s\n\n", dm_use_message_get (dm_use_get_default () ? DM_USE_MESSAGE_REMEMBERED : DM_USE_MESSAGE_NOT_REMEMBERED));
  if (items->len == 0)
    {
      g_print ("%s\n", dm_use_message_get (DM_USE_MESSAGE_NO_ENTRIES));
      return DM_CLI_DONE;
    }
  text = dm_use_items_to_text (items);
  g_print ("%s", text);

  return dm_use_finish ();
}

int
dm_use_show (DmCli *cli,
             const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DmItem) item = NULL;
  g_autofree char *text = NULL;

  if (!dm_cli_open (cli, &error) || !dm_cli_refresh (cli, &error))
    return dm_use_report (error);

  item = dm_cli_find_item (cli, name);
  if (item == NULL)
    {
      g_set_error (&error, DM_ERROR, DM_ERROR_NOT_CONNECTED,
                   _ ("There is no drive “%s”. “drivemapctl use” shows what there is."), name);
      return dm_use_report (error);
    }
  text = dm_use_item_to_text (item);
  g_print ("%s", text);

  return dm_use_finish ();
}
