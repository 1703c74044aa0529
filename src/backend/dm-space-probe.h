/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmSpaceProbe:
 *
 * Asks how much room there is below one folder, which may be on a server. All
 * access is in a short-lived child that is killed at the deadline, so a dead
 * server cannot hang us, and that opens nothing there. A child inside a call to
 * a dead server ends only when the kernel lets it: until then there is no other.
 */
#define DM_TYPE_SPACE_PROBE (dm_space_probe_get_type ())
G_DECLARE_FINAL_TYPE (DmSpaceProbe, dm_space_probe, DM, SPACE_PROBE, GObject)

DmSpaceProbe *dm_space_probe_new (const char *path);

/* DM_ERROR_BUSY while the last child is still there, else
 * DM_ERROR_CONNECTION_UNAVAILABLE or G_IO_ERROR_CANCELLED. */
void dm_space_probe_look_async (DmSpaceProbe *self,
                                guint deadline_ms,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* In bytes, as the server says; 0 where it has no sizes. @available: to this
 * user. */
gboolean dm_space_probe_look_finish (DmSpaceProbe *self,
                                     GAsyncResult *result,
                                     guint64 *total,
                                     guint64 *available,
                                     GError **error);

/* Whether a child is there, also one that was given up: its request may still be
 * with the server. */
gboolean dm_space_probe_is_asking (DmSpaceProbe *self);

G_END_DECLS
