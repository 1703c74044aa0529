/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-gvfs-source.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"
#include "dm-gvfs-mount-spec.h"
#include "dm-secret-service.h"

#define TRACKER_NAME      "org.gtk.vfs.Daemon"
#define TRACKER_PATH      "/org/gtk/vfs/mounttracker"
#define TRACKER_INTERFACE "org.gtk.vfs.MountTracker"

/* A mount we know of. It is announced once its backend's pid is known. */
typedef struct
{
  DmMount *mount;
  pid_t backend;
  gboolean announced;
} Entry;

struct _DmGvfsSource
{
  GObject parent_instance;

  /* Owned */
  GDBusConnection *bus;
  GVolumeMonitor *monitor;
  GHashTable *entries; /* DmMount.id → Entry */
  GPtrArray *resyncs;  /* GTask, waiting until @n_pids is 0 */

  guint mounted_id;
  guint unmounted_id;
  guint watch_id;
  guint n_pids; /* look-ups of pids under way */
};

static void dm_gvfs_source_mount_source_init (DmMountSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DmGvfsSource, dm_gvfs_source, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (DM_TYPE_MOUNT_SOURCE, dm_gvfs_source_mount_source_init))

static void
entry_free (Entry *self)
{
  dm_mount_unref (self->mount);
  g_free (self);
}

typedef struct
{
  DmGvfsSource *source;
  char *id;
} PidQuery;

static void
pid_query_free (PidQuery *self)
{
  g_object_unref (self->source);
  g_free (self->id);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PidQuery, pid_query_free)

static void
finish_resyncs (DmGvfsSource *self)
{
  g_autoptr (GPtrArray) tasks = NULL;

  if (self->n_pids > 0)
    return;

  tasks = g_steal_pointer (&self->resyncs);
  self->resyncs = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < tasks->len; i++)
    g_task_return_boolean (tasks->pdata[i], TRUE);
}

static void
get_pid_cb (GObject *object,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (PidQuery) query = user_data;
  g_autoptr (GVariant) reply = NULL;
  DmGvfsSource *self = query->source;
  Entry *entry = g_hash_table_lookup (self->entries, query->id);

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, NULL);

  /* No reply: the backend has gone, and the tracker is about to say so. */
  if (entry != NULL && reply != NULL && !entry->announced)
    {
      guint32 pid;

      g_variant_get (reply, "(u)", &pid);
      entry->backend = (pid_t) pid;
      entry->announced = TRUE;
      dm_mount_source_emit_added (DM_MOUNT_SOURCE (self), entry->mount);
    }

  self->n_pids--;
  finish_resyncs (self);
}

static void
add_mount (DmGvfsSource *self,
           GVariant *description)
{
  g_autoptr (DmMount) mount = dm_gvfs_mount_spec_to_mount (description);
  PidQuery *query;
  Entry *entry;

  if (mount == NULL || g_hash_table_contains (self->entries, mount->id))
    return;

  entry = g_new0 (Entry, 1);
  entry->mount = dm_mount_ref (mount);
  g_hash_table_insert (self->entries, mount->id, entry);

  query = g_new0 (PidQuery, 1);
  query->source = g_object_ref (self);
  query->id = g_strdup (mount->id);
  self->n_pids++;
  g_dbus_connection_call (self->bus,
                          "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                          g_variant_new ("(s)", mount->bus_name),
                          G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, -1,
                          NULL, get_pid_cb, query);
}

static void
remove_mount (DmGvfsSource *self,
              const char *id)
{
  g_autoptr (DmMount) mount = NULL;
  Entry *entry = g_hash_table_lookup (self->entries, id);
  gboolean announced;

  if (entry == NULL)
    return;

  mount = dm_mount_ref (entry->mount);
  announced = entry->announced;
  g_hash_table_remove (self->entries, id);

  if (announced)
    dm_mount_source_emit_removed (DM_MOUNT_SOURCE (self), mount);
}

static void
remove_all_but (DmGvfsSource *self,
                GHashTable *keep)
{
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (keep == NULL || !g_hash_table_contains (keep, id))
      g_ptr_array_add (gone, g_strdup (id));

  for (guint i = 0; i < gone->len; i++)
    remove_mount (self, gone->pdata[i]);
}

static void
list_mounts_cb (GObject *object,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) mounts = NULL;
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  DmGvfsSource *self = g_task_get_source_object (task);

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  if (reply == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  mounts = g_variant_get_child_value (reply, 0);
  for (gsize i = 0; i < g_variant_n_children (mounts); i++)
    {
      g_autoptr (GVariant) mount = g_variant_get_child_value (mounts, i);

      g_hash_table_add (ids, dm_gvfs_mount_spec_to_id (mount));
      add_mount (self, mount);
    }
  remove_all_but (self, ids);

  g_ptr_array_add (self->resyncs, g_steal_pointer (&task));
  finish_resyncs (self);
}

static void
on_tracker_signal_cb (GDBusConnection *bus,
                      const char *sender,
                      const char *path,
                      const char *interface,
                      const char *signal,
                      GVariant *parameters,
                      gpointer user_data)
{
  DmGvfsSource *self = DM_GVFS_SOURCE (user_data);
  g_autoptr (GVariant) mount = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(" DM_GVFS_MOUNT_TYPE ")")))
    return;

  mount = g_variant_get_child_value (parameters, 0);
  if (g_str_equal (signal, "Mounted"))
    {
      add_mount (self, mount);
    }
  else
    {
      g_autofree char *id = dm_gvfs_mount_spec_to_id (mount);

      remove_mount (self, id);
    }
}

static void
on_tracker_vanished_cb (GDBusConnection *bus,
                        const char *name,
                        gpointer user_data)
{
  /* Without gvfsd there is no mount, whatever the backends still do. */
  remove_all_but (DM_GVFS_SOURCE (user_data), NULL);
}

static guint
subscribe (DmGvfsSource *self,
           const char *signal)
{
  return g_dbus_connection_signal_subscribe (self->bus, TRACKER_NAME,
                                             TRACKER_INTERFACE, signal,
                                             TRACKER_PATH, NULL,
                                             G_DBUS_SIGNAL_FLAGS_NONE,
                                             on_tracker_signal_cb, self, NULL);
}

void
dm_gvfs_source_resync_async (DmGvfsSource *self,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;

  g_return_if_fail (DM_IS_GVFS_SOURCE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, dm_gvfs_source_resync_async);
  g_dbus_connection_call (self->bus, TRACKER_NAME, TRACKER_PATH,
                          TRACKER_INTERFACE, "ListMounts2",
                          g_variant_new ("(b)", TRUE),
                          G_VARIANT_TYPE ("(a" DM_GVFS_MOUNT_TYPE ")"),
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                          list_mounts_cb, task);
}

gboolean
dm_gvfs_source_resync_finish (DmGvfsSource *self,
                              GAsyncResult *result,
                              GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Mounting */

/* GVfs mounts a WebDAV server as high up as it can, so the place asked for may
 * be below what is mounted. */
static DmMount *
find_mount (DmGvfsSource *self,
            DmLocation *root)
{
  DmMount *above = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Entry *entry = value;

      if (!entry->announced)
        continue;
      if (dm_location_equal (entry->mount->location, root))
        return entry->mount;
      if (dm_location_matches_mount (root, entry->mount->location))
        above = entry->mount;
    }

  return above;
}

/* GVfs tells a failed mount by a sentence in the language of its own process;
 * the system's words for the error are the only thing to go by. */
static gboolean
mentions_errno (const GError *error,
                int number,
                const char *english)
{
  return strstr (error->message, g_strerror (number)) != NULL ||
         strstr (error->message, english) != NULL;
}

static GError *
create_logon_error (DmMountOperation *operation,
                    const char *remote)
{
  switch (dm_mount_operation_get_outcome (operation))
    {
    case DM_MOUNT_OUTCOME_NO_PASSWORD:
      return g_error_new (DM_ERROR, DM_ERROR_LOGON_FAILURE,
                          _ ("%s asks for a user name and a password, and none are stored. Enter them."), remote);
    case DM_MOUNT_OUTCOME_LOCKED:
      return dm_secret_service_create_locked_error (remote);
    case DM_MOUNT_OUTCOME_WRONG_PASSWORD:
      return g_error_new (DM_ERROR, DM_ERROR_LOGON_FAILURE,
                          _ ("%s refuses the user name or password, or does not let this user in. Enter them again."), remote);
    case DM_MOUNT_OUTCOME_QUESTION:
      return g_error_new (DM_ERROR, DM_ERROR_EXTENDED_ERROR,
                          _ ("%s asks a question that must be answered first; open it once in the file manager: %s"),
                          remote, dm_mount_operation_get_message (operation));
    case DM_MOUNT_OUTCOME_NONE:
    case DM_MOUNT_OUTCOME_TRY_AGAIN:
    case DM_MOUNT_OUTCOME_PROCESSES:
    default:
      return NULL;
    }
}

static GError *
create_mount_error (DmMountOperation *operation,
                    DmLocation *root,
                    const GError *error)
{
  g_autofree char *remote = dm_location_to_remote (root);
  GError *logon_error = create_logon_error (operation, remote);

  if (logon_error != NULL)
    return logon_error;

  /* gvfsd has no mount to say that of yet: it means the type of mount. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_MOUNTED))
    return g_error_new (DM_ERROR, DM_ERROR_BAD_PROVIDER,
                        _ ("GVfs has no support for “%s”. Install its backend (package gvfs-backends)."),
                        dm_location_get_scheme (root));
  if (mentions_errno (error, ENOENT, "No such file or directory") ||
      mentions_errno (error, ENODEV, "No such device"))
    return g_error_new (DM_ERROR, DM_ERROR_BAD_NET_NAME,
                        _ ("The server has no share %s. Check the name of the share."), remote);
  if (mentions_errno (error, EACCES, "Permission denied") ||
      mentions_errno (error, EPERM, "Operation not permitted") ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return g_error_new (DM_ERROR, DM_ERROR_ACCESS_DENIED,
                        _ ("The server does not let this user open %s. Connect as another user, or ask the server's administrator."), remote);

  return g_error_new (DM_ERROR, DM_ERROR_EXTENDED_ERROR,
                      _ ("%s could not be connected. GVfs says: %s"), remote, error->message);
}

typedef struct
{
  DmLocation *root;
  DmMountOperation *operation;
  gboolean is_second; /* after somebody else's mount failed */
} MountCall;

static void start_mount (GTask *task);

static void
mount_call_free (MountCall *self)
{
  dm_location_unref (self->root);
  g_object_unref (self->operation);
  g_free (self);
}

static void
mount_resync_cb (GObject *object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  DmGvfsSource *self = DM_GVFS_SOURCE (object);
  MountCall *call = g_task_get_task_data (task);
  g_autofree char *remote = dm_location_to_remote (call->root);
  DmMount *mount;

  dm_gvfs_source_resync_finish (self, result, &error);
  mount = find_mount (self, call->root);

  if (mount != NULL)
    g_task_return_pointer (task, dm_mount_ref (mount), (GDestroyNotify) dm_mount_unref);
  else
    g_task_return_new_error (task, DM_ERROR, DM_ERROR_EXTENDED_ERROR,
                             _ ("%s was connected, but GVfs does not list it: %s. Try again."), remote,
                             error != NULL ? error->message : _ ("it may have been disconnected at once"));
}

/* GVfs lets us wait for a mount of the same place that is under way already.
 * It then fails for us as well when its first caller cannot answer, or has
 * died (it asks that one only): no word on whether we could. */
static gboolean
was_somebody_elses (MountCall *call,
                    const GError *error)
{
  return !dm_mount_operation_was_asked (call->operation) &&
         (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED_HANDLED) ||
          mentions_errno (error, EINVAL, "Invalid argument"));
}

/* Takes over the task's reference. */
static void
try_again (GTask *task)
{
  MountCall *call = g_task_get_task_data (task);
  DmMountOperation *again = dm_mount_operation_new_again (call->operation);

  g_object_unref (call->operation);
  call->operation = again;
  start_mount (task);
}

static void
mount_enclosing_volume_cb (GObject *object,
                           GAsyncResult *result,
                           gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  DmGvfsSource *self = g_task_get_source_object (task);
  MountCall *call = g_task_get_task_data (task);

  if (g_file_mount_enclosing_volume_finish (G_FILE (object), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_ALREADY_MOUNTED))
    dm_gvfs_source_resync_async (self, mount_resync_cb, g_steal_pointer (&task));
  else if (dm_mount_operation_get_outcome (call->operation) == DM_MOUNT_OUTCOME_TRY_AGAIN)
    try_again (g_steal_pointer (&task));
  else if (!call->is_second && was_somebody_elses (call, error))
    {
      call->is_second = TRUE;
      start_mount (g_steal_pointer (&task));
    }
  else
    g_task_return_error (task, create_mount_error (call->operation, call->root, error));
}

/* Takes over the task's reference. */
static void
start_mount (GTask *task)
{
  MountCall *call = g_task_get_task_data (task);
  g_autofree char *uri = dm_location_to_uri (call->root);
  g_autoptr (GFile) file = g_file_new_for_uri (uri);

  g_file_mount_enclosing_volume (file, G_MOUNT_MOUNT_NONE,
                                 G_MOUNT_OPERATION (call->operation), NULL,
                                 mount_enclosing_volume_cb, task);
}

void
dm_gvfs_source_mount_async (DmGvfsSource *self,
                            DmLocation *root,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  MountCall *call;
  GTask *task;

  g_return_if_fail (DM_IS_GVFS_SOURCE (self));
  g_return_if_fail (root != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, dm_gvfs_source_mount_async);

  call = g_new0 (MountCall, 1);
  call->root = dm_location_ref (root);
  call->operation = dm_mount_operation_new (root);
  g_task_set_task_data (task, call, (GDestroyNotify) mount_call_free);

  start_mount (task);
}

DmMount *
dm_gvfs_source_mount_finish (DmGvfsSource *self,
                             GAsyncResult *result,
                             GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
dm_gvfs_source_mount_met_locked_keyring (GAsyncResult *result)
{
  MountCall *call;

  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  call = g_task_get_task_data (G_TASK (result));

  return dm_mount_operation_get_outcome (call->operation) == DM_MOUNT_OUTCOME_LOCKED;
}

/* Unmounting */

static GMount *
find_gio_mount (DmGvfsSource *self,
                DmMount *mount)
{
  g_autolist (GMount) mounts = g_volume_monitor_get_mounts (self->monitor);

  for (GList *iter = mounts; iter != NULL; iter = iter->next)
    {
      g_autoptr (GFile) root = g_mount_get_root (iter->data);
      g_autofree char *uri = dm_location_dup_file_uri (root);
      g_autoptr (DmLocation) location = dm_location_parse (uri, NULL);

      if (location != NULL && dm_location_equal (location, mount->location))
        return g_object_ref (iter->data);
    }

  return NULL;
}

static void
unmount_cb (GObject *object,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  DmMountOperation *operation = g_task_get_task_data (task);

  if (g_mount_unmount_with_operation_finish (G_MOUNT (object), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_MOUNTED))
    g_task_return_boolean (task, TRUE);
  else if (dm_mount_operation_get_outcome (operation) == DM_MOUNT_OUTCOME_PROCESSES)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY, "%s", error->message);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
dm_gvfs_source_unmount_async (DmGvfsSource *self,
                              DmMount *mount,
                              gboolean force,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GMount) gio_mount = NULL;
  DmMountOperation *operation;
  GTask *task;

  g_return_if_fail (DM_IS_GVFS_SOURCE (self));
  g_return_if_fail (mount != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_gvfs_source_unmount_async);
  operation = dm_mount_operation_new (mount->location);
  g_task_set_task_data (task, operation, g_object_unref);

  gio_mount = find_gio_mount (self, mount);
  if (gio_mount == NULL)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }

  g_mount_unmount_with_operation (gio_mount,
                                  force ? G_MOUNT_UNMOUNT_FORCE : G_MOUNT_UNMOUNT_NONE,
                                  G_MOUNT_OPERATION (operation), cancellable,
                                  unmount_cb, task);
}

gboolean
dm_gvfs_source_unmount_finish (DmGvfsSource *self,
                               GAsyncResult *result,
                               GArray **processes,
                               GError **error)
{
  DmMountOperation *operation;
  GArray *named;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  operation = g_task_get_task_data (G_TASK (result));
  named = dm_mount_operation_get_processes (operation);
  if (processes != NULL)
    *processes = named != NULL ? g_array_ref (named) : NULL;

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* DmMountSource */

static void
open_resync_cb (GObject *object,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  DmGvfsSource *self = DM_GVFS_SOURCE (object);

  /* Watched only now: the list call has started gvfsd where it was not. */
  self->watch_id = g_bus_watch_name_on_connection (self->bus, TRACKER_NAME,
                                                   G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                   NULL, on_tracker_vanished_cb,
                                                   self, NULL);

  if (dm_gvfs_source_resync_finish (self, result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
dm_gvfs_source_open_async (DmMountSource *source,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  DmGvfsSource *self = DM_GVFS_SOURCE (source);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, dm_gvfs_source_open_async);

  /* Listening first, so that nothing is missed between list and signal. */
  self->mounted_id = subscribe (self, "Mounted");
  self->unmounted_id = subscribe (self, "Unmounted");
  dm_gvfs_source_resync_async (self, open_resync_cb, task);
}

static gboolean
dm_gvfs_source_open_finish (DmMountSource *source,
                            GAsyncResult *result,
                            GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static pid_t
dm_gvfs_source_get_backend (DmMountSource *source,
                            DmMount *mount)
{
  Entry *entry = g_hash_table_lookup (DM_GVFS_SOURCE (source)->entries, mount->id);

  return entry != NULL ? entry->backend : 0;
}

static void
dm_gvfs_source_mount_source_init (DmMountSourceInterface *iface)
{
  iface->open_async = dm_gvfs_source_open_async;
  iface->open_finish = dm_gvfs_source_open_finish;
  iface->get_backend = dm_gvfs_source_get_backend;
}

static void
dm_gvfs_source_dispose (GObject *object)
{
  DmGvfsSource *self = DM_GVFS_SOURCE (object);

  if (self->mounted_id != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->mounted_id);
  if (self->unmounted_id != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->unmounted_id);
  self->mounted_id = self->unmounted_id = 0;
  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);

  G_OBJECT_CLASS (dm_gvfs_source_parent_class)->dispose (object);
}

static void
dm_gvfs_source_finalize (GObject *object)
{
  DmGvfsSource *self = DM_GVFS_SOURCE (object);

  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_clear_pointer (&self->resyncs, g_ptr_array_unref);
  g_clear_object (&self->monitor);
  g_clear_object (&self->bus);

  G_OBJECT_CLASS (dm_gvfs_source_parent_class)->finalize (object);
}

static void
dm_gvfs_source_class_init (DmGvfsSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dm_gvfs_source_dispose;
  G_OBJECT_CLASS (klass)->finalize = dm_gvfs_source_finalize;
}

static void
dm_gvfs_source_init (DmGvfsSource *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal,
                                         NULL, (GDestroyNotify) entry_free);
  self->resyncs = g_ptr_array_new_with_free_func (g_object_unref);
}

DmGvfsSource *
dm_gvfs_source_new (GDBusConnection *bus)
{
  DmGvfsSource *self;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (bus), NULL);

  self = g_object_new (DM_TYPE_GVFS_SOURCE, NULL);
  self->bus = g_object_ref (bus);
  self->monitor = g_volume_monitor_get ();

  return self;
}
