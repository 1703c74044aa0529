/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What kind of file it is that somebody gives us. */

#include "config.h"

#include "dm-import.h"

#include <string.h>

static gboolean
has_text (const char *text,
          gsize length,
          const char *needle)
{
  return g_strstr_len (text, (gssize) length, needle) != NULL;
}

/* The first line that is neither empty nor a comment. */
static char *
dup_first_line (const char *text,
                gsize length)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *newline = memchr (text, '\n', end - text);
      g_autofree char *line = NULL;

      if (newline == NULL)
        newline = end;
      line = g_strstrip (g_strndup (text, newline - text));
      if (*line != '\0' && *line != '#')
        return g_steal_pointer (&line);
      text = newline + 1;
    }

  return g_strdup ("");
}

/* "device folder type options". */
static gboolean
is_fstab_line (const char *line)
{
  g_auto (GStrv) fields = g_strsplit_set (line, " \t", -1);
  guint n = 0;
  gboolean has_folder = FALSE;

  for (guint i = 0; fields[i] != NULL; i++)
    {
      if (*fields[i] == '\0')
        continue;
      if (n == 1)
        has_folder = *fields[i] == '/' || g_str_equal (fields[i], "none") || g_str_equal (fields[i], "swap");
      n++;
    }

  return has_folder && n >= 3;
}

gboolean
dm_import_guess_source (const char *text,
                        gsize length,
                        DmImportSource *source)
{
  g_autofree char *line = NULL;

  g_return_val_if_fail (text != NULL, FALSE);

  line = dup_first_line (text, length);
  if (*line == '<' && has_text (text, length, "<xbel"))
    *source = DM_IMPORT_NAUTILUS;
  else if (*line == '<' && has_text (text, length, "<bookmarks"))
    *source = DM_IMPORT_SMB4K;
  else if (*line == '\0')
    *source = DM_IMPORT_DRIVES; /* none at all */
  else if (*line == '[')
    *source = has_text (text, length, "\nRemote=") || has_text (text, length, "\nRemote =") ? DM_IMPORT_DRIVES : DM_IMPORT_GIGOLO;
  else if (is_fstab_line (line))
    *source = DM_IMPORT_FSTAB;
  else if (g_ascii_isalpha (*line) && strstr (line, ":/") != NULL)
    *source = DM_IMPORT_GTK;
  else
    return FALSE;

  return TRUE;
}
