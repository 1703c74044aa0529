/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-import-map.h"

#include <glib/gi18n-lib.h>

#include "dm-client-call.h"
#include "dm-client-private.h"
#include "dm-error.h"

/* Connecting takes as long as it takes; cancelling ends it. */
#define NO_TIMEOUT G_MAXINT

typedef struct
{
  /* Owned */
  GPtrArray *items;    /* DmImportItem: the chosen ones */
  GHashTable *servers; /* char * → GPtrArray of DmImportItem, to be connected */

  guint next;      /* of the items, to be remembered */
  guint n_running; /* servers */
} Import;

/* One server's drives, being connected one after the other. */
typedef struct
{
  /* Owned */
  GTask *task;
  GPtrArray *items;

  guint next;
} Server;

static void remember_next (GTask *task);
static void connect_next (Server *server);

static void
import_free (Import *self)
{
  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->servers);
  g_free (self);
}

static void
server_free (Server *self)
{
  g_clear_object (&self->task);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self);
}

/* Connecting */

static void
end (GTask *task)
{
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    g_task_return_new_error (task, DM_ERROR, DM_ERROR_CANCELLED, _ ("The operation was cancelled."));
  else
    g_task_return_boolean (task, TRUE);
}

static void
end_server (Server *server)
{
  g_autoptr (GTask) task = g_steal_pointer (&server->task);
  Import *self = g_task_get_task_data (task);

  server_free (server);
  if (--self->n_running == 0)
    end (task);
}

/* Whether the drive that a method has answered with comes by itself. */
static gboolean
is_awaited (DmClient *client,
            GVariant *reply)
{
  const char *path;
  DmItem *drive;

  g_variant_get (reply, "(&o)", &path);
  drive = dm_client_find (client, path);

  return drive != NULL && dm_item_is_awaited (drive);
}

static void
connect_cb (GObject *object,
            GAsyncResult *result,
            gpointer user_data)
{
  Server *server = user_data;
  DmImportItem *item = g_ptr_array_index (server->items, server->next - 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), &error);

  if (reply == NULL)
    dm_import_item_set_state (item, DM_IMPORT_REMEMBERED, error->message);
  else if (is_awaited (DM_CLIENT (object), reply))
    dm_import_item_set_state (item, DM_IMPORT_WAITING, NULL);
  else
    dm_import_item_set_state (item, DM_IMPORT_CONNECTED, NULL);
  connect_next (server);
}

/* Connect (), but not where the drive is for other networks. */
static void
connect_item (Server *server,
              DmImportItem *item)
{
  DmClient *client = g_task_get_source_object (server->task);
  const DmDriveSettings *settings = dm_import_item_get_entry (item)->settings;
  GTask *call = dm_client_call_new (client, g_task_get_cancellable (server->task), connect_cb, server);
  GVariantDict options;

  dm_client_call_init_options (call, &options);
  if (settings != NULL && *settings->networks != NULL)
    g_variant_dict_insert (&options, "wait-for-network", "b", TRUE);
  dm_client_call_start (call, G_DBUS_PROXY (dm_client_get_manager (client)), "Connect",
                        g_variant_new ("(s@a{sv})", dm_import_item_get_local (item), g_variant_dict_end (&options)),
                        NO_TIMEOUT);
}

static void
connect_next (Server *server)
{
  GCancellable *cancellable = g_task_get_cancellable (server->task);

  if (server->next < server->items->len && !g_cancellable_is_cancelled (cancellable))
    connect_item (server, server->items->pdata[server->next++]);
  else
    end_server (server);
}

static void
start_connecting (GTask *task)
{
  Import *self = g_task_get_task_data (task);
  GHashTableIter iter;
  gpointer items;

  self->n_running = g_hash_table_size (self->servers);
  if (self->n_running == 0)
    end (task);
  g_hash_table_iter_init (&iter, self->servers);
  while (g_hash_table_iter_next (&iter, NULL, &items))
    {
      Server *server = g_new0 (Server, 1);

      server->task = g_object_ref (task);
      server->items = g_ptr_array_ref (items);
      connect_next (server);
    }
}

/* Remembering */

static void
add_to_server (Import *self,
               DmImportItem *item)
{
  const char *name = dm_location_get_server (dm_import_item_get_entry (item)->location);
  GPtrArray *items = g_hash_table_lookup (self->servers, name);

  if (items == NULL)
    {
      items = g_ptr_array_new_with_free_func (g_object_unref);
      g_hash_table_insert (self->servers, g_strdup (name), items);
    }
  g_ptr_array_add (items, g_object_ref (item));
}

/* Which letter it has got. */
static void
note_local (DmClient *client,
            DmImportItem *item,
            const char *path)
{
  DmItem *drive = dm_client_find (client, path);

  if (drive != NULL)
    dm_import_item_set_local (item, dm_item_get_local (drive));
}

/* Without them it is not connected: they may say that it should not be. */
static void
settings_cb (GObject *object,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Import *self = g_task_get_task_data (task);
  DmImportItem *item = g_ptr_array_index (self->items, self->next - 1);
  g_autofree char *words = NULL;

  if (dm_client_set_drive_settings_finish (DM_CLIENT (object), result, &error))
    {
      dm_import_item_set_state (item, DM_IMPORT_REMEMBERED, NULL);
      add_to_server (self, item);
    }
  else
    {
      words = g_strdup_printf (_ ("Its settings could not be saved. %s"), error->message);
      dm_import_item_set_state (item, DM_IMPORT_INCOMPLETE, words);
    }
  remember_next (task);
}

static void
remember_cb (GObject *object,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), &error);
  Import *self = g_task_get_task_data (task);
  DmImportItem *item = g_ptr_array_index (self->items, self->next - 1);
  const DmDriveSettings *settings = dm_import_item_get_entry (item)->settings;
  const char *path;

  if (reply == NULL)
    {
      dm_import_item_set_state (item, DM_IMPORT_FAILED, error->message);
      remember_next (task);
      return;
    }

  g_variant_get (reply, "(&o)", &path);
  note_local (DM_CLIENT (object), item, path);
  if (settings != NULL)
    {
      dm_client_set_drive_settings_async (DM_CLIENT (object), dm_import_item_get_local (item), settings,
                                          NULL, settings_cb, g_object_ref (task));
      return;
    }
  dm_import_item_set_state (item, DM_IMPORT_REMEMBERED, NULL);
  add_to_server (self, item);
  remember_next (task);
}

/* Map () without connecting. */
static void
remember (GTask *task,
          DmImportItem *item)
{
  DmClient *client = g_task_get_source_object (task);
  g_autofree char *uri = dm_location_to_uri (dm_import_item_get_entry (item)->location);
  GTask *call = dm_client_call_new (client, g_task_get_cancellable (task), remember_cb, g_object_ref (task));
  GVariantDict options;

  dm_client_call_init_options (call, &options);
  g_variant_dict_insert (&options, "connect", "b", FALSE);
  dm_client_call_start (call, G_DBUS_PROXY (dm_client_get_manager (client)), "Map",
                        g_variant_new ("(ss@a{sv})", dm_import_item_get_local (item), uri, g_variant_dict_end (&options)),
                        -1);
}

static void
remember_next (GTask *task)
{
  Import *self = g_task_get_task_data (task);

  if (self->next < self->items->len && !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    remember (task, g_ptr_array_index (self->items, self->next++));
  else
    start_connecting (task);
}

void
dm_import_map_async (DmClient *self,
                     GListModel *items,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Import *import;

  g_return_if_fail (DM_IS_CLIENT (self));
  g_return_if_fail (G_IS_LIST_MODEL (items));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_import_map_async);
  g_task_set_check_cancellable (task, FALSE);
  import = g_new0 (Import, 1);
  import->items = g_ptr_array_new_with_free_func (g_object_unref);
  import->servers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_task_set_task_data (task, import, (GDestroyNotify) import_free);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (DmImportItem) item = g_list_model_get_item (items, i);

      if (dm_import_item_get_chosen (item))
        g_ptr_array_add (import->items, g_steal_pointer (&item));
    }

  remember_next (task);
}

gboolean
dm_import_map_finish (DmClient *self,
                      GAsyncResult *result,
                      GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
