/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-known-places.h"

#include <gtk/gtk.h>

/* The part of @unc up to its share; NULL: it is no UNC. */
static char *
dup_server (const char *unc)
{
  const char *end = g_str_has_prefix (unc, "\\\\") ? strchr (unc + 2, '\\') : NULL;

  return end != NULL ? g_strndup (unc, (gsize) (end + 1 - unc)) : NULL;
}

static void
collect (GHashTable *places,
         DmItem *item)
{
  const char *remote = dm_item_get_remote (item);
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
on_client_changed_cb (DmClient *client,
                      gpointer user_data)
{
  GtkStringList *list = user_data;
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) sorted = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (client)); i++)
    {
      g_autoptr (DmItem) item = g_list_model_get_item (G_LIST_MODEL (client), i);

      collect (places, item);
    }

  /* Every count of open files is a change, too. */
  sorted = sort (places);
  if (!is_same (list, sorted))
    gtk_string_list_splice (list, 0, g_list_model_get_n_items (G_LIST_MODEL (list)),
                            (const char *const *) sorted->pdata);
}

GListModel *
dm_known_places_new (DmClient *client)
{
  GtkStringList *list;

  g_return_val_if_fail (DM_IS_CLIENT (client), NULL);

  list = gtk_string_list_new (NULL);
  on_client_changed_cb (client, list);
  g_signal_connect_object (client, "changed", G_CALLBACK (on_client_changed_cb), list, 0);

  return G_LIST_MODEL (list);
}
