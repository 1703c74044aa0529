/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-share-name.h"

/* What leads elsewhere in a path, and in a URI that is written like one. */
static gboolean
is_dots (const char *name)
{
  return g_str_equal (name, ".") || g_str_equal (name, "..");
}

gboolean
dm_share_name_is_plain (const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (p)))
        return FALSE;
    }

  return !is_dots (name);
}

char *
dm_share_name_escape (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  if (is_dots (name))
    return g_strdup (name[1] == '\0' ? "%2E" : "%2E%2E");

  return g_uri_escape_string (name, G_URI_RESERVED_CHARS_ALLOWED_IN_PATH, FALSE);
}

char *
dm_share_name_to_text (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  return dm_share_name_is_plain (name) ? g_strdup (name) : dm_share_name_escape (name);
}
