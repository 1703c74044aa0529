/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-location.h"

G_BEGIN_DECLS

/* Whether a password is kept for @location in a keyring that is locked; then the
 * drive waits for that keyring.
 * Never prompts, and reads no secret. */
void dm_keyring_lock_check_async (DmLocation *location, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* FALSE also without a secret service; @error is set when cancelled only. */
gboolean dm_keyring_lock_check_finish (GAsyncResult *result, GError **error);

/* Unlocks the keyrings that have a password for @location: the desktop asks for
 * their password (the user's word started it). */
void dm_keyring_lock_open_async (DmLocation *location, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* FALSE with DM_ERROR: DM_ERROR_CANCELLED if they stayed locked. */
gboolean dm_keyring_lock_open_finish (GAsyncResult *result, GError **error);

G_END_DECLS
