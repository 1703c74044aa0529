/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-mount-identity.h"

#include "dm-backend-process.h"
#include "dm-error.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

/* Nothing is held still yet: a busy computer may take its time. */
#define CALL_TIMEOUT_MS (1500)
#define MOUNTS_TYPE     "(a(sossssssbay(aya{sv})ay))"

/* 0 without @error: nobody has that name any more. */
static pid_t
get_pid (GDBusConnection *bus, const char *bus_name, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GVariant) reply = NULL;
  guint32 pid;

  reply = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                                       g_variant_new ("(s)", bus_name), G_VARIANT_TYPE ("(u)"),
                                       G_DBUS_CALL_FLAGS_NONE, CALL_TIMEOUT_MS, NULL, &local_error);
  if (reply == NULL)
    {
      if (!g_error_matches (local_error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER))
        g_propagate_error (error, g_steal_pointer (&local_error));
      return 0;
    }
  g_variant_get (reply, "(u)", &pid);
  return (pid_t) pid;
}

static GVariant *
list_mounts (GDBusConnection *bus, GError **error)
{
  return g_dbus_connection_call_sync (bus, "org.gtk.vfs.Daemon", "/org/gtk/vfs/mounttracker",
                                      "org.gtk.vfs.MountTracker", "ListMounts2",
                                      g_variant_new ("(b)", FALSE), G_VARIANT_TYPE (MOUNTS_TYPE),
                                      G_DBUS_CALL_FLAGS_NO_AUTO_START, CALL_TIMEOUT_MS, NULL, error);
}

/* How many mounts @bus_name has, and whether @object_path is one of them. */
static guint
count_mounts (GVariant *reply, const char *bus_name, const char *object_path, gboolean *has_ours)
{
  g_autoptr (GVariant) mounts = g_variant_get_child_value (reply, 0);
  guint n_mounts = 0;

  *has_ours = FALSE;
  for (gsize i = 0; i < g_variant_n_children (mounts); i++)
    {
      g_autoptr (GVariant) mount = g_variant_get_child_value (mounts, i);
      const char *name;
      const char *path;

      g_variant_get_child (mount, 0, "&s", &name);
      g_variant_get_child (mount, 1, "&o", &path);
      if (!g_str_equal (name, bus_name))
        continue;
      n_mounts++;
      *has_ours |= g_str_equal (path, object_path);
    }
  return n_mounts;
}

static DmMountIdentity
ask_tracker (GDBusConnection *bus, const char *bus_name, const char *object_path, GError **error)
{
  g_autoptr (GVariant) reply = list_mounts (bus, error);
  gboolean has_ours;
  guint n_mounts;

  if (reply == NULL)
    return DM_MOUNT_IDENTITY_UNSURE;
  n_mounts = count_mounts (reply, bus_name, object_path, &has_ours);
  if (n_mounts == 0)
    return DM_MOUNT_IDENTITY_UNMOUNTED;
  if (n_mounts == 1 && has_ours)
    return DM_MOUNT_IDENTITY_SURE;
  g_set_error (error, DM_ERROR, DM_ERROR_EXTENDED_ERROR,
               _ ("The process behind the connection serves %u connections, so it cannot be ended for one of them."),
               n_mounts);
  return DM_MOUNT_IDENTITY_UNSURE;
}

/* The pidfd was opened before, so what is true now of the pid is true of it. */
static DmMountIdentity
check_process (GDBusConnection *bus,
               const char *bus_name,
               const char *object_path,
               pid_t pid,
               GError **error)
{
  pid_t again = get_pid (bus, bus_name, error);

  if (again == 0)
    return *error == NULL ? DM_MOUNT_IDENTITY_GONE : DM_MOUNT_IDENTITY_UNSURE;
  if (again == pid && dm_backend_process_is_ours (pid))
    return ask_tracker (bus, bus_name, object_path, error);
  g_set_error (error, DM_ERROR, DM_ERROR_EXTENDED_ERROR,
               _ ("Process %d is not the one behind the connection, so it was left alone."), (int) pid);
  return DM_MOUNT_IDENTITY_UNSURE;
}

DmMountIdentity
dm_mount_identity_check (GDBusConnection *bus,
                         const char *bus_name,
                         const char *object_path,
                         pid_t *pid,
                         int *pidfd,
                         GError **error)
{
  g_autoptr (GError) local_error = NULL;
  DmMountIdentity identity = DM_MOUNT_IDENTITY_GONE;

  *pidfd = -1;
  *pid = get_pid (bus, bus_name, &local_error);
  if (*pid > 0)
    *pidfd = dm_backend_process_open (*pid, &local_error);
  if (*pidfd >= 0)
    identity = check_process (bus, bus_name, object_path, *pid, &local_error);
  else if (local_error != NULL && !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    identity = DM_MOUNT_IDENTITY_UNSURE;

  if (identity == DM_MOUNT_IDENTITY_UNSURE)
    g_propagate_error (error, g_steal_pointer (&local_error));
  if (*pidfd >= 0 && identity != DM_MOUNT_IDENTITY_SURE && identity != DM_MOUNT_IDENTITY_UNMOUNTED)
    {
      close (*pidfd);
      *pidfd = -1;
    }
  return identity;
}
