/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Waits until opening files through the GVfs FUSE folder @path works: GVfs
 * before 1.52.1 answers EIO for some seconds after a remount. All access is in
 * a short-lived child that is killed at the deadline, so a dead server cannot
 * hang us. Reads only; writes nothing on the share. */
void dm_path_probe_async (const char *path,
                          guint deadline_ms,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

/* TRUE when it works; else DM_ERROR_CONNECTION_UNAVAILABLE or CANCELLED. */
gboolean dm_path_probe_finish (GAsyncResult *result, GError **error);

G_END_DECLS
