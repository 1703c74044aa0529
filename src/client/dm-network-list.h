/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The names of the network connections that are active now, as NetworkManager
 * gives them: what a drive's networks can be chosen from. */
void dm_network_list_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* (transfer full): sorted, each once; empty where there is no NetworkManager.
 * NULL when cancelled only. */
GStrv dm_network_list_finish (GAsyncResult *result, GError **error);

G_END_DECLS
