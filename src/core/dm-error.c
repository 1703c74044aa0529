/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-error.h"

#include "dm-names.h"

static const GDBusErrorEntry entries[] = {
  { DM_ERROR_ACCESS_DENIED, DM_ERROR_PREFIX "AccessDenied" },
  { DM_ERROR_NOT_SUPPORTED, DM_ERROR_PREFIX "NotSupported" },
  { DM_ERROR_BAD_NET_PATH, DM_ERROR_PREFIX "BadNetPath" },
  { DM_ERROR_BAD_NET_NAME, DM_ERROR_PREFIX "BadNetName" },
  { DM_ERROR_ALREADY_ASSIGNED, DM_ERROR_PREFIX "AlreadyAssigned" },
  { DM_ERROR_INVALID_PASSWORD, DM_ERROR_PREFIX "InvalidPassword" },
  { DM_ERROR_INVALID_PARAMETER, DM_ERROR_PREFIX "InvalidParameter" },
  { DM_ERROR_INVALID_LEVEL, DM_ERROR_PREFIX "InvalidLevel" },
  { DM_ERROR_BUSY, DM_ERROR_PREFIX "Busy" },
  { DM_ERROR_BAD_DEVICE, DM_ERROR_PREFIX "BadDevice" },
  { DM_ERROR_CONNECTION_UNAVAILABLE, DM_ERROR_PREFIX "ConnectionUnavailable" },
  { DM_ERROR_DEVICE_ALREADY_REMEMBERED, DM_ERROR_PREFIX "DeviceAlreadyRemembered" },
  { DM_ERROR_NO_NET_OR_BAD_PATH, DM_ERROR_PREFIX "NoNetOrBadPath" },
  { DM_ERROR_BAD_PROVIDER, DM_ERROR_PREFIX "BadProvider" },
  { DM_ERROR_CANNOT_OPEN_PROFILE, DM_ERROR_PREFIX "CannotOpenProfile" },
  { DM_ERROR_BAD_PROFILE, DM_ERROR_PREFIX "BadProfile" },
  { DM_ERROR_EXTENDED_ERROR, DM_ERROR_PREFIX "ExtendedError" },
  { DM_ERROR_CREDENTIAL_CONFLICT, DM_ERROR_PREFIX "CredentialConflict" },
  { DM_ERROR_NO_NETWORK, DM_ERROR_PREFIX "NoNetwork" },
  { DM_ERROR_CANCELLED, DM_ERROR_PREFIX "Cancelled" },
  { DM_ERROR_LOGON_FAILURE, DM_ERROR_PREFIX "LogonFailure" },
  { DM_ERROR_NOT_CONNECTED, DM_ERROR_PREFIX "NotConnected" },
  { DM_ERROR_OPEN_FILES, DM_ERROR_PREFIX "OpenFiles" },
  { DM_ERROR_DEVICE_IN_USE, DM_ERROR_PREFIX "DeviceInUse" },
};

/* The codes have gaps, so only their number can be checked here. */
G_STATIC_ASSERT (G_N_ELEMENTS (entries) == 24);

/* 0 if @remote is not one of our D-Bus names. */
static int
find_code_of_remote (const char *remote)
{
  for (gsize i = 0; remote != NULL && i < G_N_ELEMENTS (entries); i++)
    {
      if (g_str_equal (entries[i].dbus_error_name, remote))
        return entries[i].error_code;
    }

  return 0;
}

/* An error that GDBus decoded before our domain was registered is still known
 * by its D-Bus name. */
static int
find_code (const GError *error)
{
  g_autofree char *remote = NULL;
  int code;

  if (error->domain == DM_ERROR && dm_error_get_name (error->code) != NULL)
    return error->code;

  remote = g_dbus_error_get_remote_error (error);
  code = find_code_of_remote (remote);
  if (code != 0)
    return code;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return DM_ERROR_CANCELLED;

  return DM_ERROR_EXTENDED_ERROR;
}

GQuark
dm_error_quark (void)
{
  static gsize quark = 0;

  g_dbus_error_register_error_domain ("dm-error-quark", &quark, entries, G_N_ELEMENTS (entries));
  return (GQuark) quark;
}

const char *
dm_error_get_name (int code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      if (entries[i].error_code == code)
        return entries[i].dbus_error_name + strlen (DM_ERROR_PREFIX);
    }

  return NULL;
}

gboolean
dm_error_is_in_use (const GError *error)
{
  return g_error_matches (error, DM_ERROR, DM_ERROR_OPEN_FILES) ||
         g_error_matches (error, DM_ERROR, DM_ERROR_DEVICE_IN_USE);
}

guint
dm_error_to_win32 (const GError *error)
{
  return error != NULL ? (guint) find_code (error) : 0;
}

void
dm_error_normalize (GError **error)
{
  if (error == NULL || *error == NULL)
    return;

  (*error)->code = find_code (*error);
  (*error)->domain = DM_ERROR;
  g_dbus_error_strip_remote_error (*error);
}
