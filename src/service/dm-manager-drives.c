/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The drives, and who uses a connection. */

#include "config.h"

#include "dm-manager-private.h"

#include <glib/gi18n-lib.h>

#include "dm-drain.h"

static void
end_drain (DmManager *self,
           DmConnection *connection)
{
  g_hash_table_remove (self->drains, connection);
  dm_connection_set_draining (connection, FALSE);
}

/* Where the drive's symlink leads: its folder below the mount. */
static char *
create_target (DmDrive *drive,
               DmMount *mount)
{
  const char *below = dm_location_get_path_below (dm_drive_get_location (drive), mount->location);

  return g_build_filename (mount->path, below != NULL && *below != '\0' ? below : NULL, NULL);
}

static void
remove_link (DmManager *self,
             const char *local)
{
  g_autoptr (GError) error = NULL;

  if (!dm_drive_links_remove (self->links, local, &error))
    g_warning ("%s", error->message);
}

GPtrArray *
dm_manager_list_drives_on (DmManager *self,
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

void
dm_manager_update_uses (DmManager *self,
                        DmConnection *connection)
{
  g_autoptr (GPtrArray) drives = dm_manager_list_drives_on (self, connection);
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

  dm_manager_save (self);
  dm_manager_emit_changed (self);
}

void
dm_manager_watch_drain (DmManager *self,
                        DmConnection *connection)
{
  g_hash_table_replace (self->drains, connection, dm_drain_new (self, connection));
}

void
dm_manager_take_settings (DmManager *self,
                          DmDrive *drive,
                          const DmDriveSettings *settings)
{
  g_return_if_fail (DM_IS_MANAGER (self));

  dm_drive_set_settings (drive, settings);
  dm_manager_emit_changed (self);
}

void
dm_manager_note_intent (DmManager *self)
{
  g_return_if_fail (DM_IS_MANAGER (self));

  dm_manager_save (self);
  dm_manager_emit_changed (self);
}

const char *
dm_manager_get_session (DmManager *self)
{
  g_return_val_if_fail (DM_IS_MANAGER (self), NULL);

  return self->session;
}

void
dm_manager_set_session (DmManager *self,
                        const char *session)
{
  g_autofree char *copy = g_strdup (session);

  g_return_if_fail (DM_IS_MANAGER (self));

  g_free (self->session);
  self->session = g_steal_pointer (&copy);
}

GPtrArray *
dm_manager_list_drives (DmManager *self)
{
  GPtrArray *drives = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer drive;

  g_return_val_if_fail (DM_IS_MANAGER (self), drives);

  g_hash_table_iter_init (&iter, self->drives);
  while (g_hash_table_iter_next (&iter, NULL, &drive))
    g_ptr_array_add (drives, g_object_ref (drive));

  return drives;
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
  dm_manager_emit_changed (self);

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
  dm_manager_emit_changed (self);
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
  dm_drive_set_wanted (drive, TRUE);
  dm_manager_update_uses (self, connection);

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

  g_return_if_fail (DM_IS_MANAGER (self));

  kept = g_object_ref (drive);
  if (dm_drive_get_connection (drive) != NULL)
    connection = g_object_ref (dm_drive_get_connection (drive));

  remove_link (self, dm_drive_get_local (drive));
  dm_drive_set_connection (drive, NULL, NULL);
  dm_drive_set_status (drive, status, reason);
  dm_drive_set_wanted (drive, FALSE);
  dm_manager_drop_drive (self, drive);
  if (connection != NULL)
    dm_manager_update_uses (self, connection);

  /* What the administrator says of its name counts from now on. */
  dm_manager_take_managed (self);
}

gboolean
dm_manager_begin_rename (DmManager *self,
                         DmDrive *drive,
                         const char *local,
                         GError **error)
{
  g_autofree char *target = NULL;
  DmConnection *connection;

  g_return_val_if_fail (DM_IS_MANAGER (self), FALSE);
  g_return_val_if_fail (dm_manager_find_drive (self, local) == NULL, FALSE);

  connection = dm_drive_get_connection (drive);
  if (connection == NULL)
    return TRUE;

  target = create_target (drive, dm_connection_get_mount (connection));
  if (!dm_drive_links_add (self->links, local, target, NULL, error))
    return FALSE;

  dm_connection_set_renamed (connection, dm_drive_get_local (drive), local);
  dm_manager_save (self);

  return TRUE;
}

DmDrive *
dm_manager_end_rename (DmManager *self,
                       DmDrive *drive,
                       const char *local)
{
  g_autoptr (DmDrive) old = NULL;
  g_autofree char *path = NULL;
  DmConnection *connection;
  DmDrive *renamed;

  g_return_val_if_fail (DM_IS_MANAGER (self), NULL);
  g_return_val_if_fail (dm_manager_find_drive (self, local) == NULL, NULL);

  old = g_object_ref (drive);
  connection = dm_drive_get_connection (old);
  path = connection != NULL ? dm_drive_links_dup_path (self->links, local) : NULL;
  renamed = dm_drive_new_renamed (old, local, path);

  g_dbus_object_manager_server_unexport (self->server, dm_drive_get_object_path (old));
  g_hash_table_remove (self->drives, dm_drive_get_local (old));
  g_hash_table_insert (self->drives, g_strdup (local), renamed);
  g_dbus_object_manager_server_export (self->server, dm_drive_get_object (renamed));

  /* On disk before the old link goes: a successor sweeps the one it does not
   * know. */
  if (connection != NULL)
    {
      dm_connection_set_renamed (connection, NULL, NULL);
      dm_manager_update_uses (self, connection);
    }
  remove_link (self, connection != NULL ? dm_drive_get_local (old) : local);
  dm_manager_emit_changed (self);

  return renamed;
}

void
dm_manager_undo_rename (DmManager *self,
                        DmDrive *drive,
                        const char *local)
{
  DmConnection *connection;

  g_return_if_fail (DM_IS_MANAGER (self));

  connection = dm_drive_get_connection (drive);
  if (connection != NULL)
    dm_connection_set_renamed (connection, NULL, NULL);
  dm_manager_save (self);
  remove_link (self, local);
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
  dm_manager_update_uses (self, connection);
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
  dm_manager_save (self);

  drives = dm_manager_list_drives_on (self, connection);
  for (guint i = 0; i < drives->len; i++)
    dm_manager_detach (self, drives->pdata[i], DM_STATUS_UNAVAILABLE, _ ("Disconnected"));

  dm_manager_update_uses (self, connection);
  dm_manager_watch_drain (self, connection);
  dm_manager_emit_changed (self);
}

void
dm_manager_look_at_space (DmManager *self)
{
  g_return_if_fail (DM_IS_MANAGER (self));

  for (guint i = 0; i < self->connections->len; i++)
    dm_space_watch_look (self->space, self->connections->pdata[i]);
}

gboolean
dm_manager_is_asking_for_space (DmManager *self,
                                DmConnection *connection)
{
  g_return_val_if_fail (DM_IS_MANAGER (self), FALSE);

  return dm_space_watch_is_asking (self->space, connection);
}

void
dm_manager_show_counts (DmManager *self)
{
  GHashTableIter iter;
  gpointer drive;

  g_return_if_fail (DM_IS_MANAGER (self));

  g_hash_table_iter_init (&iter, self->drives);
  while (g_hash_table_iter_next (&iter, NULL, &drive))
    dm_drive_update_counts (drive);
}

guint
dm_manager_get_n_drives (DmManager *self)
{
  g_return_val_if_fail (DM_IS_MANAGER (self), 0);

  return g_hash_table_size (self->drives);
}
