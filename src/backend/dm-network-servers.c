/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-network-servers.h"

#include "dm-deadline.h"

#define NETWORK_URI "network:///"
#define ATTRIBUTES  G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME "," G_FILE_ATTRIBUTE_STANDARD_TARGET_URI

/* GVfs tells of changes, but a monitor cannot be made without waiting for it. */
#define PAUSE_MS 400

/* How many entries are taken at a time, and at most. */
#define BATCH       64
#define MAX_SERVERS 1000

typedef struct
{
  /* Owned */
  DmDeadline *deadline;
  GFile *network;
  GHashTable *found; /* server key, a set */

  /* Values */
  DmNetworkServerFunc func;
  gpointer func_data;
} Search;

static void begin_round (GTask *task);

static void
search_free (Search *self)
{
  dm_deadline_free (self->deadline);
  g_object_unref (self->network);
  g_hash_table_unref (self->found);
  g_free (self);
}

static gboolean
is_over (Search *self)
{
  return g_cancellable_is_cancelled (dm_deadline_get_cancellable (self->deadline));
}

static void
end (GTask *task)
{
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

static gboolean
on_paused_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  if (is_over (g_task_get_task_data (task)))
    end (task);
  else
    begin_round (task);

  return G_SOURCE_REMOVE;
}

static void
pause_round (GTask *task)
{
  if (is_over (g_task_get_task_data (task)))
    end (task);
  else
    g_timeout_add (PAUSE_MS, on_paused_cb, g_object_ref (task));
}

static void
take_entry (Search *self, GFileInfo *info)
{
  const char *uri = g_file_info_get_attribute_string (info, G_FILE_ATTRIBUTE_STANDARD_TARGET_URI);
  const char *shown = g_file_info_get_attribute_string (info, G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME);
  g_autoptr (DmLocation) server = uri != NULL ? dm_location_parse_server (uri, NULL) : NULL;
  g_autofree char *name = NULL;
  char *key;

  if (server == NULL || g_hash_table_size (self->found) >= MAX_SERVERS)
    return;

  key = dm_location_to_server_key (server);
  name = g_utf8_make_valid (shown != NULL ? shown : dm_location_get_server (server), -1);
  if (g_hash_table_add (self->found, key))
    self->func (server, name, self->func_data);
}

static void
on_batch_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GFileEnumerator *enumerator = G_FILE_ENUMERATOR (object);
  GList *infos = g_file_enumerator_next_files_finish (enumerator, result, NULL);
  Search *self = g_task_get_task_data (task);

  if (infos == NULL)
    {
      pause_round (task);
      return;
    }

  for (GList *l = infos; l != NULL && !g_cancellable_is_cancelled (g_task_get_cancellable (task)); l = l->next)
    take_entry (self, l->data);
  g_list_free_full (infos, g_object_unref);
  g_file_enumerator_next_files_async (enumerator, BATCH, G_PRIORITY_DEFAULT,
                                      dm_deadline_get_cancellable (self->deadline),
                                      on_batch_cb, g_steal_pointer (&task));
}

/* There is no such location without GVfs: then there is nothing to wait for. */
static void
on_opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileEnumerator) enumerator = g_file_enumerate_children_finish (G_FILE (object), result, &error);
  Search *self = g_task_get_task_data (task);

  if (enumerator != NULL)
    {
      g_file_enumerator_next_files_async (enumerator, BATCH, G_PRIORITY_DEFAULT,
                                          dm_deadline_get_cancellable (self->deadline),
                                          on_batch_cb, g_steal_pointer (&task));
      return;
    }

  g_debug ("The network location cannot be listed: %s", error->message);
  end (task);
}

static void
begin_round (GTask *task)
{
  Search *self = g_task_get_task_data (task);

  g_file_enumerate_children_async (self->network, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT,
                                   dm_deadline_get_cancellable (self->deadline),
                                   on_opened_cb, g_object_ref (task));
}

void
dm_network_servers_find_async (guint deadline_ms,
                               DmNetworkServerFunc func,
                               gpointer func_data,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Search *self = g_new0 (Search, 1);

  self->deadline = dm_deadline_new (deadline_ms, cancellable);
  self->network = g_file_new_for_uri (NETWORK_URI);
  self->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->func = func;
  self->func_data = func_data;
  g_task_set_source_tag (task, dm_network_servers_find_async);
  g_task_set_task_data (task, self, (GDestroyNotify) search_free);

  begin_round (task);
}

gboolean
dm_network_servers_find_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
