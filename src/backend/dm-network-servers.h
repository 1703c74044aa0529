/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-location.h"

G_BEGIN_DECLS

/**
 * DmNetworkServerFunc:
 * @server: its share IPC$.
 * @name: as people call it: valid UTF-8, else as the server has it.
 *
 * A server that was found.
 */
typedef void (*DmNetworkServerFunc) (DmLocation *server, const char *name, gpointer user_data);

/* Which SMB servers announce themselves, by DNS-SD or, where GVfs knows it,
 * WS-Discovery: what is in GVfs' network location. They come in one by one, and
 * nobody knows the last: this listens for @deadline_ms. @func is called for each
 * once. */
void dm_network_servers_find_async (guint deadline_ms,
                                    DmNetworkServerFunc func,
                                    gpointer func_data,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/* FALSE: only when it was cancelled. No GVfs or no announcement is no error. */
gboolean dm_network_servers_find_finish (GAsyncResult *result, GError **error);

G_END_DECLS
