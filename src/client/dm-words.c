/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-words.h"

#include <glib/gi18n-lib.h>

const char *
dm_status_to_words (DmStatus status)
{
  switch (status)
    {
    case DM_STATUS_OK:
      return _ ("Connected");
    case DM_STATUS_CONNECTING:
      return _ ("Connecting");
    case DM_STATUS_RECONNECTING:
      return _ ("Reconnecting");
    case DM_STATUS_DISCONNECTED:
      return _ ("Connection lost");
    case DM_STATUS_UNAVAILABLE:
      return _ ("Not available");
    case DM_STATUS_DRAINING:
      return _ ("Disconnecting");
    case DM_STATUS_NEEDS_PASSWORD:
      return _ ("Needs password");
    case DM_STATUS_PAUSED:
      return _ ("Paused");
    case DM_STATUS_ERROR:
    default:
      return _ ("Error");
    }
}

const char *
dm_holder_mode_to_words (DmHolderMode mode)
{
  switch (mode)
    {
    case DM_HOLDER_MODE_READ:
      return _ ("read");
    case DM_HOLDER_MODE_WRITE:
      return _ ("write");
    case DM_HOLDER_MODE_READ_WRITE:
      return _ ("read, write");
    case DM_HOLDER_MODE_UNKNOWN:
    default:
      return NULL;
    }
}

char *
dm_login_kept_to_words (DmLoginKept kept,
                        const char *keyring)
{
  switch (kept)
    {
    case DM_LOGIN_KEPT_PERMANENT:
      return keyring != NULL ? g_strdup_printf (_ ("Password in the keyring “%s”"), keyring)
                             : g_strdup (_ ("Password in the keyring"));
    case DM_LOGIN_KEPT_LOCKED:
      return keyring != NULL ? g_strdup_printf (_ ("Password in the keyring “%s”, which is locked"), keyring)
                             : g_strdup (_ ("Password in a keyring that is locked"));
    case DM_LOGIN_KEPT_SESSION:
      return g_strdup (_ ("Password kept until you sign out"));
    case DM_LOGIN_KEPT_NOWHERE:
      return g_strdup (_ ("No password is kept"));
    case DM_LOGIN_KEPT_UNKNOWN:
    default:
      return g_strdup (_ ("There is no keyring to keep a password in"));
    }
}
