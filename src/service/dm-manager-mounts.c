/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the mount sources report. */

#include "config.h"

#include "dm-manager-private.h"

#include <glib/gi18n-lib.h>

#include "dm-last-look.h"
#include "dm-session-state.h"

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

/* Whether @local was the user's own, and nothing but an administrator's file says
 * that it leads elsewhere now. */
static gboolean
was_own (DmManager *self,
         const char *local)
{
  return dm_drive_store_find (self->store, local) == NULL &&
         (self->restored_managed == NULL ||
          !g_strv_contains ((const char *const *) self->restored_managed, local));
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

  /* A file has another place for it by now: that one is connected, and this one
   * stays without the name. */
  if (!dm_location_equal (dm_drive_get_location (drive), location))
    {
      if (!was_own (self, local))
        return;
      dm_manager_make_own (self, drive, location);
    }

  if (!dm_manager_attach (self, drive, connection, &error))
    {
      dm_drive_set_status (drive, DM_STATUS_ERROR, error->message);
      dm_manager_drop_drive (self, drive);
    }
}

/* We may have died while renaming it: then the profile is ahead of us. */
static const char *
get_restored_name (DmManager *self,
                   const DmSessionUse *use,
                   const char *local)
{
  if (use->renamed_to == NULL || g_strcmp0 (use->renamed_from, local) != 0 ||
      dm_drive_store_find (self->store, local) != NULL ||
      dm_drive_store_find (self->store, use->renamed_to) == NULL)
    return local;

  return use->renamed_to;
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
      dm_manager_watch_drain (self, connection);
      return;
    }

  for (guint i = 0; use->locals[i] != NULL; i++)
    restore_drive (self, connection, get_restored_name (self, use, use->locals[i]), use->remotes[i]);

  /* We died while making it: it is up, and so it is somebody's. */
  if (dm_connection_get_use_count (connection) == 0)
    dm_connection_set_deviceless (connection, TRUE);
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
      dm_connection_set_deviceless (connection, !dm_manager_has_operation (self, mount));
    }
  dm_space_watch_take (self->space, connection);

  if (backend != 0 && !self->opened)
    dm_last_look_wake (backend);

  g_dbus_object_manager_server_export (self->server, dm_connection_get_object (connection));
  dm_manager_save (self);
  dm_manager_emit_changed (self);
}

static void
lose_drive (DmManager *self,
            DmDrive *drive,
            gboolean expected)
{
  gboolean was_lost = dm_drive_get_status (drive) == DM_STATUS_DISCONNECTED;

  if (expected)
    dm_manager_detach (self, drive, DM_STATUS_UNAVAILABLE, _ ("Disconnected"));
  else
    dm_manager_detach (self, drive, DM_STATUS_DISCONNECTED,
                       _ ("The connection was ended by another program or by the server"));

  /* The end of what had been lost before was nobody's wish. */
  if (!expected && was_lost)
    dm_drive_set_wanted (drive, TRUE);
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
  dm_space_watch_drop (self->space, connection);
  dm_identity_watch_drop (self->identities, connection);

  drives = dm_manager_list_drives_on (self, connection);
  for (guint i = 0; i < drives->len; i++)
    lose_drive (self, drives->pdata[i], dm_connection_get_ending (connection));

  g_dbus_object_manager_server_unexport (self->server, dm_connection_get_object_path (connection));
  dm_manager_save (self);
  dm_connection_set_gone (connection);
  dm_manager_emit_changed (self);
}

void
dm_manager_watch_source (DmManager *self,
                         gpointer source)
{
  g_signal_connect_object (source, "mount-added", G_CALLBACK (on_mount_added_cb), self, 0);
  g_signal_connect_object (source, "mount-removed", G_CALLBACK (on_mount_removed_cb), self, 0);
}
