/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-bidi.h"

char *
dm_bidi_isolate (const char *text)
{
  g_autofree char *valid = NULL;
  GString *isolated;

  g_return_val_if_fail (text != NULL, NULL);

  valid = g_utf8_make_valid (text, -1);
  isolated = g_string_new ("\342\201\250");
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* One of these could end the isolation. */
      if (g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT)
        c = 0xfffd;
      g_string_append_unichar (isolated, c);
    }
  g_string_append (isolated, "\342\201\251");

  return g_string_free (isolated, FALSE);
}
