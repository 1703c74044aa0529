/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-location.h"

G_BEGIN_DECLS

/* The SMB servers for which a login is saved. Only what the items say of themselves
 * is read, also in a keyring that is locked: no secret, and nobody is asked. */
void dm_saved_servers_list_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* (transfer full): their shares IPC$ (DmLocation); empty where there is no secret
 * service. NULL: only when it was cancelled. */
GPtrArray *dm_saved_servers_list_finish (GAsyncResult *result, GError **error);

G_END_DECLS
