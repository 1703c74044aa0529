/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-find-item.h"

#include "dm-depth.h"

/* A place in the two ways in which an item can be told to have it. */
typedef struct
{
  DmLocation *location; /* (nullable) */
  char *path;           /* (nullable): absolute, without "." and ".." */
} Place;

/* (transfer full) (nullable) */
static char *
dup_path (const char *text)
{
  g_autofree char *host = NULL;
  g_autofree char *path = NULL;

  if (!g_str_has_prefix (text, "file:"))
    return g_strdup (text);

  path = g_filename_from_uri (text, &host, NULL);

  return host == NULL || g_ascii_strcasecmp (host, "localhost") == 0 ? g_steal_pointer (&path) : NULL;
}

static void
place_init (Place *self,
            const char *text)
{
  g_autofree char *path = dup_path (text);

  self->path = path != NULL && g_path_is_absolute (path) ? g_canonicalize_filename (path, "/") : NULL;
  /* "//server/share" is both. */
  self->location = dm_location_parse (text, NULL);
}

static void
place_clear (Place *self)
{
  g_clear_pointer (&self->location, dm_location_unref);
  g_clear_pointer (&self->path, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

/* How deep @item is above @place; -1 if the place is not on it. */
static gssize
measure_location (DmItem *item,
                  DmLocation *place)
{
  g_autoptr (DmLocation) location = dm_item_get_uri (item) != NULL ? dm_location_parse (dm_item_get_uri (item), NULL) : NULL;

  return location != NULL ? dm_depth_of_location (place, location) : -1;
}

static gssize
measure_path (DmItem *item,
              const char *place)
{
  const char *path = dm_item_get_path (item);

  return path != NULL ? dm_depth_of_path (place, path) : -1;
}

/* A drive is what its user calls the connection. */
static gssize
measure (DmItem *item,
         Place *place)
{
  gssize by_location = place->location != NULL ? measure_location (item, place->location) : -1;
  gssize by_path = place->path != NULL ? measure_path (item, place->path) : -1;
  gssize found = MAX (by_location, by_path);

  return found < 0 ? -1 : 2 * found + (dm_item_get_local (item) != NULL);
}

DmItem *
dm_find_item (DmClient *client,
              const char *place)
{
  GListModel *items = G_LIST_MODEL (client);
  g_auto (Place) wanted = { 0 };
  DmItem *best = NULL;
  gssize nearest = -1;

  g_return_val_if_fail (DM_IS_CLIENT (client), NULL);
  g_return_val_if_fail (place != NULL, NULL);

  best = dm_client_find_drive (client, place);
  if (best != NULL)
    return best;

  place_init (&wanted, place);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (DmItem) item = g_list_model_get_item (items, i);
      gssize found = measure (item, &wanted);

      if (found > nearest)
        {
          nearest = found;
          best = item; /* the model keeps it */
        }
    }

  return best;
}
