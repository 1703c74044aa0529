/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-client.h"
#include "dm-location.h"

G_BEGIN_DECLS

/* Which shares the server of @location has, for who named one that is not there.
 * @domain, @user: (nullable): as whom it was looked for. Gives a sentence, translated;
 * NULL if there is nothing to say, or it cannot be found out. */
void dm_share_hint_async (DmClient *client, DmLocation *location, const char *domain, const char *user, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
char *dm_share_hint_finish (GAsyncResult *result);

G_END_DECLS
