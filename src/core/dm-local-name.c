/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"
#include "dm-local-name.h"

#define MAX_LABEL_LENGTH 32

/* Marks, embeddings, overrides and isolates can make one name look like
 * another. */
static gboolean
is_bidi_control (gunichar c)
{
  return c == 0x061c || c == 0x200e || c == 0x200f ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_control (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL ||
         type == G_UNICODE_LINE_SEPARATOR ||
         type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

/* What is wrong with the characters of @label, or NULL. */
static const char *
find_bad_character (const char *label)
{
  for (const char *p = label; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '/' || c == '\\' || c == ':')
        return _ ("a name has none of / \\ : in it; only a drive letter such as Z: ends with a colon");
      if (is_control (c))
        return _ ("a name has no control characters in it");
      if (is_bidi_control (c))
        return _ ("a name has no characters in it that change the direction of writing");
    }

  return NULL;
}

static gboolean
has_space_at_end (const char *label)
{
  const char *last = g_utf8_find_prev_char (label, label + strlen (label));

  return g_unichar_isspace (g_utf8_get_char (label)) ||
         (last != NULL && g_unichar_isspace (g_utf8_get_char (last)));
}

/* What is wrong with @label (in NFC), or NULL. */
static const char *
find_label_problem (const char *label)
{
  const char *problem;

  if (label[0] == '\0')
    return _ ("it is empty; give a letter like Z: or a name");
  if (g_ascii_isalpha (label[0]) && label[1] == '\0')
    return _ ("a drive letter, such as Z:, is written with a colon");
  if (g_str_equal (label, "*"))
    return _ ("* stands for the next free letter; give a letter like Z: or a name here");
  problem = find_bad_character (label);
  if (problem != NULL)
    return problem;
  if (label[0] == '.')
    return _ ("a name does not start with a dot");
  if (has_space_at_end (label))
    return _ ("a name does not start or end with a space");
  if (g_utf8_strlen (label, -1) > MAX_LABEL_LENGTH)
    return _ ("a name has at most 32 characters");

  return NULL;
}

static void
set_bad_device (GError **error,
                const char *text,
                const char *problem)
{
  g_autofree char *shown = g_utf8_make_valid (text, -1);

  g_set_error (error, DM_ERROR, DM_ERROR_BAD_DEVICE,
               /* Translators: first what was given, then what is wrong with it */
               _ ("“%s” cannot be the name of a drive: %s"), shown, problem);
}

static int
compare_labels (const char *a,
                const char *b)
{
  int order = g_utf8_collate (a, b);

  return order != 0 ? order : strcmp (a, b);
}

char *
dm_local_name_normalize (const char *text,
                         GError **error)
{
  g_autofree char *label = NULL;
  const char *problem;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (dm_local_name_is_letter (text))
    return g_ascii_strup (text, -1);

  /* NULL when @text is not UTF-8. */
  label = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  problem = label != NULL ? find_label_problem (label) : _ ("it is not valid UTF-8");
  if (problem != NULL)
    {
      set_bad_device (error, text, problem);
      return NULL;
    }

  return g_steal_pointer (&label);
}

gboolean
dm_local_name_looks_like (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return text[0] != '\0' && strpbrk (text, "/\\") == NULL;
}

gboolean
dm_local_name_is_letter (const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return g_ascii_isalpha (name[0]) && name[1] == ':' && name[2] == '\0';
}

char *
dm_local_name_to_file_name (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  if (dm_local_name_is_letter (name))
    return g_strndup (name, 1);

  return g_strdup (name);
}

char *
dm_local_name_to_object_element (const char *name)
{
  GString *element;

  g_return_val_if_fail (name != NULL && name[0] != '\0', NULL);

  element = g_string_new (NULL);
  for (const char *p = name; *p != '\0'; p++)
    {
      if (g_ascii_isalnum (*p))
        g_string_append_c (element, *p);
      else
        g_string_append_printf (element, "_%02x", (guchar) *p);
    }

  return g_string_free (element, FALSE);
}

char *
dm_local_name_next_free (gboolean (*is_taken) (const char *name, gpointer user_data),
                         gpointer user_data)
{
  g_return_val_if_fail (is_taken != NULL, NULL);

  for (char letter = 'Z'; letter >= 'D'; letter--)
    {
      const char name[] = { letter, ':', '\0' };

      if (!is_taken (name, user_data))
        return g_strdup (name);
    }

  return NULL;
}

int
dm_local_name_compare (const char *a,
                       const char *b)
{
  gboolean a_is_letter, b_is_letter;

  g_return_val_if_fail (a != NULL, 0);
  g_return_val_if_fail (b != NULL, 0);

  a_is_letter = dm_local_name_is_letter (a);
  b_is_letter = dm_local_name_is_letter (b);
  if (a_is_letter != b_is_letter)
    return a_is_letter ? -1 : 1;
  if (a_is_letter)
    return g_ascii_toupper (a[0]) - g_ascii_toupper (b[0]);

  return compare_labels (a, b);
}
