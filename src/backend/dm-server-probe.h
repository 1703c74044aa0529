/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-location.h"

G_BEGIN_DECLS

/* Whether the location's server answers on its port: one name look-up and one
 * TCP connect, at most @deadline_ms, so that GVfs' 20 s are never waited for
 * and a failure gets its right name. */
void dm_server_probe_async (DmLocation *location,
                            guint deadline_ms,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/* TRUE when it answers; else DM_ERROR_BAD_NET_PATH (unknown host, closed port,
 * no answer: the message says which and names server and port),
 * DM_ERROR_NO_NETWORK, or DM_ERROR_CANCELLED. */
gboolean dm_server_probe_finish (GAsyncResult *result, GError **error);

/* Whether it failed only because DNS does not know a name that NetBIOS might
 * (SMB, one label of at most 15 bytes): that proves nothing, GVfs looks for it
 * by broadcast. */
gboolean dm_server_probe_leaves_doubt (GAsyncResult *result);

G_END_DECLS
