/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What imported drives are called. */

#include "config.h"

#include "dm-import.h"

#include <string.h>

#include "dm-local-name.h"

/* What a label may have, in characters. */
#define MAX_LENGTH 32

/* How many of the same name are told apart by a number. */
#define MAX_NUMBER 999

typedef gboolean (*IsTaken) (const char *name, gpointer user_data);

/* @text without what no label may have, never with two spaces in a row. */
static char *
dup_label (const char *text)
{
  g_autoptr (GString) label = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      gboolean is_gap = strchr (" /\\:", *p) != NULL;

      if (label->len == 0 && (is_gap || *p == '.'))
        continue;
      if (!is_gap)
        g_string_append_c (label, *p);
      else if (label->str[label->len - 1] != ' ')
        g_string_append_c (label, ' ');
    }

  return g_strdup (g_strchomp (label->str));
}

static void
truncate_label (char *label,
                glong max)
{
  if (g_utf8_strlen (label, -1) > max)
    *g_utf8_offset_to_pointer (label, max) = '\0';
  g_strchomp (label);
}

/* NULL: no name can be made of it. */
static char *
number_label (const char *label,
              guint number)
{
  g_autofree char *suffix = number > 1 ? g_strdup_printf (" %u", number) : g_strdup ("");
  g_autofree char *head = g_strdup (label);
  g_autofree char *name = NULL;

  truncate_label (head, MAX_LENGTH - (glong) strlen (suffix));
  name = g_strconcat (head, suffix, NULL);

  return dm_local_name_normalize (name, NULL);
}

static char *
choose_letter (char letter,
               IsTaken is_taken,
               gpointer user_data)
{
  const char name[] = { g_ascii_toupper (letter), ':', '\0' };

  return is_taken (name, user_data) ? NULL : g_strdup (name);
}

char *
dm_import_choose_local (const char *label,
                        IsTaken is_taken,
                        gpointer user_data)
{
  g_autofree char *base = NULL;

  g_return_val_if_fail (is_taken != NULL, NULL);

  if (label == NULL)
    return NULL;
  if (dm_local_name_is_letter (label))
    return choose_letter (*label, is_taken, user_data);

  base = dup_label (label);
  if (g_ascii_isalpha (base[0]) && base[1] == '\0')
    return choose_letter (*base, is_taken, user_data);

  for (guint i = 1; i <= MAX_NUMBER; i++)
    {
      g_autofree char *name = number_label (base, i);

      if (name == NULL)
        return NULL;
      if (!is_taken (name, user_data))
        return g_steal_pointer (&name);
    }

  return NULL;
}

char *
dm_import_label_from_location (DmLocation *location)
{
  const char *path;
  const char *share;

  g_return_val_if_fail (location != NULL, NULL);

  path = dm_location_get_path (location);
  share = dm_location_get_share (location);
  if (*path != '\0')
    return g_path_get_basename (path);

  return g_strdup (share != NULL ? share : dm_location_get_server (location));
}
