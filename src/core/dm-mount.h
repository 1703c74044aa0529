/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-enums.h"
#include "dm-location.h"

G_BEGIN_DECLS

/**
 * DmMount:
 * @origin: who mounted it.
 * @id: unique while it lives: for gvfs the backend's unique bus name and
 *   object path, for the kernel the mount id.
 * @location: (nullable): the mounted place; NULL if it has no address we can
 *   read (then @source stands for it).
 * @source: what the system calls it: the stable name, or mountinfo's source.
 * @path: (nullable): where programs see it: the FUSE path or the mount point.
 * @type: GVfs' mount type ("smb-share") or the file system type ("cifs").
 * @bus_name: (nullable): the backend's unique bus name, gvfs only.
 * @object_path: (nullable): the mount's object at @bus_name, gvfs only.
 *
 * Something that is mounted now, as a source saw it. Immutable, counted.
 */
typedef struct
{
  gatomicrefcount ref_count;
  DmOrigin origin;
  char *id;
  DmLocation *location;
  char *source;
  char *path;
  char *type;
  char *bus_name;
  char *object_path;
} DmMount;

/* A mount with all strings copied and the location referenced. */
DmMount *dm_mount_new (DmOrigin origin,
                       const char *id,
                       DmLocation *location,
                       const char *source,
                       const char *path,
                       const char *type,
                       const char *bus_name,
                       const char *object_path);
DmMount *dm_mount_ref (DmMount *self);
void dm_mount_unref (DmMount *self);

/* What a person calls it: the location's remote, else @source. */
char *dm_mount_dup_remote (DmMount *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmMount, dm_mount_unref)

G_END_DECLS
