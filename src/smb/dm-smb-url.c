/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-smb-url.h"

#include <string.h>

/* `$` may stay, and an administrative share reads better with it. */
#define HARMLESS "-_.~$"

static void
append_escaped (GString *url, const char *text, const char *also_harmless)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_isalnum (*p) || strchr (HARMLESS, *p) != NULL || strchr (also_harmless, *p) != NULL)
        g_string_append_c (url, *p);
      else
        g_string_append_printf (url, "%%%02X", (guint8) *p);
    }
}

char *
dm_smb_url_new (const DmSmbRequest *request, const char *share, const char *path)
{
  GString *url = g_string_new ("smb://");

  append_escaped (url, request->server, "");
  g_string_append_printf (url, ":%u/", request->port);
  if (share != NULL)
    append_escaped (url, share, "");
  if (path != NULL)
    {
      g_string_append_c (url, '/');
      append_escaped (url, path, "/");
    }

  return g_string_free (url, FALSE);
}
