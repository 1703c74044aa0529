/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DM_ERROR:
 *
 * The one error domain. Each code has a D-Bus name below
 * io.github.drivemap.Drivemap.Error (e.g. "…Error.OpenFiles"), registered
 * with GDBus when the quark is first taken, and a Win32 system error number,
 * which is the enum's own value.
 */
#define DM_ERROR (dm_error_quark ())

typedef enum
{
  DM_ERROR_ACCESS_DENIED = 5,
  DM_ERROR_NOT_SUPPORTED = 50,
  DM_ERROR_BAD_NET_PATH = 53,
  DM_ERROR_BAD_NET_NAME = 67,
  DM_ERROR_ALREADY_ASSIGNED = 85,
  DM_ERROR_INVALID_PASSWORD = 86,
  DM_ERROR_INVALID_PARAMETER = 87,
  DM_ERROR_INVALID_LEVEL = 124,
  DM_ERROR_BUSY = 170,
  DM_ERROR_BAD_DEVICE = 1200,
  DM_ERROR_CONNECTION_UNAVAILABLE = 1201,
  DM_ERROR_DEVICE_ALREADY_REMEMBERED = 1202,
  DM_ERROR_NO_NET_OR_BAD_PATH = 1203,
  DM_ERROR_BAD_PROVIDER = 1204,
  DM_ERROR_CANNOT_OPEN_PROFILE = 1205,
  DM_ERROR_BAD_PROFILE = 1206,
  DM_ERROR_EXTENDED_ERROR = 1208,
  DM_ERROR_CREDENTIAL_CONFLICT = 1219,
  DM_ERROR_NO_NETWORK = 1222,
  DM_ERROR_CANCELLED = 1223,
  DM_ERROR_LOGON_FAILURE = 1326,
  DM_ERROR_NOT_CONNECTED = 2250,
  DM_ERROR_OPEN_FILES = 2401,
  DM_ERROR_DEVICE_IN_USE = 2404,
} DmError;

GQuark dm_error_quark (void);

/* The last part of the D-Bus name, e.g. "OpenFiles"; NULL if not a code. */
const char *dm_error_get_name (int code);

/* Whether a disconnect was refused for what is open, or may be. */
gboolean dm_error_is_in_use (const GError *error);

/* A Win32 number for any error, for those who speak NetUseDel ():
 * DM_ERROR keeps its own, G_IO_ERROR_CANCELLED is 1223, all else 1208;
 * 0 for NULL. */
guint dm_error_to_win32 (const GError *error);

/* Turns any error into the domain, in place: what is DM_ERROR already (also
 * after a trip over D-Bus, with the remote prefix stripped) stays,
 * G_IO_ERROR_CANCELLED becomes Cancelled, all else ExtendedError with the
 * old message kept. */
void dm_error_normalize (GError **error);

G_END_DECLS
