/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-drive.h"

#include "dm-local-name.h"
#include "dm-names.h"

struct _DmDrive
{
  GObject parent_instance;

  /* Owned */
  char *local;
  DmLocation *location;
  char *server_key;
  DmConnection *connection;
  DmDbusObjectSkeleton *object;
  DmDbusDrive *skeleton;
  char *managed; /* nullable: the administrator's file */
  DmDriveSettings *settings;

  DmStatus status;
  gboolean remembered;
  gboolean wanted;
  gboolean held;
};

G_DEFINE_FINAL_TYPE (DmDrive, dm_drive, G_TYPE_OBJECT)

/* The location as given, and where it says no user, the connection's. */
static void
show_location (DmDrive *self)
{
  DmLocation *mounted = self->connection != NULL ? dm_connection_get_mount (self->connection)->location : NULL;
  g_autofree char *remote = dm_location_to_remote (self->location);
  g_autofree char *uri = dm_location_to_uri (self->location);
  const char *user = dm_location_get_user (self->location);
  const char *domain = dm_location_get_domain (self->location);

  if (user == NULL && mounted != NULL)
    {
      user = dm_location_get_user (mounted);
      domain = dm_location_get_domain (mounted);
    }

  g_object_set (self->skeleton,
                "remote", remote,
                "uri", uri,
                "provider", dm_location_get_provider (self->location),
                "user", user != NULL ? user : "",
                "domain", domain != NULL ? domain : "",
                NULL);
}

static void
show_awaited (DmDrive *self)
{
  dm_dbus_drive_set_awaited (self->skeleton, self->wanted && self->remembered && !self->held && self->connection == NULL);
}

static void
show_server (DmDrive *self)
{
  DmConnection *connection = self->connection;
  GVariant *responses = connection != NULL ? dm_connection_get_responses (connection) : NULL;

  dm_dbus_drive_set_server_name (self->skeleton,
                                 connection != NULL ? dm_connection_get_server_name (connection) : "");
  dm_dbus_drive_set_server_comment (self->skeleton,
                                    connection != NULL ? dm_connection_get_server_comment (connection) : "");
  dm_dbus_drive_set_server_version (self->skeleton,
                                    connection != NULL ? dm_connection_get_server_version (connection) : "");
  if (responses == NULL)
    responses = g_variant_new_array (G_VARIANT_TYPE_UINT32, NULL, 0);
  dm_dbus_drive_set_response_times (self->skeleton, responses);
}

static void
dm_drive_finalize (GObject *object)
{
  DmDrive *self = DM_DRIVE (object);

  g_clear_pointer (&self->local, g_free);
  g_clear_pointer (&self->managed, g_free);
  g_clear_pointer (&self->location, dm_location_unref);
  g_clear_pointer (&self->server_key, g_free);
  g_clear_object (&self->connection);
  g_clear_object (&self->object);
  g_clear_object (&self->skeleton);
  g_clear_pointer (&self->settings, dm_drive_settings_free);

  G_OBJECT_CLASS (dm_drive_parent_class)->finalize (object);
}

static void
dm_drive_class_init (DmDriveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dm_drive_finalize;
}

static void
dm_drive_init (DmDrive *self)
{
  self->settings = dm_drive_settings_new ();
}

DmDrive *
dm_drive_new (const char *local,
              DmLocation *location)
{
  g_autofree char *element = dm_local_name_to_object_element (local);
  g_autofree char *path = g_strconcat (DM_OBJECT_DRIVES "/", element, NULL);
  DmDrive *self = g_object_new (DM_TYPE_DRIVE, NULL);

  self->local = g_strdup (local);
  self->location = dm_location_ref (location);
  self->server_key = dm_location_to_server_key (location);
  self->skeleton = dm_dbus_drive_skeleton_new ();
  self->object = dm_dbus_object_skeleton_new (path);
  dm_dbus_object_skeleton_set_drive (self->object, self->skeleton);
  g_object_set (self->skeleton, "version", 4, "local", local, NULL);
  dm_dbus_drive_set_settings (self->skeleton, dm_drive_settings_to_variant (self->settings));
  dm_drive_set_connection (self, NULL, NULL);
  dm_drive_set_status (self, DM_STATUS_UNAVAILABLE, NULL);

  return self;
}

DmDrive *
dm_drive_new_renamed (DmDrive *drive,
                      const char *local,
                      const char *path)
{
  DmDrive *self;

  g_return_val_if_fail (DM_IS_DRIVE (drive), NULL);

  self = dm_drive_new (local, drive->location);
  dm_drive_set_connection (self, drive->connection, path);
  dm_drive_set_status (self, drive->status, dm_dbus_drive_get_reason (drive->skeleton));
  dm_dbus_drive_set_since (self->skeleton, dm_dbus_drive_get_since (drive->skeleton));
  dm_drive_set_remembered (self, drive->remembered);
  dm_drive_set_wanted (self, drive->wanted);
  dm_drive_set_settings (self, drive->settings);

  return self;
}

const char *
dm_drive_get_local (DmDrive *self)
{
  g_return_val_if_fail (DM_IS_DRIVE (self), NULL);

  return self->local;
}

DmLocation *
dm_drive_get_location (DmDrive *self)
{
  g_return_val_if_fail (DM_IS_DRIVE (self), NULL);

  return self->location;
}

void
dm_drive_set_location (DmDrive *self,
                       DmLocation *location)
{
  g_return_if_fail (DM_IS_DRIVE (self));

  dm_location_ref (location);
  dm_location_unref (self->location);
  self->location = location;
  g_free (self->server_key);
  self->server_key = dm_location_to_server_key (location);
  show_location (self);
}

const char *
dm_drive_get_server_key (DmDrive *self)
{
  g_return_val_if_fail (DM_IS_DRIVE (self), NULL);

  return self->server_key;
}

GDBusObjectSkeleton *
dm_drive_get_object (DmDrive *self)
{
  g_return_val_if_fail (DM_IS_DRIVE (self), NULL);

  return G_DBUS_OBJECT_SKELETON (self->object);
}

const char *
dm_drive_get_object_path (DmDrive *self)
{
  g_return_val_if_fail (DM_IS_DRIVE (self), NULL);

  return g_dbus_object_get_object_path (G_DBUS_OBJECT (self->object));
}

gboolean
dm_drive_get_remembered (DmDrive *self)
{
  g_return_val_if_fail (DM_IS_DRIVE (self), FALSE);

  return self->remembered;
}

void
dm_drive_set_remembered (DmDrive *self,
                         gboolean remembered)
{
  g_return_if_fail (DM_IS_DRIVE (self));

  self->remembered = remembered;
  dm_dbus_drive_set_remembered (self->skeleton, remembered);
  if (!remembered)
    {
      g_autoptr (DmDriveSettings) none = dm_drive_settings_new ();

      dm_drive_set_settings (self, none);
    }
  show_awaited (self);
}

const char *
dm_drive_get_managed (DmDrive *self)
{
  g_return_val_if_fail (DM_IS_DRIVE (self), NULL);

  return self->managed;
}

void
dm_drive_set_managed (DmDrive *self,
                      const char *file)
{
  g_autofree char *copy = g_strdup (file);

  g_return_if_fail (DM_IS_DRIVE (self));

  g_free (self->managed);
  self->managed = g_steal_pointer (&copy);
  dm_dbus_drive_set_managed (self->skeleton, file != NULL);
  dm_dbus_drive_set_managed_file (self->skeleton, file != NULL ? file : "");
}

gboolean
dm_drive_get_wanted (DmDrive *self)
{
  g_return_val_if_fail (DM_IS_DRIVE (self), FALSE);

  return self->wanted;
}

void
dm_drive_set_wanted (DmDrive *self,
                     gboolean wanted)
{
  g_return_if_fail (DM_IS_DRIVE (self));

  self->wanted = wanted;
  show_awaited (self);
}

void
dm_drive_set_held (DmDrive *self,
                   gboolean held)
{
  g_return_if_fail (DM_IS_DRIVE (self));

  self->held = held;
  show_awaited (self);
}

const DmDriveSettings *
dm_drive_get_settings (DmDrive *self)
{
  g_return_val_if_fail (DM_IS_DRIVE (self), NULL);

  return self->settings;
}

void
dm_drive_set_settings (DmDrive *self,
                       const DmDriveSettings *settings)
{
  g_autoptr (DmDriveSettings) copy = NULL;

  g_return_if_fail (DM_IS_DRIVE (self));

  copy = dm_drive_settings_copy (settings);
  dm_drive_settings_free (self->settings);
  self->settings = g_steal_pointer (&copy);
  dm_dbus_drive_set_settings (self->skeleton, dm_drive_settings_to_variant (self->settings));
}

DmStatus
dm_drive_get_status (DmDrive *self)
{
  g_return_val_if_fail (DM_IS_DRIVE (self), DM_STATUS_UNAVAILABLE);

  return self->status;
}

gboolean
dm_drive_is_connecting (DmDrive *self)
{
  g_return_val_if_fail (DM_IS_DRIVE (self), FALSE);

  return self->status == DM_STATUS_CONNECTING || self->status == DM_STATUS_RECONNECTING;
}

const char *
dm_drive_get_reason (DmDrive *self)
{
  g_return_val_if_fail (DM_IS_DRIVE (self), NULL);

  return dm_dbus_drive_get_reason (self->skeleton);
}

void
dm_drive_set_status (DmDrive *self,
                     DmStatus status,
                     const char *reason)
{
  g_return_if_fail (DM_IS_DRIVE (self));

  if (self->status != status || dm_dbus_drive_get_since (self->skeleton) == 0)
    dm_dbus_drive_set_since (self->skeleton, g_get_real_time () / G_USEC_PER_SEC);
  self->status = status;
  dm_dbus_drive_set_status (self->skeleton, dm_status_to_string (status));
  dm_dbus_drive_set_reason (self->skeleton, reason != NULL ? reason : "");
}

DmConnection *
dm_drive_get_connection (DmDrive *self)
{
  g_return_val_if_fail (DM_IS_DRIVE (self), NULL);

  return self->connection;
}

void
dm_drive_set_connection (DmDrive *self,
                         DmConnection *connection,
                         const char *path)
{
  g_return_if_fail (DM_IS_DRIVE (self));

  g_set_object (&self->connection, connection);
  dm_dbus_drive_set_connection (self->skeleton,
                                connection != NULL ? dm_connection_get_object_path (connection) : "/");
  dm_dbus_drive_set_path (self->skeleton, path != NULL ? path : "");
  show_location (self);
  show_awaited (self);
  dm_drive_update_counts (self);
}

const char *
dm_drive_get_path_below (DmDrive *self)
{
  DmMount *mount;
  const char *below = NULL;

  g_return_val_if_fail (DM_IS_DRIVE (self), NULL);
  g_return_val_if_fail (self->connection != NULL, NULL);

  mount = dm_connection_get_mount (self->connection);
  if (mount->location != NULL)
    below = dm_location_get_path_below (self->location, mount->location);

  return below != NULL ? below : "";
}

void
dm_drive_update_counts (DmDrive *self)
{
  DmConnection *connection;
  guint64 total = 0, available = 0;

  g_return_if_fail (DM_IS_DRIVE (self));

  connection = self->connection;
  dm_dbus_drive_set_use_count (self->skeleton,
                               connection != NULL ? dm_connection_get_use_count (connection) : 0);
  dm_dbus_drive_set_open_count (self->skeleton,
                                connection != NULL ? dm_connection_get_open_count (connection) : 0);
  if (connection != NULL)
    dm_connection_get_space (connection, dm_drive_get_path_below (self), &total, &available);
  dm_dbus_drive_set_space_total (self->skeleton, total);
  dm_dbus_drive_set_space_free (self->skeleton, available);
  show_server (self);
}
