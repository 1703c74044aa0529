/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-drive-cache.h"

#include "dm-names.h"

#define DRIVE_INTERFACE      DM_INTERFACE_PREFIX "Drive"
#define CONNECTION_INTERFACE DM_INTERFACE_PREFIX "Connection"
#define MANAGER_INTERFACE    DM_INTERFACE_PREFIX "Manager"
#define PROPERTIES_INTERFACE "org.freedesktop.DBus.Properties"
#define OBJECTS_INTERFACE    "org.freedesktop.DBus.ObjectManager"

/* File managers ask for a menu with every change of the selection. */
#define COUNT_INTERVAL_US (2 * G_USEC_PER_SEC)

/* Drives come and change several at a time. */
#define SETTLE_MS 100

#define N_SUBSCRIPTIONS 3

enum
{
  CHANGED,
  N_SIGNALS,
};

struct _DmDriveCache
{
  GObject parent_instance;

  /* Owned */
  GCancellable *cancellable;
  GDBusConnection *bus; /* (nullable): not yet */
  GHashTable *drives;   /* (nullable): object path → DmKnownDrive; not answered yet */
  guint settle_id;

  /* While the service runs */
  char *owner;
  GCancellable *of_owner;
  guint subscriptions[N_SUBSCRIPTIONS];

  guint watch_id;
  gint64 counted; /* when it was last asked to count */
  gboolean is_counting;
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmDriveCache, dm_drive_cache, G_TYPE_OBJECT)

static gboolean
on_settled_cb (gpointer user_data)
{
  DmDriveCache *self = user_data;

  self->settle_id = 0;
  g_signal_emit (self, signals[CHANGED], 0);

  return G_SOURCE_REMOVE;
}

static void
note_change (DmDriveCache *self)
{
  if (self->settle_id == 0)
    self->settle_id = g_timeout_add (SETTLE_MS, on_settled_cb, self);
}

static void
update_drive (DmDriveCache *self,
              const char *object_path,
              GVariant *properties)
{
  DmKnownDrive *drive = g_hash_table_lookup (self->drives, object_path);

  if (drive != NULL && dm_known_drive_update (drive, properties))
    note_change (self);
}

/* @interfaces: a{sa{sv}}. */
static void
add_object (DmDriveCache *self,
            const char *object_path,
            GVariant *interfaces)
{
  g_autoptr (GVariant) drive = g_variant_lookup_value (interfaces, DRIVE_INTERFACE, G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) connection = g_variant_lookup_value (interfaces, CONNECTION_INTERFACE, G_VARIANT_TYPE_VARDICT);
  GVariant *properties = drive != NULL ? drive : connection;

  if (properties == NULL)
    return;

  g_hash_table_replace (self->drives, g_strdup (object_path), dm_known_drive_new ());
  update_drive (self, object_path, properties);
  note_change (self);
}

static void
on_objects_signal_cb (GDBusConnection *bus,
                      const char *sender,
                      const char *object_path,
                      const char *interface,
                      const char *signal,
                      GVariant *parameters,
                      gpointer user_data)
{
  DmDriveCache *self = user_data;

  if (self->drives == NULL)
    return;

  if (g_str_equal (signal, "InterfacesAdded") && g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(oa{sa{sv}})")))
    {
      g_autoptr (GVariant) path = g_variant_get_child_value (parameters, 0);
      g_autoptr (GVariant) interfaces = g_variant_get_child_value (parameters, 1);

      add_object (self, g_variant_get_string (path, NULL), interfaces);
    }
  else if (g_str_equal (signal, "InterfacesRemoved") && g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(oas)")))
    {
      g_autoptr (GVariant) path = g_variant_get_child_value (parameters, 0);

      if (g_hash_table_remove (self->drives, g_variant_get_string (path, NULL)))
        note_change (self);
    }
}

static void
on_properties_signal_cb (GDBusConnection *bus,
                         const char *sender,
                         const char *object_path,
                         const char *interface,
                         const char *signal,
                         GVariant *parameters,
                         gpointer user_data)
{
  DmDriveCache *self = user_data;
  g_autoptr (GVariant) properties = NULL;

  if (self->drives == NULL || !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;

  properties = g_variant_get_child_value (parameters, 1);
  update_drive (self, object_path, properties);
}

static void
on_objects_got_cb (GObject *source,
                   GAsyncResult *result,
                   gpointer user_data)
{
  DmDriveCache *self = user_data;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr (GVariantIter) objects = NULL;
  const char *object_path;
  GVariant *interfaces;

  /* The service went away, or we do. */
  if (reply == NULL)
    return;

  self->drives = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) dm_known_drive_free);
  g_variant_get (reply, "(a{oa{sa{sv}}})", &objects);
  while (g_variant_iter_next (objects, "{&o@a{sa{sv}}}", &object_path, &interfaces))
    {
      add_object (self, object_path, interfaces);
      g_variant_unref (interfaces);
    }
  note_change (self);
}

static void
subscribe (DmDriveCache *self)
{
  self->subscriptions[0] = g_dbus_connection_signal_subscribe (self->bus, self->owner, OBJECTS_INTERFACE, NULL, DM_OBJECT_ROOT, NULL,
                                                               G_DBUS_SIGNAL_FLAGS_NONE, on_objects_signal_cb, self, NULL);
  self->subscriptions[1] = g_dbus_connection_signal_subscribe (self->bus, self->owner, PROPERTIES_INTERFACE, "PropertiesChanged", NULL,
                                                               DRIVE_INTERFACE, G_DBUS_SIGNAL_FLAGS_NONE, on_properties_signal_cb, self, NULL);
  self->subscriptions[2] = g_dbus_connection_signal_subscribe (self->bus, self->owner, PROPERTIES_INTERFACE, "PropertiesChanged", NULL,
                                                               CONNECTION_INTERFACE, G_DBUS_SIGNAL_FLAGS_NONE, on_properties_signal_cb, self, NULL);
}

static void
lose_owner (DmDriveCache *self)
{
  for (guint i = 0; i < N_SUBSCRIPTIONS; i++)
    {
      if (self->subscriptions[i] != 0)
        g_dbus_connection_signal_unsubscribe (self->bus, self->subscriptions[i]);
      self->subscriptions[i] = 0;
    }
  if (self->of_owner != NULL)
    g_cancellable_cancel (self->of_owner);
  g_clear_object (&self->of_owner);
  self->is_counting = FALSE;
  g_clear_pointer (&self->owner, g_free);
  g_clear_pointer (&self->drives, g_hash_table_unref);
}

static void
on_name_vanished_cb (GDBusConnection *bus,
                     const char *name,
                     gpointer user_data)
{
  DmDriveCache *self = user_data;

  if (self->owner == NULL)
    return;

  lose_owner (self);
  note_change (self);
}

static void
on_name_appeared_cb (GDBusConnection *bus,
                     const char *name,
                     const char *owner,
                     gpointer user_data)
{
  DmDriveCache *self = user_data;

  lose_owner (self);
  self->owner = g_strdup (owner);
  self->of_owner = g_cancellable_new ();
  subscribe (self);

  /* However long it takes: nobody waits. */
  g_dbus_connection_call (bus, owner, DM_OBJECT_ROOT, OBJECTS_INTERFACE, "GetManagedObjects", NULL,
                          G_VARIANT_TYPE ("(a{oa{sa{sv}}})"), G_DBUS_CALL_FLAGS_NO_AUTO_START, G_MAXINT,
                          self->of_owner, on_objects_got_cb, self);
}

static void
on_bus_got_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  DmDriveCache *self = user_data;
  GDBusConnection *bus = g_bus_get_finish (result, NULL);

  /* There is none, or we are going. */
  if (bus == NULL)
    return;

  self->bus = bus;
  self->watch_id = g_bus_watch_name_on_connection (bus, DM_BUS_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                   on_name_appeared_cb, on_name_vanished_cb, self, NULL);
}

static void
on_counted_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  DmDriveCache *self = user_data;
  g_autoptr (GError) error = NULL;
  GVariant *reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  g_clear_pointer (&reply, g_variant_unref);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->is_counting = FALSE;
}

static void
dm_drive_cache_dispose (GObject *object)
{
  DmDriveCache *self = DM_DRIVE_CACHE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  lose_owner (self);
  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_object (&self->bus);

  G_OBJECT_CLASS (dm_drive_cache_parent_class)->dispose (object);
}

static void
dm_drive_cache_finalize (GObject *object)
{
  g_object_unref (DM_DRIVE_CACHE (object)->cancellable);

  G_OBJECT_CLASS (dm_drive_cache_parent_class)->finalize (object);
}

static void
dm_drive_cache_class_init (DmDriveCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dm_drive_cache_dispose;
  G_OBJECT_CLASS (klass)->finalize = dm_drive_cache_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dm_drive_cache_init (DmDriveCache *self)
{
  self->cancellable = g_cancellable_new ();
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, on_bus_got_cb, self);
}

DmDriveCache *
dm_drive_cache_new (void)
{
  return g_object_new (DM_TYPE_DRIVE_CACHE, NULL);
}

GPtrArray *
dm_drive_cache_get_drives (DmDriveCache *self)
{
  GHashTableIter iter;
  GPtrArray *drives;
  gpointer drive;

  g_return_val_if_fail (DM_IS_DRIVE_CACHE (self), NULL);

  if (self->drives == NULL)
    return NULL;

  drives = g_ptr_array_new ();
  g_hash_table_iter_init (&iter, self->drives);
  while (g_hash_table_iter_next (&iter, NULL, &drive))
    g_ptr_array_add (drives, drive);

  return drives;
}

void
dm_drive_cache_count_open_files (DmDriveCache *self)
{
  gint64 now = g_get_monotonic_time ();
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);

  g_return_if_fail (DM_IS_DRIVE_CACHE (self));

  if (self->drives == NULL || self->is_counting || (self->counted != 0 && now - self->counted < COUNT_INTERVAL_US))
    return;

  self->is_counting = TRUE;
  self->counted = now;
  g_variant_dict_insert (&options, "scan", "b", TRUE);
  g_dbus_connection_call (self->bus, self->owner, DM_OBJECT_ROOT, MANAGER_INTERFACE, "Refresh",
                          g_variant_new ("(@a{sv})", g_variant_dict_end (&options)), NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, G_MAXINT, self->of_owner,
                          on_counted_cb, self);
}
