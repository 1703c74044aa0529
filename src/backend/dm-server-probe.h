/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-location.h"

G_BEGIN_DECLS

/* Whether the location's server answers on its port: one name look-up and one TCP
 * connect in at most @deadline_ms, then, where it can be had (dm-server-greeting.h),
 * the server's first word in at most twice that, so that GVfs' 20 s are never
 * waited for and a failure gets its right name. */
void dm_server_probe_async (DmLocation *location,
                            guint deadline_ms,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/* TRUE when it answers; else DM_ERROR_BAD_NET_PATH (unknown host, closed port,
 * no answer, no word: the message says which and names the server),
 * DM_ERROR_NO_NETWORK, or DM_ERROR_CANCELLED. */
gboolean dm_server_probe_finish (GAsyncResult *result, GError **error);

/* Whether it failed in a way that proves nothing (SMB only), so that GVfs may
 * try, which then takes no time: DNS does not know a name that NetBIOS might
 * (one label of at most 15 bytes), as GVfs looks for it by broadcast; or the
 * server ended the connection without a word, as one does that speaks only
 * SMB 1. */
gboolean dm_server_probe_leaves_doubt (GAsyncResult *result);

/* Once it answered: how long it took over that, in microseconds: over its first word
 * from when it was asked for it, else over the TCP connect. -1: that was not
 * measured. */
gint64 dm_server_probe_get_response (GAsyncResult *result);

G_END_DECLS
