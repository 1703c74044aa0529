/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-location.h"

G_BEGIN_DECLS

/* Whether GVfs, looking for a saved password for @location, would find one in a
 * keyring that is locked: then it has the user asked for the keyring's password,
 * whoever connects and why, and waits for that; even if it finds another one that
 * is not locked. This never prompts, and reads no secret. */
void dm_locked_secret_check_async (DmLocation *location,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/* TRUE: it would not, or there is no secret service that answers. FALSE with
 * DM_ERROR_LOGON_FAILURE: it would; or with DM_ERROR_CANCELLED. */
gboolean dm_locked_secret_check_finish (GAsyncResult *result, GError **error);

G_END_DECLS
