/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-manager-private.h"

#include <glib/gi18n-lib.h>

#include "dm-manager-session.h"
#include "dm-names.h"
#include "dm-session-state.h"

/* How many last looks may go on at once: each takes a core for a moment. */
#define MAX_LOOKS 2

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmManager, dm_manager, G_TYPE_OBJECT)

void
dm_manager_emit_changed (DmManager *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
dm_manager_save (DmManager *self)
{
  if (self->opened)
    dm_manager_save_session (self, g_dbus_connection_get_guid (self->bus));
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
  g_clear_pointer (&self->restored_managed, g_strfreev);
  sweep_links (self);
  dm_manager_take_managed (self);
  dm_manager_save (self);
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
  g_auto (DmSessionIntent) intent = { 0 };
  DmManager *self = g_task_get_source_object (task);

  if (!dm_drive_store_load_finish (DM_DRIVE_STORE (object), result, &error))
    g_warning ("%s", error->message);
  dm_manager_take_profile (self);

  self->restored = dm_session_state_load (NULL, g_dbus_connection_get_guid (self->bus), &intent);
  self->restored_managed = g_steal_pointer (&intent.managed);
  dm_manager_restore_intent (self, &intent);
  dm_mount_source_open_async (DM_MOUNT_SOURCE (self->kernel_source), NULL, open_kernel_cb, task);
}

static void
load_managed_cb (GObject *object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  GTask *task = user_data;
  DmManager *self = g_task_get_source_object (task);

  dm_managed_drives_load_finish (DM_MANAGED_DRIVES (object), result, NULL);
  g_signal_connect_object (self->managed, "changed", G_CALLBACK (dm_manager_take_managed),
                           self, G_CONNECT_SWAPPED);
  dm_drive_store_load_async (self->store, NULL, load_store_cb, task);
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
  dm_managed_drives_load_async (self->managed, NULL, load_managed_cb, task);
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

  if (self->space != NULL)
    g_object_run_dispose (G_OBJECT (self->space));
  g_clear_object (&self->space);
  if (self->identities != NULL)
    g_object_run_dispose (G_OBJECT (self->identities));
  g_clear_object (&self->identities);
  g_hash_table_remove_all (self->drains);
  g_hash_table_remove_all (self->drives);
  g_ptr_array_set_size (self->connections, 0);
  g_clear_object (&self->server);
  g_clear_object (&self->gvfs_source);
  g_clear_object (&self->kernel_source);
  g_clear_object (&self->store);
  g_clear_object (&self->managed);
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
  g_clear_pointer (&self->claims, g_hash_table_unref);
  g_clear_pointer (&self->look_turns, dm_turns_free);
  g_clear_pointer (&self->session, g_free);
  g_clear_pointer (&self->restored, g_ptr_array_unref);
  g_clear_pointer (&self->restored_managed, g_strfreev);
  g_clear_pointer (&self->managed_problems, g_strfreev);
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
  self->claims = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->space = dm_space_watch_new (self);
  self->identities = dm_identity_watch_new ();
  g_signal_connect_object (self->identities, "changed", G_CALLBACK (dm_manager_show_counts), self, G_CONNECT_SWAPPED);
  self->look_turns = dm_turns_new (MAX_LOOKS);
  self->next_number = 1;
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
  self->managed = dm_managed_drives_new (NULL, NULL);
  self->links = dm_drive_links_new (NULL, NULL);
  dm_manager_watch_source (self, self->gvfs_source);
  dm_manager_watch_source (self, self->kernel_source);
  g_signal_connect_object (self->store, "changed", G_CALLBACK (dm_manager_take_profile),
                           self, G_CONNECT_SWAPPED);

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

DmSpaceWatch *
dm_manager_get_space_watch (DmManager *self)
{
  g_return_val_if_fail (DM_IS_MANAGER (self), NULL);

  return self->space;
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
