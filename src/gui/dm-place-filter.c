/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-place-filter.h"

#include "dm-search-words.h"

struct _DmPlaceFilter
{
  GtkFilter parent_instance;

  /* Owned */
  char **words; /* (nullable) */

  gboolean hidden;
};

G_DEFINE_FINAL_TYPE (DmPlaceFilter, dm_place_filter, GTK_TYPE_FILTER)

/* (nullable): of a server; the scheme is the same for all. */
static const char *
get_address (DmPlace *place)
{
  const char *uri = dm_place_is_server (place) ? dm_place_get_remote (place) : NULL;
  const char *address = uri != NULL ? strstr (uri, "://") : NULL;

  return address != NULL ? address + strlen ("://") : uri;
}

static gboolean
dm_place_filter_match (GtkFilter *filter,
                       gpointer item)
{
  DmPlaceFilter *self = DM_PLACE_FILTER (filter);
  const char *texts[] = {
    dm_place_get_name (item),
    dm_place_get_comment (item),
    dm_place_get_local (item),
    get_address (item),
  };

  if (dm_place_is_hidden (item) && !self->hidden)
    return FALSE;

  return dm_search_words_match (self->words, texts, G_N_ELEMENTS (texts));
}

static void
dm_place_filter_finalize (GObject *object)
{
  g_strfreev (DM_PLACE_FILTER (object)->words);

  G_OBJECT_CLASS (dm_place_filter_parent_class)->finalize (object);
}

static void
dm_place_filter_class_init (DmPlaceFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dm_place_filter_finalize;
  GTK_FILTER_CLASS (klass)->match = dm_place_filter_match;
}

static void
dm_place_filter_init (DmPlaceFilter *self)
{
}

DmPlaceFilter *
dm_place_filter_new (void)
{
  return g_object_new (DM_TYPE_PLACE_FILTER, NULL);
}

void
dm_place_filter_set (DmPlaceFilter *self,
                     const char *text,
                     gboolean hidden)
{
  g_return_if_fail (DM_IS_PLACE_FILTER (self));
  g_return_if_fail (text != NULL);

  g_strfreev (self->words);
  self->words = dm_search_words_new (text);
  self->hidden = hidden;
  gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_DIFFERENT);
}

gboolean
dm_place_filter_has_words (DmPlaceFilter *self)
{
  g_return_val_if_fail (DM_IS_PLACE_FILTER (self), FALSE);

  return self->words != NULL;
}
