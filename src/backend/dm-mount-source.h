/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-mount.h"

G_BEGIN_DECLS

/**
 * DmMountSource:
 *
 * Watches one kind of mounts, whoever makes and ends them. Emits
 * "mount-added" and "mount-removed" with the DmMount, also for those that are
 * there when it is opened.
 */
#define DM_TYPE_MOUNT_SOURCE (dm_mount_source_get_type ())
G_DECLARE_INTERFACE (DmMountSource, dm_mount_source, DM, MOUNT_SOURCE, GObject)

struct _DmMountSourceInterface
{
  GTypeInterface parent_iface;

  void (*open_async) (DmMountSource *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  gboolean (*open_finish) (DmMountSource *self,
                           GAsyncResult *result,
                           GError **error);
  pid_t (*get_backend) (DmMountSource *self, DmMount *mount);
};

/* Starts watching; done when what is mounted now has been announced. */
void dm_mount_source_open_async (DmMountSource *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean dm_mount_source_open_finish (DmMountSource *self,
                                      GAsyncResult *result,
                                      GError **error);

/* The process that serves @mount, 0 where there is none or it is not known. */
pid_t dm_mount_source_get_backend (DmMountSource *self, DmMount *mount);

/* For implementations. */
void dm_mount_source_emit_added (DmMountSource *self, DmMount *mount);
void dm_mount_source_emit_removed (DmMountSource *self, DmMount *mount);

G_END_DECLS
