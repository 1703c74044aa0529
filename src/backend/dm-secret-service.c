/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-secret-service.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"

GError *
dm_secret_service_create_locked_error (const char *place)
{
  return g_error_new (DM_ERROR, DM_ERROR_LOGON_FAILURE,
                      _ ("The password for %s is in a keyring that is locked. Unlock the keyring or enter the password."), place);
}
