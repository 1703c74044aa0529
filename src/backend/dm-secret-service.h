/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What all that speak to the secret service share. */
#define DM_SECRET_SERVICE_NAME      "org.freedesktop.secrets"
#define DM_SECRET_SERVICE_PATH      "/org/freedesktop/secrets"
#define DM_SECRET_SERVICE_INTERFACE "org.freedesktop.Secret.Service"

/* One that hangs must not hang every drive. */
#define DM_SECRET_SERVICE_DEADLINE_MS 5000

/* (transfer full): DM_ERROR_LOGON_FAILURE: there is a password for @place, but its
 * keyring is locked. */
GError *dm_secret_service_create_locked_error (const char *place);

G_END_DECLS
