/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dm-error.h"
#include "dm-location.h"

/* Every SMB server has it. */
#define SHARE "IPC$"

/* "nas@4450" is how a UNC has it, "nas:4450" and "[::1]" are like in a URI. */
static char *
complete (const char *text)
{
  if (strchr (text, '\\') != NULL || strchr (text, '/') != NULL)
    return g_strdup (text);

  return g_strconcat (strpbrk (text, ":[") != NULL ? "smb://" : "\\\\", text, NULL);
}

static char *
add_share (const char *text)
{
  g_autofree char *server = g_strdup (text);
  gsize length = strlen (server);

  while (length > 0 && strchr ("/\\", server[length - 1]) != NULL)
    server[--length] = '\0';

  return g_strconcat (server, "/" SHARE, NULL);
}

static DmLocation *
parse (const char *text,
       GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *with_share = NULL;
  DmLocation *location = dm_location_parse (text, &reason);

  if (location != NULL)
    return location;

  with_share = add_share (text);
  if (g_error_matches (reason, DM_ERROR, DM_ERROR_BAD_NET_NAME))
    location = dm_location_parse (with_share, NULL);
  if (location == NULL)
    g_propagate_error (error, g_steal_pointer (&reason));

  return location;
}

DmLocation *
dm_location_parse_server (const char *text,
                          GError **error)
{
  g_autofree char *complete_text = NULL;
  g_autoptr (DmLocation) location = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  complete_text = complete (text);
  location = parse (complete_text, error);
  if (location == NULL)
    {
      /* Whatever is wrong with it: it names no server. */
      if (error != NULL && *error != NULL)
        (*error)->code = DM_ERROR_BAD_NET_NAME;
      return NULL;
    }

  if (!g_str_equal (dm_location_get_provider (location), "smb"))
    {
      g_autofree char *uri = dm_location_to_uri (location);

      g_set_error (error, DM_ERROR, DM_ERROR_NOT_SUPPORTED,
                   _ ("Only SMB servers can be asked for their shares, and “%s” is another kind of place."), uri);
      return NULL;
    }

  return dm_location_new ("smb", dm_location_get_domain (location), dm_location_get_user (location),
                          dm_location_get_server (location), dm_location_get_port (location), SHARE, NULL, error);
}
