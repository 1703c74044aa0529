/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Connects every remembered drive that is not connected, all at once and without
 * asking for anything. Ends when each has been tried; an error names what did
 * not come back. */
void dm_reconnect_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_reconnect_finish (GAsyncResult *result, GError **error);

G_END_DECLS
