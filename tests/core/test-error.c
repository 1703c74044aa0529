/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-error.h"

#define PREFIX "io.github.drivemap.Drivemap.Error."

/* The names and Win32 numbers are the public contract. */
static const struct
{
  int code;
  int number;
  const char *name;
} codes[] = {
  { DM_ERROR_ACCESS_DENIED, 5, "AccessDenied" },
  { DM_ERROR_NOT_SUPPORTED, 50, "NotSupported" },
  { DM_ERROR_BAD_NET_PATH, 53, "BadNetPath" },
  { DM_ERROR_BAD_NET_NAME, 67, "BadNetName" },
  { DM_ERROR_ALREADY_ASSIGNED, 85, "AlreadyAssigned" },
  { DM_ERROR_INVALID_PASSWORD, 86, "InvalidPassword" },
  { DM_ERROR_INVALID_PARAMETER, 87, "InvalidParameter" },
  { DM_ERROR_INVALID_LEVEL, 124, "InvalidLevel" },
  { DM_ERROR_BUSY, 170, "Busy" },
  { DM_ERROR_BAD_DEVICE, 1200, "BadDevice" },
  { DM_ERROR_CONNECTION_UNAVAILABLE, 1201, "ConnectionUnavailable" },
  { DM_ERROR_DEVICE_ALREADY_REMEMBERED, 1202, "DeviceAlreadyRemembered" },
  { DM_ERROR_NO_NET_OR_BAD_PATH, 1203, "NoNetOrBadPath" },
  { DM_ERROR_BAD_PROVIDER, 1204, "BadProvider" },
  { DM_ERROR_CANNOT_OPEN_PROFILE, 1205, "CannotOpenProfile" },
  { DM_ERROR_BAD_PROFILE, 1206, "BadProfile" },
  { DM_ERROR_EXTENDED_ERROR, 1208, "ExtendedError" },
  { DM_ERROR_CREDENTIAL_CONFLICT, 1219, "CredentialConflict" },
  { DM_ERROR_NO_NETWORK, 1222, "NoNetwork" },
  { DM_ERROR_CANCELLED, 1223, "Cancelled" },
  { DM_ERROR_LOGON_FAILURE, 1326, "LogonFailure" },
  { DM_ERROR_NOT_CONNECTED, 2250, "NotConnected" },
  { DM_ERROR_OPEN_FILES, 2401, "OpenFiles" },
  { DM_ERROR_DEVICE_IN_USE, 2404, "DeviceInUse" },
};

static void
test_names (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_assert_cmpint (codes[i].code, ==, codes[i].number);
      g_assert_cmpstr (dm_error_get_name (codes[i].code), ==, codes[i].name);
    }

  g_assert_null (dm_error_get_name (0));
  g_assert_null (dm_error_get_name (-1));
  g_assert_null (dm_error_get_name (1207));
}

/* There and back, as an error goes over D-Bus. */
static void
test_bus_names (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) sent = g_error_new (DM_ERROR, codes[i].code, "Z: is in use");
      g_autofree char *name = g_dbus_error_encode_gerror (sent);
      g_autofree char *expected = g_strconcat (PREFIX, codes[i].name, NULL);
      g_autoptr (GError) received = g_dbus_error_new_for_dbus_error (name, sent->message);

      g_assert_cmpstr (name, ==, expected);
      g_assert_error (received, DM_ERROR, codes[i].code);
      g_assert_cmpuint (dm_error_to_win32 (received), ==, (guint) codes[i].number);
      dm_error_normalize (&received);
      g_assert_error (received, DM_ERROR, codes[i].code);
      g_assert_cmpstr (received->message, ==, "Z: is in use");
    }
}

static void
test_normalize (void)
{
  const struct
  {
    GQuark domain;
    int code;
    const char *message;
    int expected_code;
    const char *expected_message;
  } cases[] = {
    { DM_ERROR, DM_ERROR_OPEN_FILES, "two files", DM_ERROR_OPEN_FILES, "two files" },
    { DM_ERROR, 4711, "odd", DM_ERROR_EXTENDED_ERROR, "odd" },
    { G_IO_ERROR, G_IO_ERROR_CANCELLED, "stop", DM_ERROR_CANCELLED, "stop" },
    { G_IO_ERROR, G_IO_ERROR_FAILED, "boom", DM_ERROR_EXTENDED_ERROR, "boom" },
    { G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "no", DM_ERROR_EXTENDED_ERROR, "no" },
    { G_FILE_ERROR, G_FILE_ERROR_NOENT, "gone", DM_ERROR_EXTENDED_ERROR, "gone" },
    { G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN, "GDBus.Error:org.freedesktop.DBus.Error.ServiceUnknown: nobody", DM_ERROR_EXTENDED_ERROR, "nobody" },
    { G_IO_ERROR, G_IO_ERROR_DBUS_ERROR, "GDBus.Error:org.example.Odd: odd", DM_ERROR_EXTENDED_ERROR, "odd" },
    /* As decoded by GDBus before our domain was known to it. */
    { G_IO_ERROR, G_IO_ERROR_DBUS_ERROR, "GDBus.Error:" PREFIX "Busy: wait", DM_ERROR_BUSY, "wait" },
    { G_IO_ERROR, G_IO_ERROR_DBUS_ERROR, "GDBus.Error:" PREFIX "Unheard: of", DM_ERROR_EXTENDED_ERROR, "of" },
    { DM_ERROR, DM_ERROR_BUSY, "GDBus.Error:" PREFIX "Busy: wait", DM_ERROR_BUSY, "wait" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (cases[i].domain, cases[i].code, cases[i].message);

      g_assert_cmpuint (dm_error_to_win32 (error), ==, (guint) cases[i].expected_code);
      dm_error_normalize (&error);
      g_assert_error (error, DM_ERROR, cases[i].expected_code);
      g_assert_cmpstr (error->message, ==, cases[i].expected_message);
    }
}

static void
test_none (void)
{
  GError *error = NULL;

  g_assert_cmpuint (dm_error_to_win32 (NULL), ==, 0);
  dm_error_normalize (NULL);
  dm_error_normalize (&error);
  g_assert_no_error (error);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/error/names", test_names);
  g_test_add_func ("/error/bus-names", test_bus_names);
  g_test_add_func ("/error/normalize", test_normalize);
  g_test_add_func ("/error/none", test_none);

  return g_test_run ();
}
