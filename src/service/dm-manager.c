/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-manager.h"

#include <glib/gi18n-lib.h>

#include "dm-drain.h"
#include "dm-error.h"
#include "dm-kernel-source.h"
#include "dm-last-look.h"
#include "dm-manager-session.h"
#include "dm-names.h"
#include "dm-session-state.h"

/* How many last looks may go on at once: each takes a core for a moment. */
#define MAX_LOOKS 2

struct _DmManager
{
  GObject parent_instance;

  /* Owned */
  GDBusConnection *bus;
  GDBusObjectManagerServer *server;
  DmGvfsSource *gvfs_source;
  DmKernelSource *kernel_source;
  DmDriveStore *store;
  DmDriveLinks *links;
  DmTurns *look_turns;
  GPtrArray *connections; /* DmConnection */
  GHashTable *drives;     /* local name → DmDrive */
  GHashTable *drains;     /* DmConnection → DmDrain */
  GHashTable *operations; /* mount root (DmLocation), a set */
  GPtrArray *restored;    /* DmSessionUse, until opened */

  guint next_number;
  gboolean opened;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmManager, dm_manager, G_TYPE_OBJECT)

static void
emit_changed (DmManager *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
save (DmManager *self)
{
  if (self->opened)
    dm_manager_save_session (self, g_dbus_connection_get_guid (self->bus));
}

/* Drives of a connection */

static GPtrArray *
list_drives_on (DmManager *self,
                DmConnection *connection)
{
  GPtrArray *drives = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer drive;

  g_hash_table_iter_init (&iter, self->drives);
  while (g_hash_table_iter_next (&iter, NULL, &drive))
    if (dm_drive_get_connection (drive) == connection)
      g_ptr_array_add (drives, g_object_ref (drive));

  return drives;
}

/* Shows on the connection and its drives who uses it now. */
static void
update_uses (DmManager *self,
             DmConnection *connection)
{
  g_autoptr (GPtrArray) drives = list_drives_on (self, connection);
  g_autoptr (GPtrArray) locals = g_ptr_array_new ();
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();

  for (guint i = 0; i < drives->len; i++)
    {
      g_ptr_array_add (locals, (char *) dm_drive_get_local (drives->pdata[i]));
      g_ptr_array_add (paths, (char *) dm_drive_get_object_path (drives->pdata[i]));
    }
  g_ptr_array_add (locals, NULL);
  g_ptr_array_add (paths, NULL);

  dm_connection_set_drives (connection,
                            (const char *const *) locals->pdata,
                            (const char *const *) paths->pdata);
  for (guint i = 0; i < drives->len; i++)
    dm_drive_update_counts (drives->pdata[i]);

  save (self);
  emit_changed (self);
}

/* Drains */

static void
watch_drain (DmManager *self,
             DmConnection *connection)
{
  g_hash_table_replace (self->drains, connection, dm_drain_new (self, connection));
}

static void
end_drain (DmManager *self,
           DmConnection *connection)
{
  g_hash_table_remove (self->drains, connection);
  dm_connection_set_draining (connection, FALSE);
}

/* What the sources report */

static DmSessionUse *
find_restored (DmManager *self,
               DmMount *mount)
{
  for (guint i = 0; self->restored != NULL && i < self->restored->len; i++)
    {
      DmSessionUse *use = self->restored->pdata[i];

      if (g_str_equal (use->mount, mount->id))
        return use;
    }

  return NULL;
}

static void
restore_drive (DmManager *self,
               DmConnection *connection,
               const char *local,
               const char *remote)
{
  g_autoptr (DmLocation) location = dm_location_parse (remote, NULL);
  g_autoptr (GError) error = NULL;
  DmDrive *drive = dm_manager_find_drive (self, local);

  if (location == NULL)
    return;

  if (drive == NULL)
    drive = dm_manager_add_drive (self, local, location);

  if (!dm_manager_attach (self, drive, connection, &error))
    {
      dm_drive_set_status (drive, DM_STATUS_ERROR, error->message);
      dm_manager_drop_drive (self, drive);
    }
}

static void
restore_uses (DmManager *self,
              DmConnection *connection,
              const DmSessionUse *use)
{
  dm_connection_set_deviceless (connection, use->deviceless);

  if (use->draining)
    {
      dm_connection_set_locals (connection, (const char *const *) use->locals);
      dm_connection_set_draining (connection, TRUE);
      watch_drain (self, connection);
      return;
    }

  for (guint i = 0; use->locals[i] != NULL; i++)
    restore_drive (self, connection, use->locals[i], use->remotes[i]);

  /* We died while making it: it is up, and so it is somebody's. */
  if (dm_connection_get_use_count (connection) == 0)
    dm_connection_set_deviceless (connection, TRUE);
}

/* Whether an operation on that place, or on one below it, is under way: GVfs
 * mounts a WebDAV server as high up as it can. */
static gboolean
has_operation (DmManager *self,
               DmMount *mount)
{
  GHashTableIter iter;
  gpointer root;

  if (mount->location == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, self->operations);
  while (g_hash_table_iter_next (&iter, &root, NULL))
    if (dm_location_matches_mount (root, mount->location))
      return TRUE;

  return FALSE;
}

static void
on_mount_added_cb (DmMountSource *source,
                   DmMount *mount,
                   gpointer user_data)
{
  DmManager *self = DM_MANAGER (user_data);
  g_autoptr (DmConnection) connection = NULL;
  const DmSessionUse *use = find_restored (self, mount);
  pid_t backend = dm_mount_source_get_backend (source, mount);

  connection = dm_connection_new (mount, backend, self->next_number++);
  g_ptr_array_add (self->connections, g_object_ref (connection));

  if (use != NULL)
    {
      restore_uses (self, connection, use);
    }
  else
    {
      dm_connection_set_deviceless (connection, !has_operation (self, mount));
    }

  if (backend != 0 && !self->opened)
    dm_last_look_wake (backend);

  g_dbus_object_manager_server_export (self->server, dm_connection_get_object (connection));
  save (self);
  emit_changed (self);
}

static void
lose_drive (DmManager *self,
            DmDrive *drive,
            gboolean expected)
{
  if (expected)
    dm_manager_detach (self, drive, DM_STATUS_UNAVAILABLE, _ ("Disconnected"));
  else
    dm_manager_detach (self, drive, DM_STATUS_DISCONNECTED,
                       _ ("The connection was ended by another program or by the server"));
}

static void
on_mount_removed_cb (DmMountSource *source,
                     DmMount *mount,
                     gpointer user_data)
{
  DmManager *self = DM_MANAGER (user_data);
  g_autoptr (DmConnection) connection = NULL;
  g_autoptr (GPtrArray) drives = NULL;
  DmConnection *found = dm_manager_find_connection_of_mount (self, mount);

  if (found == NULL)
    return;

  connection = g_object_ref (found);
  g_ptr_array_remove (self->connections, connection);
  g_hash_table_remove (self->drains, connection);

  drives = list_drives_on (self, connection);
  for (guint i = 0; i < drives->len; i++)
    lose_drive (self, drives->pdata[i], dm_connection_get_ending (connection));

  g_dbus_object_manager_server_unexport (self->server, dm_connection_get_object_path (connection));
  save (self);
  dm_connection_set_gone (connection);
  emit_changed (self);
}

/* What the store reports */

static void
forget_what_is_not_stored (DmManager *self)
{
  g_autoptr (GPtrArray) forgotten = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer drive;

  g_hash_table_iter_init (&iter, self->drives);
  while (g_hash_table_iter_next (&iter, NULL, &drive))
    if (dm_drive_get_remembered (drive) &&
        dm_drive_store_find (self->store, dm_drive_get_local (drive)) == NULL)
      g_ptr_array_add (forgotten, g_object_ref (drive));

  for (guint i = 0; i < forgotten->len; i++)
    {
      dm_drive_set_remembered (forgotten->pdata[i], FALSE);
      dm_manager_drop_drive (self, forgotten->pdata[i]);
    }
}

static void
take_stored_drive (DmManager *self,
                   const DmStoredDrive *stored)
{
  DmDrive *drive = dm_manager_find_drive (self, stored->local);

  if (drive == NULL)
    drive = dm_manager_add_drive (self, stored->local, stored->location);

  /* What is connected keeps its place until it is disconnected. */
  if (dm_drive_get_connection (drive) == NULL)
    dm_drive_set_location (drive, stored->location);
  dm_drive_set_remembered (drive, TRUE);
}

static void
on_store_changed_cb (DmDriveStore *store,
                     gpointer user_data)
{
  DmManager *self = DM_MANAGER (user_data);
  g_autoptr (GPtrArray) stored = NULL;

  /* A file that has become unreadable says nothing of the drives. */
  if (dm_drive_store_get_error (store) != NULL)
    return;

  stored = dm_drive_store_list (store);
  for (guint i = 0; i < stored->len; i++)
    take_stored_drive (self, stored->pdata[i]);
  forget_what_is_not_stored (self);
  emit_changed (self);
}

/* Opening: the store, the session's uses, the kernel's mounts, GVfs' mounts */

static void
sweep_links (DmManager *self)
{
  g_autoptr (GPtrArray) keep = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer drive;

  g_hash_table_iter_init (&iter, self->drives);
  while (g_hash_table_iter_next (&iter, NULL, &drive))
    if (dm_drive_get_connection (drive) != NULL)
      g_ptr_array_add (keep, (char *) dm_drive_get_local (drive));
  g_ptr_array_add (keep, NULL);

  dm_drive_links_sweep (self->links, (const char *const *) keep->pdata);
}

static void
open_gvfs_cb (GObject *object,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  DmManager *self = g_task_get_source_object (task);

  if (!dm_mount_source_open_finish (DM_MOUNT_SOURCE (object), result, &error))
    g_warning ("GVfs does not answer, only the kernel's mounts are listed: %s", error->message);

  self->opened = TRUE;
  g_clear_pointer (&self->restored, g_ptr_array_unref);
  sweep_links (self);
  save (self);
  g_dbus_object_manager_server_set_connection (self->server, self->bus);
  g_task_return_boolean (task, TRUE);
}

static void
open_kernel_cb (GObject *object,
                GAsyncResult *result,
                gpointer user_data)
{
  GTask *task = user_data;
  g_autoptr (GError) error = NULL;
  DmManager *self = g_task_get_source_object (task);

  if (!dm_mount_source_open_finish (DM_MOUNT_SOURCE (object), result, &error))
    g_warning ("The kernel's mounts cannot be read: %s", error->message);

  dm_mount_source_open_async (DM_MOUNT_SOURCE (self->gvfs_source), NULL, open_gvfs_cb, task);
}

static void
load_store_cb (GObject *object,
               GAsyncResult *result,
               gpointer user_data)
{
  GTask *task = user_data;
  g_autoptr (GError) error = NULL;
  DmManager *self = g_task_get_source_object (task);

  if (!dm_drive_store_load_finish (DM_DRIVE_STORE (object), result, &error))
    g_warning ("%s", error->message);
  on_store_changed_cb (self->store, self);

  self->restored = dm_session_state_load (NULL, g_dbus_connection_get_guid (self->bus));
  dm_mount_source_open_async (DM_MOUNT_SOURCE (self->kernel_source), NULL, open_kernel_cb, task);
}

void
dm_manager_open_async (DmManager *self,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task;

  g_return_if_fail (DM_IS_MANAGER (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, dm_manager_open_async);
  dm_drive_store_load_async (self->store, NULL, load_store_cb, task);
}

gboolean
dm_manager_open_finish (DmManager *self,
                        GAsyncResult *result,
                        GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
dm_manager_dispose (GObject *object)
{
  DmManager *self = DM_MANAGER (object);

  g_hash_table_remove_all (self->drains);
  g_hash_table_remove_all (self->drives);
  g_ptr_array_set_size (self->connections, 0);
  g_clear_object (&self->server);
  g_clear_object (&self->gvfs_source);
  g_clear_object (&self->kernel_source);
  g_clear_object (&self->store);
  g_clear_object (&self->links);

  G_OBJECT_CLASS (dm_manager_parent_class)->dispose (object);
}

static void
dm_manager_finalize (GObject *object)
{
  DmManager *self = DM_MANAGER (object);

  g_clear_pointer (&self->connections, g_ptr_array_unref);
  g_clear_pointer (&self->drives, g_hash_table_unref);
  g_clear_pointer (&self->drains, g_hash_table_unref);
  g_clear_pointer (&self->operations, g_hash_table_unref);
  g_clear_pointer (&self->look_turns, dm_turns_free);
  g_clear_pointer (&self->restored, g_ptr_array_unref);
  g_clear_object (&self->bus);

  G_OBJECT_CLASS (dm_manager_parent_class)->finalize (object);
}

static void
dm_manager_class_init (DmManagerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dm_manager_dispose;
  G_OBJECT_CLASS (klass)->finalize = dm_manager_finalize;

  signals[CHANGED] = g_signal_new ("changed", DM_TYPE_MANAGER, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dm_manager_init (DmManager *self)
{
  self->connections = g_ptr_array_new_with_free_func (g_object_unref);
  self->drives = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->drains = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->operations = g_hash_table_new_full ((GHashFunc) dm_location_hash,
                                            (GEqualFunc) dm_location_equal,
                                            (GDestroyNotify) dm_location_unref, NULL);
  self->look_turns = dm_turns_new (MAX_LOOKS);
  self->next_number = 1;
}

static void
watch_source (DmManager *self,
              gpointer source)
{
  g_signal_connect_object (source, "mount-added", G_CALLBACK (on_mount_added_cb), self, 0);
  g_signal_connect_object (source, "mount-removed", G_CALLBACK (on_mount_removed_cb), self, 0);
}

DmManager *
dm_manager_new (GDBusConnection *bus)
{
  DmManager *self;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (bus), NULL);

  self = g_object_new (DM_TYPE_MANAGER, NULL);
  self->bus = g_object_ref (bus);
  self->server = g_dbus_object_manager_server_new (DM_OBJECT_ROOT);
  self->gvfs_source = dm_gvfs_source_new (bus);
  self->kernel_source = dm_kernel_source_new (NULL);
  self->store = dm_drive_store_new (NULL);
  self->links = dm_drive_links_new (NULL, NULL);
  watch_source (self, self->gvfs_source);
  watch_source (self, self->kernel_source);
  g_signal_connect_object (self->store, "changed", G_CALLBACK (on_store_changed_cb), self, 0);

  return self;
}

DmGvfsSource *
dm_manager_get_gvfs_source (DmManager *self)
{
  g_return_val_if_fail (DM_IS_MANAGER (self), NULL);

  return self->gvfs_source;
}

DmDriveStore *
dm_manager_get_drive_store (DmManager *self)
{
  g_return_val_if_fail (DM_IS_MANAGER (self), NULL);

  return self->store;
}

DmDriveLinks *
dm_manager_get_drive_links (DmManager *self)
{
  g_return_val_if_fail (DM_IS_MANAGER (self), NULL);

  return self->links;
}

DmTurns *
dm_manager_get_look_turns (DmManager *self)
{
  g_return_val_if_fail (DM_IS_MANAGER (self), NULL);

  return self->look_turns;
}

GPtrArray *
dm_manager_get_connections (DmManager *self)
{
  g_return_val_if_fail (DM_IS_MANAGER (self), NULL);

  return self->connections;
}

DmDrive *
dm_manager_find_drive (DmManager *self,
                       const char *local)
{
  g_return_val_if_fail (DM_IS_MANAGER (self), NULL);

  return g_hash_table_lookup (self->drives, local);
}

DmDrive *
dm_manager_add_drive (DmManager *self,
                      const char *local,
                      DmLocation *location)
{
  DmDrive *drive;

  g_return_val_if_fail (DM_IS_MANAGER (self), NULL);
  g_return_val_if_fail (!g_hash_table_contains (self->drives, local), NULL);

  drive = dm_drive_new (local, location);
  g_hash_table_insert (self->drives, g_strdup (local), drive);
  g_dbus_object_manager_server_export (self->server, dm_drive_get_object (drive));
  emit_changed (self);

  return drive;
}

void
dm_manager_drop_drive (DmManager *self,
                       DmDrive *drive)
{
  g_return_if_fail (DM_IS_MANAGER (self));

  if (dm_drive_get_connection (drive) != NULL || dm_drive_get_remembered (drive))
    return;

  g_dbus_object_manager_server_unexport (self->server, dm_drive_get_object_path (drive));
  g_hash_table_remove (self->drives, dm_drive_get_local (drive));
  emit_changed (self);
}

/* Where the drive's symlink leads: its folder below the mount. */
static char *
create_target (DmDrive *drive,
               DmMount *mount)
{
  const char *below = dm_location_get_path_below (dm_drive_get_location (drive), mount->location);

  return g_build_filename (mount->path, below != NULL && *below != '\0' ? below : NULL, NULL);
}

gboolean
dm_manager_attach (DmManager *self,
                   DmDrive *drive,
                   DmConnection *connection,
                   GError **error)
{
  g_autofree char *target = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (DM_IS_MANAGER (self), FALSE);

  target = create_target (drive, dm_connection_get_mount (connection));
  if (!dm_drive_links_add (self->links, dm_drive_get_local (drive), target, &path, error))
    return FALSE;

  if (dm_connection_get_draining (connection))
    end_drain (self, connection);
  dm_drive_set_connection (drive, connection, path);
  dm_drive_set_status (drive, DM_STATUS_OK, NULL);
  update_uses (self, connection);

  return TRUE;
}

void
dm_manager_detach (DmManager *self,
                   DmDrive *drive,
                   DmStatus status,
                   const char *reason)
{
  g_autoptr (DmConnection) connection = NULL;
  g_autoptr (DmDrive) kept = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (DM_IS_MANAGER (self));

  kept = g_object_ref (drive);
  if (dm_drive_get_connection (drive) != NULL)
    connection = g_object_ref (dm_drive_get_connection (drive));

  if (!dm_drive_links_remove (self->links, dm_drive_get_local (drive), &error))
    g_warning ("%s", error->message);

  dm_drive_set_connection (drive, NULL, NULL);
  dm_drive_set_status (drive, status, reason);
  dm_manager_drop_drive (self, drive);
  if (connection != NULL)
    update_uses (self, connection);
}

void
dm_manager_set_deviceless (DmManager *self,
                           DmConnection *connection,
                           gboolean deviceless)
{
  g_return_if_fail (DM_IS_MANAGER (self));

  if (deviceless && dm_connection_get_draining (connection))
    end_drain (self, connection);
  dm_connection_set_deviceless (connection, deviceless);
  update_uses (self, connection);
}

void
dm_manager_start_drain (DmManager *self,
                        DmConnection *connection)
{
  g_autoptr (GPtrArray) drives = NULL;

  g_return_if_fail (DM_IS_MANAGER (self));

  /* On disk before the first link goes: from here on it is a drain, whatever
   * happens to us. */
  dm_connection_set_draining (connection, TRUE);
  dm_connection_set_deviceless (connection, FALSE);
  save (self);

  drives = list_drives_on (self, connection);
  for (guint i = 0; i < drives->len; i++)
    dm_manager_detach (self, drives->pdata[i], DM_STATUS_UNAVAILABLE, _ ("Disconnected"));

  update_uses (self, connection);
  watch_drain (self, connection);
  emit_changed (self);
}

gboolean
dm_manager_begin (DmManager *self,
                  DmLocation *root,
                  GError **error)
{
  g_autofree char *remote = NULL;

  g_return_val_if_fail (DM_IS_MANAGER (self), FALSE);

  if (g_hash_table_add (self->operations, dm_location_ref (root)))
    {
      emit_changed (self);
      return TRUE;
    }

  remote = dm_location_to_remote (root);
  g_set_error (error, DM_ERROR, DM_ERROR_BUSY,
               _ ("Another operation on %s is under way. Wait for it, or cancel it."), remote);

  return FALSE;
}

void
dm_manager_end (DmManager *self,
                DmLocation *root)
{
  g_return_if_fail (DM_IS_MANAGER (self));

  g_hash_table_remove (self->operations, root);

  /* What is up without a use that we know of is somebody's. */
  for (guint i = 0; i < self->connections->len; i++)
    {
      DmConnection *connection = self->connections->pdata[i];
      DmMount *mount = dm_connection_get_mount (connection);

      if (mount->location != NULL && dm_location_matches_mount (root, mount->location) &&
          !has_operation (self, mount) && dm_connection_get_use_count (connection) == 0 &&
          !dm_connection_get_draining (connection))
        dm_manager_set_deviceless (self, connection, TRUE);
    }

  emit_changed (self);
}

guint
dm_manager_get_n_drives (DmManager *self)
{
  g_return_val_if_fail (DM_IS_MANAGER (self), 0);

  return g_hash_table_size (self->drives);
}

void
dm_manager_show_open_counts (DmManager *self)
{
  GHashTableIter iter;
  gpointer drive;

  g_return_if_fail (DM_IS_MANAGER (self));

  g_hash_table_iter_init (&iter, self->drives);
  while (g_hash_table_iter_next (&iter, NULL, &drive))
    dm_drive_update_counts (drive);
}

void
dm_manager_flush (DmManager *self)
{
  GHashTableIter iter;
  gpointer drive;

  g_return_if_fail (DM_IS_MANAGER (self));

  for (guint i = 0; i < self->connections->len; i++)
    g_dbus_object_skeleton_flush (dm_connection_get_object (self->connections->pdata[i]));

  g_hash_table_iter_init (&iter, self->drives);
  while (g_hash_table_iter_next (&iter, NULL, &drive))
    g_dbus_object_skeleton_flush (dm_drive_get_object (drive));
}

gboolean
dm_manager_is_idle (DmManager *self)
{
  GHashTableIter iter;
  gpointer drive;

  g_return_val_if_fail (DM_IS_MANAGER (self), TRUE);

  if (g_hash_table_size (self->operations) > 0 || g_hash_table_size (self->drains) > 0)
    return FALSE;

  g_hash_table_iter_init (&iter, self->drives);
  while (g_hash_table_iter_next (&iter, NULL, &drive))
    if (dm_drive_get_connection (drive) != NULL)
      return FALSE;

  return TRUE;
}
