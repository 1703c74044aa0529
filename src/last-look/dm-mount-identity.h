/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmMountIdentity:
 * @DM_MOUNT_IDENTITY_SURE: the process serves this mount and no other.
 * @DM_MOUNT_IDENTITY_UNMOUNTED: the process is there but serves no mount any
 *   more (GVfs lets it live on for a second or two).
 * @DM_MOUNT_IDENTITY_GONE: the process has ended.
 * @DM_MOUNT_IDENTITY_UNSURE: anything else; the error is set.
 */
typedef enum
{
  DM_MOUNT_IDENTITY_SURE,
  DM_MOUNT_IDENTITY_UNMOUNTED,
  DM_MOUNT_IDENTITY_GONE,
  DM_MOUNT_IDENTITY_UNSURE,
} DmMountIdentity;

/* Finds the process of the mount @object_path at @bus_name, opens a pidfd of
 * it, and only then makes sure that bus name, pid, program, user and the mount
 * tracker all agree, so that the pidfd can be of no other process. @pid and
 * @pidfd are set (and @pidfd the caller's) for SURE and UNMOUNTED. */
DmMountIdentity dm_mount_identity_check (GDBusConnection *bus,
                                         const char *bus_name,
                                         const char *object_path,
                                         pid_t *pid,
                                         int *pidfd,
                                         GError **error);

G_END_DECLS
