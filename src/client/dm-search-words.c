/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-search-words.h"

#include <string.h>

static gboolean
is_in (const char *word,
       const char *const *texts,
       gsize n_texts)
{
  for (gsize i = 0; i < n_texts; i++)
    {
      g_autofree char *folded = texts[i] != NULL ? g_utf8_casefold (texts[i], -1) : NULL;

      if (folded != NULL && strstr (folded, word) != NULL)
        return TRUE;
    }

  return FALSE;
}

char **
dm_search_words_new (const char *text)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  folded = g_utf8_casefold (text, -1);
  g_strstrip (folded);

  return *folded != '\0' ? g_strsplit (folded, " ", -1) : NULL;
}

gboolean
dm_search_words_match (char **words,
                       const char *const *texts,
                       gsize n_texts)
{
  for (char **word = words; word != NULL && *word != NULL; word++)
    if (!is_in (*word, texts, n_texts))
      return FALSE;

  return TRUE;
}
