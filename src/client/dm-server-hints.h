/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Why no server was heard announcing itself: what listens for that on this computer,
 * and is missing. Gives whole sentences, translated. An error only when cancelled. */
void dm_server_hints_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GStrv dm_server_hints_finish (GAsyncResult *result, GError **error);

G_END_DECLS
