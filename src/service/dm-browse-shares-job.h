/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-manager.h"

G_BEGIN_DECLS

/* Which shares @server has (its share IPC$, as whom to look), sorted by name.
 * @hidden: also administrative ones and those whose name ends in "$". */
void dm_browse_shares_job_async (DmManager *manager,
                                 DmLocation *server,
                                 gboolean hidden,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/* (transfer full): `aa{sv}` as Manager.Browse () returns it, and its errors. */
GVariant *dm_browse_shares_job_finish (GAsyncResult *result, GError **error);

G_END_DECLS
