/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-use-messages.h"

#include <glib/gi18n-lib.h>

#include "dm-cli-table.h"
#include "dm-error.h"

static const struct
{
  guint number;
  const char *text;
} messages[] = {
  /* System errors */
  { DM_ERROR_ACCESS_DENIED, N_ ("Access is denied.") },
  { DM_ERROR_NOT_SUPPORTED, N_ ("The request is not supported.") },
  { DM_ERROR_BAD_NET_PATH, N_ ("The network path was not found.") },
  { DM_ERROR_BAD_NET_NAME, N_ ("The network name cannot be found.") },
  { DM_ERROR_ALREADY_ASSIGNED, N_ ("The local device name is already in use.") },
  { DM_ERROR_INVALID_PASSWORD, N_ ("The specified network password is not correct.") },
  { DM_ERROR_INVALID_PARAMETER, N_ ("The parameter is incorrect.") },
  { DM_ERROR_INVALID_LEVEL, N_ ("The system call level is not correct.") },
  { DM_ERROR_BUSY, N_ ("The requested resource is in use.") },
  { DM_ERROR_BAD_DEVICE, N_ ("The specified device name is invalid.") },
  { DM_ERROR_CONNECTION_UNAVAILABLE, N_ ("The device is not currently connected but it is a remembered connection.") },
  { DM_ERROR_DEVICE_ALREADY_REMEMBERED, N_ ("The local device name has a remembered connection to another network resource.") },
  { DM_ERROR_NO_NET_OR_BAD_PATH, N_ ("The network path was either typed incorrectly, does not exist, or the network provider is not currently available.") },
  { DM_ERROR_BAD_PROVIDER, N_ ("The specified network provider name is invalid.") },
  { DM_ERROR_CANNOT_OPEN_PROFILE, N_ ("Unable to open the network connection profile.") },
  { DM_ERROR_BAD_PROFILE, N_ ("The network connection profile is corrupted.") },
  { DM_ERROR_EXTENDED_ERROR, N_ ("An extended error has occurred.") },
  { DM_ERROR_CREDENTIAL_CONFLICT, N_ ("Multiple connections to a server or shared resource by the same user, using more than one user name, are not allowed.") },
  { DM_ERROR_NO_NETWORK, N_ ("The network is not present or not started.") },
  { DM_ERROR_CANCELLED, N_ ("The operation was canceled by the user.") },
  { DM_ERROR_LOGON_FAILURE, N_ ("The user name or password is incorrect.") },
  { DM_ERROR_NOT_CONNECTED, N_ ("The network connection could not be found.") },
  { DM_ERROR_OPEN_FILES, N_ ("This network connection has files open or requests pending.") },
  { DM_ERROR_DEVICE_IN_USE, N_ ("The device is in use by an active process and cannot be disconnected.") },

  /* Translators: %1 and %2 are put in by Drivemap. */
  { DM_USE_MESSAGE_DONE, N_ ("The command completed successfully.") },
  { DM_USE_MESSAGE_SYSTEM_ERROR, N_ ("System error %1 has occurred.") },
  { DM_USE_MESSAGE_BAD_VALUE, N_ ("The value for the %1 option is not valid.") },
  { DM_USE_MESSAGE_UNKNOWN_OPTION, N_ ("The option %1 is unknown.") },
  { DM_USE_MESSAGE_HAVE_CONNECTIONS, N_ ("You have these remote connections:") },
  { DM_USE_MESSAGE_WILL_CANCEL, N_ ("Continuing will cancel the connections.") },
  { DM_USE_MESSAGE_REMEMBERED, N_ ("New connections will be remembered.") },
  { DM_USE_MESSAGE_NOT_REMEMBERED, N_ ("New connections will not be remembered.") },
  { DM_USE_MESSAGE_NO_ENTRIES, N_ ("There are no entries in the list.") },
  { DM_USE_MESSAGE_FILES_OPEN, N_ ("There are open files and/or incomplete directory searches pending on the connection to %1.") },
  { DM_USE_MESSAGE_HAS_REMEMBERED, N_ ("The local device name %1 has a remembered connection to %2.") },
  { DM_USE_MESSAGE_NOW_CONNECTED, N_ ("Drive %1 is now connected to %2.") },
  { DM_USE_MESSAGE_DELETED, N_ ("%1 was deleted successfully.") },
  /* Translators: Y and N: the first letters of “yes” and “no”; no is the default. */
  { DM_USE_MESSAGE_ASK_FORCE, N_ ("Is it OK to continue disconnecting and force them closed? (Y/N) [N]:") },
  { DM_USE_MESSAGE_ASK_CONTINUE, N_ ("Do you want to continue this operation? (Y/N) [N]:") },
  { DM_USE_MESSAGE_ASK_OVERWRITE, N_ ("Do you want to overwrite the remembered connection? (Y/N) [N]:") },
  { DM_USE_MESSAGE_NO_ANSWER, N_ ("No valid response was provided.") },
  { DM_USE_MESSAGE_FILES_UNKNOWN, N_ ("It cannot be checked from this sandbox whether files are open on the connection to %1.") },
  { DM_USE_MESSAGE_TYPE_PASSWORD, N_ ("Type the password for %1:") },
  { DM_USE_MESSAGE_INVALID_LOGIN, N_ ("The password or user name is invalid for %1.") },
  { DM_USE_MESSAGE_ENTER_USER, N_ ("Enter the user name for “%1” [%2]:") },
  { DM_USE_MESSAGE_ENTER_PASSWORD, N_ ("Enter the password for “%1” to connect to “%2”:") },
  /* Translators: labels of at most 17 characters. */
  { DM_USE_MESSAGE_LOCAL_NAME, N_ ("Local name") },
  { DM_USE_MESSAGE_REMOTE_NAME, N_ ("Remote name") },
  { DM_USE_MESSAGE_RESOURCE_TYPE, N_ ("Resource type") },
  { DM_USE_MESSAGE_STATUS, N_ ("Status") },
  { DM_USE_MESSAGE_N_OPENS, N_ ("# Opens") },
  { DM_USE_MESSAGE_N_CONNECTIONS, N_ ("# Connections") },
  /* Translators: the type of a resource: what is not a printer. */
  { DM_USE_MESSAGE_DISK, N_ ("Disk") },
  { DM_USE_MESSAGE_COLUMN_STATUS, N_ ("Status") },
  { DM_USE_MESSAGE_COLUMN_LOCAL, N_ ("Local") },
  { DM_USE_MESSAGE_COLUMN_REMOTE, N_ ("Remote") },
  { DM_USE_MESSAGE_COLUMN_NETWORK, N_ ("Network") },
};

const char *
dm_use_message_get (guint number)
{
  for (size_t i = 0; i < G_N_ELEMENTS (messages); i++)
    if (messages[i].number == number)
      return _ (messages[i].text);

  return NULL;
}

char *
dm_use_message_format (guint number,
                       const char *first,
                       const char *second)
{
  const char *text = dm_use_message_get (number);
  GString *out = g_string_new (NULL);

  for (const char *p = text != NULL ? text : ""; *p != '\0'; p++)
    {
      const char *value = p[0] != '%' ? NULL : p[1] == '1' ? first
                                             : p[1] == '2' ? second
                                                           : NULL;

      if (value == NULL)
        {
          g_string_append_c (out, *p);
          continue;
        }
      g_string_append (out, value);
      p++;
    }

  return g_string_free (out, FALSE);
}

char *
dm_use_error_to_text (const GError *error)
{
  guint code = dm_error_to_win32 (error);
  g_autofree char *number = g_strdup_printf ("%u", code);
  g_autofree char *head = dm_use_message_format (DM_USE_MESSAGE_SYSTEM_ERROR, number, NULL);
  g_autofree char *detail = dm_cli_text_sanitize (error->message);
  const char *text = dm_use_message_get (code);

  if (text == NULL || g_str_equal (text, detail))
    return g_strdup_printf ("%s\n\n%s\n", head, detail);

  return g_strdup_printf ("%s\n\n%s\n%s\n", head, text, detail);
}
