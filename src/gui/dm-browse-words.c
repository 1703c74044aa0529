/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-browse-words.h"

#include <glib/gi18n-lib.h>

#include "dm-bidi.h"
#include "dm-error.h"

char *
dm_browse_dup_server (DmSignIn *sign_in)
{
  g_autoptr (DmLocation) location = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (DM_IS_SIGN_IN (sign_in), NULL);

  location = dm_sign_in_dup_location (sign_in, NULL);
  if (location == NULL)
    return dm_bidi_isolate (dm_sign_in_get_remote (sign_in));
  if (dm_location_get_port (location) == 0)
    return dm_bidi_isolate (dm_location_get_server (location));

  name = g_strdup_printf ("%s:%u", dm_location_get_server (location), dm_location_get_port (location));

  return dm_bidi_isolate (name);
}

const char *
dm_browse_get_error_title (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  switch ((DmError) error->code)
    {
    case DM_ERROR_LOGON_FAILURE:
      return _ ("Sign-In Needed");
    case DM_ERROR_ACCESS_DENIED:
      return _ ("Not Allowed");
    case DM_ERROR_BAD_NET_PATH:
    case DM_ERROR_NO_NETWORK:
      return _ ("Not Reachable");
    default:
      return _ ("This Did Not Work");
    }
}

char *
dm_browse_dup_none_found (DmSignIn *sign_in,
                          const char *hints)
{
  g_autofree char *server = NULL;
  const char *advice = _ ("A server need not announce itself: type its name or address above.");

  if (sign_in == NULL)
    return hints != NULL ? g_strjoin ("\n", hints, advice, NULL) : g_strdup (advice);

  server = dm_browse_dup_server (sign_in);

  return g_strdup_printf (_ ("%s shows no shares. It may show some to a user that it knows."), server);
}
