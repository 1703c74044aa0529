/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-client.h"

#include <glib/gi18n-lib.h>

#include "dm-client-call.h"
#include "dm-client-private.h"
#include "dm-error.h"
#include "dm-local-name.h"
#include "dm-names.h"

/* From this version on the service says whether it sees programs. */
#define SEES_PROGRAMS_VERSION 7

enum
{
  PROP_0,
  PROP_HAS_OWNER,
  N_PROPS,
};

enum
{
  CHANGED,
  N_SIGNALS,
};

struct _DmClient
{
  GObject parent_instance;

  /* Owned, once open */
  GDBusConnection *bus;
  GDBusObjectManager *objects;
  DmDbusManager *manager;

  /* Owned: every DmItem by its object path, and those that are rows */
  GHashTable *items;
  GPtrArray *rows;

  gboolean has_owner;
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DmClient, dm_client, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* --- the list --- */

static void
remove_row (DmClient *self,
            guint position)
{
  g_ptr_array_remove_index (self->rows, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

static void
update_row (DmClient *self,
            DmItem *item)
{
  guint position;
  gboolean is_row = g_ptr_array_find (self->rows, item, &position);

  if (dm_item_is_listed (item) == is_row)
    return;

  if (is_row)
    {
      remove_row (self, position);
    }
  else
    {
      g_ptr_array_add (self->rows, g_object_ref (item));
      g_list_model_items_changed (G_LIST_MODEL (self), self->rows->len - 1, 0, 1);
    }
}

static void
update_origins (DmClient *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      DmItem *item = g_ptr_array_index (self->rows, i);
      const char *path = dm_item_get_connection_path (item);
      DmItem *connection = path != NULL ? g_hash_table_lookup (self->items, path) : NULL;

      if (dm_item_is_drive (item))
        dm_item_set_origin (item, connection != NULL ? dm_item_get_origin (connection) : NULL);
    }
}

static void
emit_changed (DmClient *self)
{
  update_origins (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_item_notified_cb (DmClient *self,
                     GParamSpec *pspec,
                     DmItem *item)
{
  /* Our own doing: it would come back here without end. */
  if (dm_item_is_drive (item) && g_str_equal (pspec->name, "origin"))
    return;

  update_row (self, item);
  emit_changed (self);
}

static void
on_deviceless_notified_cb (DmClient *self,
                           GParamSpec *pspec,
                           DmDbusConnection *connection)
{
  DmItem *item = dm_client_find (self, g_dbus_proxy_get_object_path (G_DBUS_PROXY (connection)));

  /* Whether it is a row is no property of the item, so the item is silent. */
  if (item == NULL)
    return;

  update_row (self, item);
  emit_changed (self);
}

static void
take_item (DmClient *self,
           DmItem *item)
{
  g_hash_table_replace (self->items, (gpointer) dm_item_get_object_path (item), item);
  g_signal_connect_object (item, "notify", G_CALLBACK (on_item_notified_cb), self,
                           G_CONNECT_SWAPPED);
  update_row (self, item);
}

static void
add_object (DmClient *self,
            GDBusObject *object)
{
  DmDbusDrive *drive = dm_dbus_object_peek_drive (DM_DBUS_OBJECT (object));
  DmDbusConnection *connection = dm_dbus_object_peek_connection (DM_DBUS_OBJECT (object));
  const char *path = g_dbus_object_get_object_path (object);

  if (g_hash_table_contains (self->items, path))
    return;

  if (drive != NULL)
    {
      take_item (self, dm_item_new_for_drive (drive, path));
    }
  else if (connection != NULL)
    {
      /* After the item's own handler, so that the item is up to date. */
      take_item (self, dm_item_new_for_connection (connection, path));
      g_signal_connect_object (connection, "notify::deviceless",
                               G_CALLBACK (on_deviceless_notified_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (connection, "notify::drives",
                               G_CALLBACK (on_deviceless_notified_cb), self,
                               G_CONNECT_SWAPPED);
    }
}

static void
remove_object (DmClient *self,
               GDBusObject *object)
{
  const char *path = g_dbus_object_get_object_path (object);
  g_autoptr (DmItem) item = NULL;
  guint position;

  if (!g_hash_table_steal_extended (self->items, path, NULL, (gpointer *) &item))
    return;

  g_signal_handlers_disconnect_by_data (item, self);
  if (g_ptr_array_find (self->rows, item, &position))
    remove_row (self, position);
}

static void
on_object_added_cb (DmClient *self,
                    GDBusObject *object)
{
  add_object (self, object);
  emit_changed (self);
}

static void
on_object_removed_cb (DmClient *self,
                      GDBusObject *object)
{
  remove_object (self, object);
  emit_changed (self);
}

static void
on_interface_added_cb (DmClient *self,
                       GDBusObject *object,
                       GDBusInterface *interface)
{
  on_object_added_cb (self, object);
}

static void
update_has_owner (DmClient *self)
{
  g_autofree char *owner =
    g_dbus_object_manager_client_get_name_owner (G_DBUS_OBJECT_MANAGER_CLIENT (self->objects));
  gboolean has_owner = owner != NULL;

  if (self->has_owner == has_owner)
    return;

  self->has_owner = has_owner;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_OWNER]);
}

static void
on_name_owner_notified_cb (DmClient *self)
{
  /* The object manager itself removes and adds the objects. */
  update_has_owner (self);
  emit_changed (self);
}

/* --- opening --- */

static void
take_objects (DmClient *self,
              GDBusObjectManager *objects)
{
  GList *list;

  self->objects = objects;
  g_signal_connect_object (objects, "object-added",
                           G_CALLBACK (on_object_added_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (objects, "object-removed",
                           G_CALLBACK (on_object_removed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (objects, "interface-added",
                           G_CALLBACK (on_interface_added_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (objects, "notify::name-owner",
                           G_CALLBACK (on_name_owner_notified_cb), self, G_CONNECT_SWAPPED);

  list = g_dbus_object_manager_get_objects (objects);
  for (GList *l = list; l != NULL; l = l->next)
    add_object (self, l->data);
  g_list_free_full (list, g_object_unref);

  update_has_owner (self);
  emit_changed (self);
}

static void
return_open_error (GTask *task,
                   GError *error)
{
  dm_client_call_normalize_error (&error);
  g_task_return_error (task, error);
}

static void
on_manager_created_cb (GObject *source,
                       GAsyncResult *result,
                       gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DmClient *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->manager = dm_dbus_manager_proxy_new_finish (result, &error);
  if (self->manager == NULL)
    {
      return_open_error (task, error);
      return;
    }

  /* What it says of the profile. */
  g_signal_connect_object (self->manager, "notify", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  emit_changed (self);
  g_task_return_boolean (task, TRUE);
}

static void
on_objects_created_cb (GObject *source,
                       GAsyncResult *result,
                       gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DmClient *self = g_task_get_source_object (task);
  GError *error = NULL;
  GDBusObjectManager *objects = dm_dbus_object_manager_client_new_finish (result, &error);

  if (objects == NULL)
    {
      return_open_error (task, error);
      return;
    }

  take_objects (self, objects);
  dm_dbus_manager_proxy_new (self->bus, G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START_AT_CONSTRUCTION,
                             DM_BUS_NAME, DM_OBJECT_ROOT, g_task_get_cancellable (task),
                             on_manager_created_cb, g_object_ref (task));
}

/* Whether it could be started or not: the verbs will say why. */
static void
on_service_started_cb (GObject *source,
                       GAsyncResult *result,
                       gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DmClient *self = g_task_get_source_object (task);
  GVariant *reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  g_clear_pointer (&reply, g_variant_unref);
  dm_dbus_object_manager_client_new (self->bus, G_DBUS_OBJECT_MANAGER_CLIENT_FLAGS_DO_NOT_AUTO_START,
                                     DM_BUS_NAME, DM_OBJECT_ROOT,
                                     g_task_get_cancellable (task),
                                     on_objects_created_cb, g_object_ref (task));
}

static void
on_bus_got_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DmClient *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->bus = g_bus_get_finish (result, &error);
  if (self->bus == NULL)
    {
      g_prefix_error (&error, "%s ", _ ("There is no session bus. Sign in to a desktop session."));
      return_open_error (task, error);
      return;
    }

  g_dbus_connection_call (self->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", "StartServiceByName",
                          g_variant_new ("(su)", DM_BUS_NAME, 0), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                          g_task_get_cancellable (task), on_service_started_cb, g_object_ref (task));
}

/* --- GListModel, GObject --- */

static GType
dm_client_get_item_type (GListModel *model)
{
  return DM_TYPE_ITEM;
}

static guint
dm_client_get_n_items (GListModel *model)
{
  return DM_CLIENT (model)->rows->len;
}

static gpointer
dm_client_get_item (GListModel *model,
                    guint position)
{
  DmClient *self = DM_CLIENT (model);

  if (position >= self->rows->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->rows, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = dm_client_get_item_type;
  iface->get_n_items = dm_client_get_n_items;
  iface->get_item = dm_client_get_item;
}

static void
dm_client_finalize (GObject *object)
{
  DmClient *self = DM_CLIENT (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_hash_table_unref);
  g_clear_object (&self->manager);
  g_clear_object (&self->objects);
  g_clear_object (&self->bus);

  G_OBJECT_CLASS (dm_client_parent_class)->finalize (object);
}

static void
dm_client_get_property (GObject *object,
                        guint prop_id,
                        GValue *value,
                        GParamSpec *pspec)
{
  DmClient *self = DM_CLIENT (object);

  if (prop_id == PROP_HAS_OWNER)
    g_value_set_boolean (value, self->has_owner);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dm_client_class_init (DmClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = dm_client_finalize;
  object_class->get_property = dm_client_get_property;

  properties[PROP_HAS_OWNER] =
    g_param_spec_boolean ("has-owner", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] =
    g_signal_new ("changed", DM_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  /* Registers the D-Bus names, so that GDBus gives us our own codes. */
  (void) DM_ERROR;
}

static void
dm_client_init (DmClient *self)
{
  self->items = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
}

/* --- public --- */

DmClient *
dm_client_new (void)
{
  return g_object_new (DM_TYPE_CLIENT, NULL);
}

void
dm_client_open_async (DmClient *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task;

  g_return_if_fail (DM_IS_CLIENT (self));
  g_return_if_fail (self->bus == NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, on_bus_got_cb, task);
}

gboolean
dm_client_open_finish (DmClient *self,
                       GAsyncResult *result,
                       GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

GDBusConnection *
dm_client_get_bus (DmClient *self)
{
  g_return_val_if_fail (DM_IS_CLIENT (self), NULL);

  return self->bus;
}

gboolean
dm_client_has_owner (DmClient *self)
{
  g_return_val_if_fail (DM_IS_CLIENT (self), FALSE);

  return self->has_owner;
}

DmDbusManager *
dm_client_get_manager (DmClient *self)
{
  return self->manager;
}

gboolean
dm_client_is_open (DmClient *self)
{
  g_return_val_if_fail (DM_IS_CLIENT (self), FALSE);

  return self->manager != NULL;
}

guint
dm_client_get_interface_version (DmClient *self)
{
  g_return_val_if_fail (DM_IS_CLIENT (self), 0);

  return self->manager != NULL ? dm_dbus_manager_get_version (self->manager) : 0;
}

GError *
dm_client_dup_profile_error (DmClient *self)
{
  guint code;

  g_return_val_if_fail (DM_IS_CLIENT (self), NULL);

  code = self->manager != NULL ? dm_dbus_manager_get_profile_code (self->manager) : 0;
  if (code == 0)
    return NULL;

  return g_error_new_literal (DM_ERROR, (int) code, dm_dbus_manager_get_profile_error (self->manager));
}

gboolean
dm_client_sees_programs (DmClient *self)
{
  g_return_val_if_fail (DM_IS_CLIENT (self), TRUE);

  return self->manager == NULL || dm_dbus_manager_get_version (self->manager) < SEES_PROGRAMS_VERSION ||
         dm_dbus_manager_get_sees_programs (self->manager);
}

guint
dm_client_get_n_connections (DmClient *self)
{
  GHashTableIter iter;
  gpointer item;
  guint count = 0;

  g_return_val_if_fail (DM_IS_CLIENT (self), 0);

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    if (!dm_item_is_drive (item))
      count++;

  return count;
}

guint
dm_client_get_open_count (DmClient *self)
{
  GHashTableIter iter;
  gpointer item;
  guint count = 0;

  g_return_val_if_fail (DM_IS_CLIENT (self), 0);

  /* A drive's count is its connection's: counted once. */
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    if (!dm_item_is_drive (item))
      count += dm_item_get_open_count (item);

  return count;
}

DmItem *
dm_client_find (DmClient *self,
                const char *object_path)
{
  g_return_val_if_fail (DM_IS_CLIENT (self), NULL);

  return object_path != NULL ? g_hash_table_lookup (self->items, object_path) : NULL;
}

DmItem *
dm_client_find_drive (DmClient *self,
                      const char *local)
{
  g_autofree char *name = dm_local_name_normalize (local, NULL);

  g_return_val_if_fail (DM_IS_CLIENT (self), NULL);

  for (guint i = 0; name != NULL && i < self->rows->len; i++)
    {
      DmItem *item = g_ptr_array_index (self->rows, i);

      if (g_strcmp0 (dm_item_get_local (item), name) == 0)
        return item;
    }

  return NULL;
}
