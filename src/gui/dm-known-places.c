/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-known-places.h"

#include <gtk/gtk.h>

#include "dm-place.h"

/* What was learned: a GtkStringList of UNCs, the client's data; and of that the
 * client, borrowed. */
#define LEARNED "dm-known-places-learned"
#define CLIENT  "dm-known-places-client"

/* The part of @unc up to its share; NULL: it is no UNC. */
static char *
dup_server (const char *unc)
{
  const char *end = g_str_has_prefix (unc, "\\\\") ? strchr (unc + 2, '\\') : NULL;

  return end != NULL ? g_strndup (unc, (gsize) (end + 1 - unc)) : NULL;
}

static GListModel *
get_learned (DmClient *client)
{
  GListModel *learned = g_object_get_data (G_OBJECT (client), LEARNED);

  if (learned == NULL)
    {
      learned = G_LIST_MODEL (gtk_string_list_new (NULL));
      g_object_set_data_full (G_OBJECT (client), LEARNED, learned, g_object_unref);
      g_object_set_data (G_OBJECT (learned), CLIENT, client);
    }

  return learned;
}

/* @remote: nullable. */
static void
collect (GHashTable *places,
         const char *remote)
{
  char *server = remote != NULL ? dup_server (remote) : NULL;

  if (remote != NULL)
    g_hash_table_add (places, g_strdup (remote));
  if (server != NULL)
    g_hash_table_add (places, server);
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const char *const *first = a;
  const char *const *second = b;

  return g_utf8_collate (*first, *second);
}

/* (transfer container): borrowed from @places, NULL-terminated. */
static GPtrArray *
sort (GHashTable *places)
{
  GPtrArray *sorted = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer place;

  g_hash_table_iter_init (&iter, places);
  while (g_hash_table_iter_next (&iter, &place, NULL))
    g_ptr_array_add (sorted, place);
  g_ptr_array_sort (sorted, compare_places);
  g_ptr_array_add (sorted, NULL);

  return sorted;
}

static gboolean
is_same (GtkStringList *list,
         GPtrArray *places)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));

  if (n != places->len - 1)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!g_str_equal (gtk_string_list_get_string (list, i), g_ptr_array_index (places, i)))
      return FALSE;

  return TRUE;
}

static void
update (GtkStringList *list,
        DmClient *client)
{
  GListModel *learned = get_learned (client);
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) sorted = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (client)); i++)
    {
      g_autoptr (DmItem) item = g_list_model_get_item (G_LIST_MODEL (client), i);

      collect (places, dm_item_get_remote (item));
    }
  for (guint i = 0; i < g_list_model_get_n_items (learned); i++)
    collect (places, gtk_string_list_get_string (GTK_STRING_LIST (learned), i));

  /* Every count of open files is a change, too. */
  sorted = sort (places);
  if (!is_same (list, sorted))
    gtk_string_list_splice (list, 0, g_list_model_get_n_items (G_LIST_MODEL (list)),
                            (const char *const *) sorted->pdata);
}

static void
on_client_changed_cb (DmClient *client,
                      GtkStringList *list)
{
  update (list, client);
}

static void
on_learned_changed_cb (GListModel *learned,
                       guint position,
                       guint n_removed,
                       guint n_added,
                       GtkStringList *list)
{
  update (list, g_object_get_data (G_OBJECT (learned), CLIENT));
}

/* What was learned of other servers than those of @fresh stays. */
static void
keep_others (GtkStringList *learned,
             GPtrArray *fresh)
{
  g_autofree char *server = dup_server (g_ptr_array_index (fresh, 0));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (learned)); i++)
    {
      const char *remote = gtk_string_list_get_string (learned, i);

      if (server == NULL || !g_str_has_prefix (remote, server))
        g_ptr_array_add (fresh, g_strdup (remote));
    }
}

GListModel *
dm_known_places_new (DmClient *client)
{
  GtkStringList *list;

  g_return_val_if_fail (DM_IS_CLIENT (client), NULL);

  list = gtk_string_list_new (NULL);
  update (list, client);
  g_signal_connect_object (client, "changed", G_CALLBACK (on_client_changed_cb), list, 0);
  g_signal_connect_object (get_learned (client), "items-changed", G_CALLBACK (on_learned_changed_cb), list, 0);

  return G_LIST_MODEL (list);
}

void
dm_known_places_learn (DmClient *client,
                       GListModel *places)
{
  g_autoptr (GPtrArray) fresh = g_ptr_array_new_with_free_func (g_free);
  GtkStringList *learned;

  g_return_if_fail (DM_IS_CLIENT (client));
  g_return_if_fail (G_IS_LIST_MODEL (places));

  for (guint i = 0; i < g_list_model_get_n_items (places); i++)
    {
      g_autoptr (DmPlace) place = g_list_model_get_item (places, i);

      if (!dm_place_is_server (place) && !dm_place_is_hidden (place) && dm_place_get_remote (place) != NULL)
        g_ptr_array_add (fresh, g_strdup (dm_place_get_remote (place)));
    }
  if (fresh->len == 0)
    return;

  learned = GTK_STRING_LIST (get_learned (client));
  keep_others (learned, fresh);
  g_ptr_array_add (fresh, NULL);
  gtk_string_list_splice (learned, 0, g_list_model_get_n_items (G_LIST_MODEL (learned)),
                          (const char *const *) fresh->pdata);
}
