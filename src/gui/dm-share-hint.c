/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-share-hint.h"

#include <glib/gi18n-lib.h>

#include "dm-bidi.h"
#include "dm-client-servers.h"
#include "dm-known-places.h"

/* As many as can be read at a glance. */
#define N_MAX 8

static gboolean
is_folder (DmPlace *place)
{
  return !dm_place_is_hidden (place) && dm_place_get_remote (place) != NULL;
}

/* Translators: what stands between the names of a list */
#define SEPARATOR _ (", ")

/* (nullable) */
static char *
make_sentence (GPtrArray *places)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < places->len; i++)
    {
      g_autofree char *name = NULL;

      if (!is_folder (places->pdata[i]) || n++ >= N_MAX)
        continue;
      name = dm_bidi_isolate (dm_place_get_name (places->pdata[i]));
      g_string_append_printf (names, "%s%s", names->len > 0 ? SEPARATOR : "", name);
    }

  if (n == 0)
    return NULL;
  if (n <= N_MAX)
    return g_strdup_printf (_ ("Shares there: %s."), names->str);

  /* Translators: names, and how many more there are */
  return g_strdup_printf (ngettext ("Shares there: %s and %u more.", "Shares there: %s and %u more.", n - N_MAX),
                          names->str, n - N_MAX);
}

static void
learn (DmClient *client,
       GPtrArray *places)
{
  g_autoptr (GListStore) store = g_list_store_new (DM_TYPE_PLACE);

  g_list_store_splice (store, 0, 0, places->pdata, places->len);
  dm_known_places_learn (client, G_LIST_MODEL (store));
}

static void
on_browsed_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GPtrArray) places = dm_client_browse_finish (DM_CLIENT (source), result, NULL);

  if (places != NULL)
    learn (DM_CLIENT (source), places);
  g_task_return_pointer (task, places != NULL ? make_sentence (places) : NULL, g_free);
}

void
dm_share_hint_async (DmClient *client,
                     DmLocation *location,
                     const char *domain,
                     const char *user,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *server = NULL;

  g_return_if_fail (DM_IS_CLIENT (client));
  g_return_if_fail (location != NULL);

  task = g_task_new (client, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_share_hint_async);
  if (!g_str_equal (dm_location_get_provider (location), "smb"))
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }

  server = dm_location_to_server_uri (location);
  dm_client_browse_async (client, server, domain, user, FALSE, NULL, cancellable, on_browsed_cb, g_object_ref (task));
}

char *
dm_share_hint_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dm_share_hint_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
