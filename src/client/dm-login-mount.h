/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-location.h"

G_BEGIN_DECLS

/* For a session without a secret service: no password may cross the service's
 * interface, so the client itself mounts the place through GVfs, answering its
 * password question once with @password. @location says as whom. Mapping the
 * location afterwards adopts the connection. What is mounted already is no
 * error; DM_ERROR_LOGON_FAILURE when the server does not take the login. */
void dm_login_mount_async (DmLocation *location, const char *password, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_login_mount_finish (GAsyncResult *result, GError **error);

G_END_DECLS
