/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-search-index.h"

#include "dm-names.h"
#include "dm-search-words.h"
#include "dm-words.h"

/* Of org.kde.krunner1. */
#define KRUNNER_POSSIBLE   30
#define KRUNNER_EXACT      100
#define RELEVANCE_POSSIBLE 0.5
#define RELEVANCE_EXACT    1.0

struct _DmSearchIndex
{
  DmClient *client;
  gulong changed_id;
  GPtrArray *sorted; /* (element-type DmItem) (nullable): not since it changed */
};

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return dm_item_compare (*(gconstpointer *) a, *(gconstpointer *) b, NULL);
}

/* Names and locations never change, so the order does not either: to sort a thousand
 * takes longer than to look through them. */
static GPtrArray *
ensure_sorted (DmSearchIndex *self)
{
  GListModel *model = G_LIST_MODEL (self->client);

  if (self->sorted != NULL)
    return self->sorted;

  self->sorted = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (self->sorted, g_list_model_get_item (model, i));
  g_ptr_array_sort (self->sorted, compare);

  return self->sorted;
}

static void
on_items_changed_cb (GListModel *model,
                     guint position,
                     guint removed,
                     guint added,
                     DmSearchIndex *self)
{
  g_clear_pointer (&self->sorted, g_ptr_array_unref);
}

DmSearchIndex *
dm_search_index_new (DmClient *client)
{
  DmSearchIndex *self = g_new0 (DmSearchIndex, 1);

  self->client = g_object_ref (client);
  self->changed_id = g_signal_connect (client, "items-changed", G_CALLBACK (on_items_changed_cb), self);

  return self;
}

void
dm_search_index_free (DmSearchIndex *self)
{
  g_signal_handler_disconnect (self->client, self->changed_id);
  g_clear_pointer (&self->sorted, g_ptr_array_unref);
  g_object_unref (self->client);
  g_free (self);
}

static gboolean
is_found (DmItem *item,
          char **words)
{
  const char *texts[] = {
    dm_item_get_local (item),
    dm_item_get_remote (item),
    dm_item_get_user (item),
    dm_item_get_server_name (item),
    dm_item_get_server_comment (item),
    dm_status_to_words (dm_item_get_status (item)),
  };

  return dm_item_is_listed (item) && dm_search_words_match (words, texts, G_N_ELEMENTS (texts));
}

char **
dm_search_index_find (DmSearchIndex *self,
                      const char *const *terms)
{
  g_autofree char *text = g_strjoinv (" ", (char **) terms);
  g_auto (GStrv) words = dm_search_words_new (text);
  g_autoptr (GStrvBuilder) found = g_strv_builder_new ();
  GPtrArray *items = ensure_sorted (self);

  /* Everything is no answer. */
  for (guint i = 0; words != NULL && i < items->len; i++)
    if (is_found (items->pdata[i], words))
      g_strv_builder_add (found, dm_item_get_object_path (items->pdata[i]));

  return g_strv_builder_end (found);
}

DmItem *
dm_search_index_get (DmSearchIndex *self,
                     const char *identifier)
{
  return g_variant_is_object_path (identifier) ? dm_client_find (self->client, identifier) : NULL;
}

/* (transfer full) */
static char *
dup_name (DmItem *item)
{
  const char *local = dm_item_get_local (item);
  const char *remote = dm_item_get_remote (item);

  return g_strdup (local != NULL ? local : remote != NULL ? remote : dm_item_get_name (item));
}

/* (transfer full): "\\\\server\\share · Connected". */
static char *
dup_description (DmItem *item)
{
  const char *remote = dm_item_get_remote (item);
  const char *status = dm_status_to_words (dm_item_get_status (item));

  if (dm_item_get_local (item) == NULL || remote == NULL)
    return g_strdup (status);

  return g_strdup_printf ("%s  ·  %s", remote, status);
}

static void
add_description (GVariantBuilder *builder,
                 const char *identifier,
                 DmItem *item)
{
  g_autofree char *name = dup_name (item);
  g_autofree char *description = dup_description (item);
  g_autoptr (GIcon) icon = g_themed_icon_new (DM_APP_ID);
  g_autoptr (GVariant) icon_data = g_icon_serialize (icon);

  g_variant_builder_open (builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (builder, "{sv}", "id", g_variant_new_string (identifier));
  g_variant_builder_add (builder, "{sv}", "name", g_variant_new_string (name));
  g_variant_builder_add (builder, "{sv}", "description", g_variant_new_string (description));
  g_variant_builder_add (builder, "{sv}", "icon", icon_data);
  if (dm_item_get_remote (item) != NULL)
    g_variant_builder_add (builder, "{sv}", "clipboardText", g_variant_new_string (dm_item_get_remote (item)));
  g_variant_builder_close (builder);
}

GVariant *
dm_search_index_describe (DmSearchIndex *self,
                          const char *const *identifiers)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (const char *const *id = identifiers; *id != NULL; id++)
    {
      DmItem *item = dm_search_index_get (self, *id);

      if (item != NULL)
        add_description (&builder, *id, item);
    }

  return g_variant_builder_end (&builder);
}

static void
add_match (GVariantBuilder *builder,
           const char *query,
           DmItem *item)
{
  g_autofree char *name = dup_name (item);
  g_autofree char *description = dup_description (item);
  gboolean is_exact = g_ascii_strcasecmp (query, name) == 0;
  GVariantBuilder more;

  g_variant_builder_init (&more, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&more, "{sv}", "subtext", g_variant_new_string (description));
  g_variant_builder_add (builder, "(sssuda{sv})", dm_item_get_object_path (item), name, DM_APP_ID,
                         is_exact ? KRUNNER_EXACT : KRUNNER_POSSIBLE,
                         is_exact ? RELEVANCE_EXACT : RELEVANCE_POSSIBLE, &more);
}

GVariant *
dm_search_index_match (DmSearchIndex *self,
                       const char *query)
{
  const char *const terms[] = { query, NULL };
  g_auto (GStrv) found = dm_search_index_find (self, terms);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sssuda{sv})"));
  for (char **id = found; *id != NULL; id++)
    add_match (&builder, query, dm_search_index_get (self, *id));

  return g_variant_builder_end (&builder);
}
