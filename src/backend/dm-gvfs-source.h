/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-mount-source.h"
#include "dm-mount-operation.h"

G_BEGIN_DECLS

/**
 * DmGvfsSource:
 *
 * GVfs' network mounts, from its mount tracker: who serves what, by bus name
 * and pid. Mounting and unmounting go through GIO.
 */
#define DM_TYPE_GVFS_SOURCE (dm_gvfs_source_get_type ())
G_DECLARE_FINAL_TYPE (DmGvfsSource, dm_gvfs_source, DM, GVFS_SOURCE, GObject)

/* Creates GIO's volume monitor, which reads from the bus: call it before the
 * main loop runs. */
DmGvfsSource *dm_gvfs_source_new (GDBusConnection *bus);

/* Mounts @root (a mount root). GVfs cannot take a mount back while it makes
 * it, so this cannot be cancelled; it may take 20 s and more. */
void dm_gvfs_source_mount_async (DmGvfsSource *self,
                                 DmLocation *root,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/* (transfer full): the mount, announced by then, also if somebody else made it
 * just before. Else a DM_ERROR: LOGON_FAILURE, BAD_NET_NAME, ACCESS_DENIED,
 * BAD_PROVIDER, EXTENDED_ERROR, each naming the location. */
DmMount *dm_gvfs_source_mount_finish (DmGvfsSource *self,
                                      GAsyncResult *result,
                                      GError **error);

/* Whether it failed because the password is in a keyring that is locked. */
gboolean dm_gvfs_source_mount_met_locked_keyring (GAsyncResult *result);

/* GVfs' own unmount. Without @force it is refused when GVfs has a job under
 * way, but not when files are open. Cancelling ends the waiting only. */
void dm_gvfs_source_unmount_async (DmGvfsSource *self,
                                   DmMount *mount,
                                   gboolean force,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/* TRUE also when it was gone already. FALSE with G_IO_ERROR_BUSY when GVfs
 * names jobs under way, with @processes (GPid; out, transfer full, nullable,
 * maybe empty); else another G_IO_ERROR. */
gboolean dm_gvfs_source_unmount_finish (DmGvfsSource *self,
                                        GAsyncResult *result,
                                        GArray **processes,
                                        GError **error);

/* Reads the tracker's list again and announces what differs. */
void dm_gvfs_source_resync_async (DmGvfsSource *self,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean dm_gvfs_source_resync_finish (DmGvfsSource *self,
                                       GAsyncResult *result,
                                       GError **error);

G_END_DECLS
