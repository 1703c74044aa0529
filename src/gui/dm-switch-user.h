/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-client.h"
#include "dm-location.h"

G_BEGIN_DECLS

/* Moves the drive @local to @location: the same place as another user, as whom
 * it must be connected already without a local name, so that nothing is given up
 * for a login that does not work. Refused with OpenFiles or DeviceInUse while
 * anything is open; then all stays as it was. @keep: whether the connection
 * without a name was there before, and stays. */
void dm_switch_user_async (DmClient *client, const char *local, DmLocation *location, gboolean remember, gboolean keep, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_switch_user_finish (GAsyncResult *result, GError **error);

G_END_DECLS
