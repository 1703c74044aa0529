/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-dict.h"

char *
dm_dict_dup_text (GVariantDict *dict,
                  const char *key)
{
  const char *text = "";

  g_variant_dict_lookup (dict, key, "&s", &text);

  return g_strdup (text);
}

char *
dm_dict_dup_nonempty (GVariantDict *dict,
                      const char *key)
{
  const char *text = "";

  g_variant_dict_lookup (dict, key, "&s", &text);

  return *text != '\0' ? g_strdup (text) : NULL;
}
