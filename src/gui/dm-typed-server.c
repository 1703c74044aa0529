/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-typed-server.h"

#include <glib/gi18n-lib.h>

#include "dm-location.h"

static gboolean
is_same_server (DmPlace *place,
                const char *text,
                const char *key)
{
  const char *uri = dm_place_get_remote (place);
  g_autoptr (DmLocation) location = uri != NULL ? dm_location_parse_server (uri, NULL) : NULL;
  g_autofree char *place_key = location != NULL ? dm_location_to_server_key (location) : NULL;

  return g_strcmp0 (key, place_key) == 0 || g_ascii_strcasecmp (dm_place_get_name (place), text) == 0;
}

static gboolean
is_known (GListModel *known,
          const char *text,
          DmLocation *location)
{
  g_autofree char *key = dm_location_to_server_key (location);

  for (guint i = 0; i < g_list_model_get_n_items (known); i++)
    {
      g_autoptr (DmPlace) place = g_list_model_get_item (known, i);

      if (is_same_server (place, text, key))
        return TRUE;
    }

  return FALSE;
}

DmPlace *
dm_typed_server_new (const char *text,
                     GListModel *known)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (DmLocation) location = NULL;
  g_autoptr (GVariant) entry = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (known), NULL);

  location = *text != '\0' ? dm_location_parse_server (text, NULL) : NULL;
  if (location == NULL || is_known (known, text, location))
    return NULL;

  g_variant_dict_insert (&dict, "name", "s", dm_location_get_server (location));
  g_variant_dict_insert (&dict, "uri", "s", text);
  g_variant_dict_insert (&dict, "comment", "s", _ ("Look whether there is a server of this name"));
  entry = g_variant_ref_sink (g_variant_dict_end (&dict));

  return dm_place_new (entry);
}
