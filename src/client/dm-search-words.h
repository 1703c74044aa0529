/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What somebody types to find a row: words, in any order and in any case. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) (nullable): the words of @text; %NULL if it has none. */
char **dm_search_words_new (const char *text);

/* @words: (nullable): as dm_search_words_new () makes them; nothing is in everything.
 * @texts: (array length=n_texts): what can be read on a row; each nullable.
 *
 * Returns: whether each word is in one of the texts. */
gboolean dm_search_words_match (char **words, const char *const *texts, gsize n_texts);

G_END_DECLS
