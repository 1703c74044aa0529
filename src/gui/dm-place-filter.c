/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-place-filter.h"

struct _DmPlaceFilter
{
  GtkFilter parent_instance;

  /* Owned */
  char **words; /* (nullable): folded */

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
has_word (DmPlace *place,
          const char *word)
{
  const char *texts[] = {
    dm_place_get_name (place),
    dm_place_get_comment (place),
    dm_place_get_local (place),
    get_address (place),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *folded = texts[i] != NULL ? g_utf8_casefold (texts[i], -1) : NULL;

      if (folded != NULL && strstr (folded, word) != NULL)
        return TRUE;
    }

  return FALSE;
}

static gboolean
dm_place_filter_match (GtkFilter *filter,
                       gpointer item)
{
  DmPlaceFilter *self = DM_PLACE_FILTER (filter);

  if (dm_place_is_hidden (item) && !self->hidden)
    return FALSE;
  for (char **word = self->words; word != NULL && *word != NULL; word++)
    if (!has_word (item, *word))
      return FALSE;

  return TRUE;
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
  g_autofree char *folded = NULL;

  g_return_if_fail (DM_IS_PLACE_FILTER (self));
  g_return_if_fail (text != NULL);

  folded = g_utf8_casefold (text, -1);
  g_clear_pointer (&self->words, g_strfreev);
  if (*folded != '\0')
    self->words = g_strsplit (folded, " ", -1);
  self->hidden = hidden;
  gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_DIFFERENT);
}

gboolean
dm_place_filter_has_words (DmPlaceFilter *self)
{
  g_return_val_if_fail (DM_IS_PLACE_FILTER (self), FALSE);

  return self->words != NULL;
}
