/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-secrets.h"

G_BEGIN_DECLS

/**
 * DmSessionSecret:
 *
 * A login put where GVfs finds it by itself: an item with the very attributes
 * that it looks for, in the collection that lasts for the session. A password
 * crosses the bus encrypted on its way there and from there to GVfs; as the
 * answer to GVfs' question it would cross it in clear. It is an item of its own,
 * beside whatever the user has saved, and goes again when it is freed.
 */
typedef struct _DmSessionSecret DmSessionSecret;

/* @location: what GVfs will be asked to mount. */
void dm_session_secret_store_async (DmLocation *location,
                                    const DmCredential *credential,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/* NULL with @error: this secret service keeps nothing for a session. */
DmSessionSecret *dm_session_secret_store_finish (GAsyncResult *result, GError **error);

/* Takes the item away, without waiting for it. */
void dm_session_secret_free (DmSessionSecret *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmSessionSecret, dm_session_secret_free)

G_END_DECLS
