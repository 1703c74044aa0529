/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-holder.h"

G_BEGIN_DECLS

/**
 * DmHolderTarget:
 * @path: (nullable): where programs see the mount.
 * @backend: the pid of its GVfs backend, 0 if it has none.
 *
 * A mount to look at.
 */
typedef struct
{
  const char *path;
  pid_t backend;
} DmHolderTarget;

/* Who holds what on each of @targets: streams and /proc merged, so that one
 * open file counts once. A FUSE stream without a program that has the file
 * still open is a file on its way to the server: a holder of kind stream whose
 * program is gvfsd-fuse, with a note. Blocks for one /proc pass (tens of ms):
 * for threads and short-lived processes. In a sandbox DM_ERROR_NOT_SUPPORTED,
 * unless our helper may look outside.
 * (transfer full): an array of n_targets holder lists, in their order. */
GPtrArray *dm_holders_scan (const DmHolderTarget *targets,
                            gsize n_targets,
                            GError **error);

/* The same in a thread; @targets are copied. */
void dm_holders_scan_async (const DmHolderTarget *targets,
                            gsize n_targets,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
GPtrArray *dm_holders_scan_finish (GAsyncResult *result, GError **error);

G_END_DECLS
