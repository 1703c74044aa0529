/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-client.h"
#include "dm-import-item.h"

G_BEGIN_DECLS

/* Makes remembered drives of the @items (DmImportItem) that are chosen, one after
 * the other in their order and with their settings, then tries to connect each: those of one server one
 * after the other, the servers side by side. What cannot be connected now stays
 * remembered. Each item tells what has become of it; "local" is then its name. */
void dm_import_map_async (DmClient *self, GListModel *items, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* FALSE with DM_ERROR_CANCELLED only: then what had been done stays. */
gboolean dm_import_map_finish (DmClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
