/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-location.h"

G_BEGIN_DECLS

/* Why the share cannot be connected, where all that GVfs says is "Invalid argument":
 * the server is asked in another way, with a deadline of 5 s. */
void dm_smb_reason_find_async (DmLocation *location,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* (transfer full) (nullable): a DM_ERROR; NULL: nothing that would explain it. */
GError *dm_smb_reason_find_finish (GAsyncResult *result);

G_END_DECLS
