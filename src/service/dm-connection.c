/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-connection.h"

#include <glib/gi18n-lib.h>

#include "dm-names.h"
#include "dm-sandbox.h"

struct _DmConnection
{
  GObject parent_instance;

  /* Owned */
  DmMount *mount;
  DmDbusObjectSkeleton *object;
  DmDbusConnection *skeleton;
  GHashTable *spaces; /* folder below the root → Space */
  GStrv locals; /* while draining: those it drained from */
  char *renamed_from;
  char *renamed_to;

  pid_t backend;
  guint n_drives;
  guint open_count;
  gboolean deviceless;
  gboolean draining;
  gboolean ending;
  gboolean gone;
};

typedef struct
{
  guint64 total;
  guint64 available;
} Space;

enum
{
  GONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmConnection, dm_connection, G_TYPE_OBJECT)

static void
show_status (DmConnection *self)
{
  DmStatus status = self->draining ? DM_STATUS_DRAINING : DM_STATUS_OK;
  const char *name = dm_status_to_string (status);
  const char *reason = "";

  if (self->draining && !dm_sandbox_sees_programs ())
    reason = _ ("Disconnected; the connection stays until it is disconnected now, as nobody can see in a sandbox when its files are closed");
  else if (self->draining)
    reason = _ ("Disconnected; the connection ends when the open files are closed");

  if (g_strcmp0 (dm_dbus_connection_get_status (self->skeleton), name) != 0)
    dm_dbus_connection_set_since (self->skeleton, g_get_real_time () / G_USEC_PER_SEC);
  dm_dbus_connection_set_status (self->skeleton, name);
  dm_dbus_connection_set_reason (self->skeleton, reason);
}

static void
show_uses (DmConnection *self)
{
  dm_dbus_connection_set_deviceless (self->skeleton, self->deviceless);
  dm_dbus_connection_set_use_count (self->skeleton, dm_connection_get_use_count (self));
}

static void
show_mount (DmConnection *self)
{
  DmLocation *location = self->mount->location;
  g_autofree char *remote = dm_mount_dup_remote (self->mount);
  g_autofree char *uri = location != NULL ? dm_location_to_uri (location) : NULL;
  const char *user = location != NULL ? dm_location_get_user (location) : NULL;
  const char *domain = location != NULL ? dm_location_get_domain (location) : NULL;
  const char *provider = location != NULL ? dm_location_get_provider (location) : self->mount->type;

  g_object_set (self->skeleton,
                "version", 3,
                "remote", remote,
                "uri", uri != NULL ? uri : "",
                "path", self->mount->path != NULL ? self->mount->path : "",
                "provider", provider,
                "origin", dm_origin_to_string (self->mount->origin),
                "user", user != NULL ? user : "",
                "domain", domain != NULL ? domain : "",
                "drives", (const char *[]){ NULL },
                NULL);
}

static void
dm_connection_finalize (GObject *object)
{
  DmConnection *self = DM_CONNECTION (object);

  g_clear_pointer (&self->mount, dm_mount_unref);
  g_clear_pointer (&self->spaces, g_hash_table_unref);
  g_clear_pointer (&self->locals, g_strfreev);
  g_clear_pointer (&self->renamed_from, g_free);
  g_clear_pointer (&self->renamed_to, g_free);
  g_clear_object (&self->object);
  g_clear_object (&self->skeleton);

  G_OBJECT_CLASS (dm_connection_parent_class)->finalize (object);
}

static void
dm_connection_class_init (DmConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dm_connection_finalize;

  /* The mount has gone, whoever ended it. */
  signals[GONE] = g_signal_new ("gone", DM_TYPE_CONNECTION, G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dm_connection_init (DmConnection *self)
{
  self->spaces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->locals = g_new0 (char *, 1);
}

DmConnection *
dm_connection_new (DmMount *mount,
                   pid_t backend,
                   guint number)
{
  g_autofree char *path = g_strdup_printf (DM_OBJECT_CONNECTIONS "/%u", number);
  DmConnection *self = g_object_new (DM_TYPE_CONNECTION, NULL);

  self->mount = dm_mount_ref (mount);
  self->backend = backend;
  self->skeleton = dm_dbus_connection_skeleton_new ();
  self->object = dm_dbus_object_skeleton_new (path);
  dm_dbus_object_skeleton_set_connection (self->object, self->skeleton);
  show_mount (self);
  show_status (self);
  show_uses (self);
  if (!dm_sandbox_sees_programs ())
    dm_connection_set_open_count (self, DM_OPEN_COUNT_UNKNOWN);

  return self;
}

DmMount *
dm_connection_get_mount (DmConnection *self)
{
  g_return_val_if_fail (DM_IS_CONNECTION (self), NULL);

  return self->mount;
}

pid_t
dm_connection_get_backend (DmConnection *self)
{
  g_return_val_if_fail (DM_IS_CONNECTION (self), 0);

  return self->backend;
}

GDBusObjectSkeleton *
dm_connection_get_object (DmConnection *self)
{
  g_return_val_if_fail (DM_IS_CONNECTION (self), NULL);

  return G_DBUS_OBJECT_SKELETON (self->object);
}

const char *
dm_connection_get_object_path (DmConnection *self)
{
  g_return_val_if_fail (DM_IS_CONNECTION (self), NULL);

  return g_dbus_object_get_object_path (G_DBUS_OBJECT (self->object));
}

gboolean
dm_connection_serves (DmConnection *self,
                      DmLocation *location)
{
  g_return_val_if_fail (DM_IS_CONNECTION (self), FALSE);

  return self->mount->origin == DM_ORIGIN_GVFS &&
         self->mount->location != NULL &&
         dm_location_matches_mount (location, self->mount->location);
}

gboolean
dm_connection_get_deviceless (DmConnection *self)
{
  g_return_val_if_fail (DM_IS_CONNECTION (self), FALSE);

  return self->deviceless;
}

void
dm_connection_set_deviceless (DmConnection *self,
                              gboolean deviceless)
{
  g_return_if_fail (DM_IS_CONNECTION (self));

  self->deviceless = deviceless;
  show_uses (self);
}

gboolean
dm_connection_get_draining (DmConnection *self)
{
  g_return_val_if_fail (DM_IS_CONNECTION (self), FALSE);

  return self->draining;
}

void
dm_connection_set_draining (DmConnection *self,
                            gboolean draining)
{
  g_return_if_fail (DM_IS_CONNECTION (self));

  self->draining = draining;
  show_status (self);
}

gboolean
dm_connection_get_ending (DmConnection *self)
{
  g_return_val_if_fail (DM_IS_CONNECTION (self), FALSE);

  return self->ending;
}

void
dm_connection_set_ending (DmConnection *self,
                          gboolean ending)
{
  g_return_if_fail (DM_IS_CONNECTION (self));

  self->ending = ending;
}

gboolean
dm_connection_get_gone (DmConnection *self)
{
  g_return_val_if_fail (DM_IS_CONNECTION (self), TRUE);

  return self->gone;
}

void
dm_connection_set_gone (DmConnection *self)
{
  g_return_if_fail (DM_IS_CONNECTION (self));

  self->gone = TRUE;
  g_signal_emit (self, signals[GONE], 0);
}

void
dm_connection_set_drives (DmConnection *self,
                          const char *const *locals,
                          const char *const *object_paths)
{
  g_return_if_fail (DM_IS_CONNECTION (self));

  self->n_drives = g_strv_length ((char **) object_paths);
  dm_dbus_connection_set_drives (self->skeleton, object_paths);
  show_uses (self);

  /* The last ones are kept: a drain answers to their names. */
  if (self->n_drives > 0)
    dm_connection_set_locals (self, locals);
}

const char *const *
dm_connection_get_locals (DmConnection *self)
{
  g_return_val_if_fail (DM_IS_CONNECTION (self), NULL);

  return (const char *const *) self->locals;
}

void
dm_connection_set_locals (DmConnection *self,
                          const char *const *locals)
{
  GStrv copy;

  g_return_if_fail (DM_IS_CONNECTION (self));

  copy = g_strdupv ((char **) locals);
  g_strfreev (self->locals);
  self->locals = copy;
}

gboolean
dm_connection_drained_as (DmConnection *self,
                          const char *local)
{
  g_return_val_if_fail (DM_IS_CONNECTION (self), FALSE);

  return self->draining && g_strv_contains ((const char *const *) self->locals, local);
}

const char *
dm_connection_get_renamed_from (DmConnection *self)
{
  g_return_val_if_fail (DM_IS_CONNECTION (self), NULL);

  return self->renamed_from;
}

const char *
dm_connection_get_renamed_to (DmConnection *self)
{
  g_return_val_if_fail (DM_IS_CONNECTION (self), NULL);

  return self->renamed_to;
}

void
dm_connection_set_renamed (DmConnection *self,
                           const char *from,
                           const char *to)
{
  g_return_if_fail (DM_IS_CONNECTION (self));

  g_free (self->renamed_from);
  g_free (self->renamed_to);
  self->renamed_from = g_strdup (from);
  self->renamed_to = g_strdup (to);
}

guint
dm_connection_get_use_count (DmConnection *self)
{
  g_return_val_if_fail (DM_IS_CONNECTION (self), 0);

  return self->n_drives + (self->deviceless ? 1 : 0);
}

guint
dm_connection_get_open_count (DmConnection *self)
{
  g_return_val_if_fail (DM_IS_CONNECTION (self), 0);

  return self->open_count;
}

void
dm_connection_set_open_count (DmConnection *self,
                              guint open_count)
{
  g_return_if_fail (DM_IS_CONNECTION (self));

  self->open_count = open_count;
  dm_dbus_connection_set_open_count (self->skeleton, open_count);
}

void
dm_connection_get_space (DmConnection *self,
                         const char *below,
                         guint64 *total,
                         guint64 *available)
{
  const Space *space;

  g_return_if_fail (DM_IS_CONNECTION (self));

  space = g_hash_table_lookup (self->spaces, below);
  *total = space != NULL ? space->total : 0;
  *available = space != NULL ? space->available : 0;
}

gboolean
dm_connection_set_space (DmConnection *self,
                         const char *below,
                         guint64 total,
                         guint64 available)
{
  Space space = { total, total != 0 ? available : 0 };
  guint64 last_total, last_available;

  g_return_val_if_fail (DM_IS_CONNECTION (self), FALSE);

  dm_connection_get_space (self, below, &last_total, &last_available);
  if (space.total == last_total && space.available == last_available)
    return FALSE;

  g_hash_table_insert (self->spaces, g_strdup (below), g_memdup2 (&space, sizeof space));
  if (*below == '\0')
    {
      dm_dbus_connection_set_space_total (self->skeleton, space.total);
      dm_dbus_connection_set_space_free (self->skeleton, space.available);
    }

  return TRUE;
}

const char *
dm_connection_get_server_name (DmConnection *self)
{
  g_return_val_if_fail (DM_IS_CONNECTION (self), NULL);

  return dm_dbus_connection_get_server_name (self->skeleton);
}

const char *
dm_connection_get_server_comment (DmConnection *self)
{
  g_return_val_if_fail (DM_IS_CONNECTION (self), NULL);

  return dm_dbus_connection_get_server_comment (self->skeleton);
}

const char *
dm_connection_get_server_version (DmConnection *self)
{
  g_return_val_if_fail (DM_IS_CONNECTION (self), NULL);

  return dm_dbus_connection_get_server_version (self->skeleton);
}

void
dm_connection_set_server (DmConnection *self,
                          const char *name,
                          const char *comment,
                          const char *version)
{
  g_return_if_fail (DM_IS_CONNECTION (self));

  dm_dbus_connection_set_server_name (self->skeleton, name);
  dm_dbus_connection_set_server_comment (self->skeleton, comment);
  dm_dbus_connection_set_server_version (self->skeleton, version);
}

GVariant *
dm_connection_get_responses (DmConnection *self)
{
  g_return_val_if_fail (DM_IS_CONNECTION (self), NULL);

  return dm_dbus_connection_get_response_times (self->skeleton);
}

void
dm_connection_set_responses (DmConnection *self,
                             GVariant *responses)
{
  g_return_if_fail (DM_IS_CONNECTION (self));

  dm_dbus_connection_set_response_times (self->skeleton, responses);
}
