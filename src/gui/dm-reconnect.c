/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-reconnect.h"

#include <glib/gi18n-lib.h>

#include "dm-client.h"
#include "dm-error.h"

typedef struct
{
  GString *failures;
  guint n_pending;
} Reconnect;

static void
reconnect_free (Reconnect *self)
{
  g_string_free (self->failures, TRUE);
  g_free (self);
}

/* Each drive under way holds the task. */
static void
finish_one (GTask *task)
{
  Reconnect *self = g_task_get_task_data (task);

  if (--self->n_pending > 0)
    return;
  if (self->failures->len > 0)
    g_task_return_new_error (task, DM_ERROR, DM_ERROR_CONNECTION_UNAVAILABLE, "%s", self->failures->str);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_connected_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reconnect *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dm_client_connect_finish (DM_CLIENT (source), result, &error);

  if (path == NULL)
    g_string_append_printf (self->failures, "%s%s", self->failures->len > 0 ? "\n" : "", error->message);
  finish_one (task);
}

static gboolean
is_offline (DmItem *item)
{
  return dm_item_is_drive (item) && dm_item_is_remembered (item) &&
         dm_item_get_status (item) == DM_STATUS_UNAVAILABLE;
}

static void
start (GTask *task,
       DmClient *client)
{
  Reconnect *self = g_task_get_task_data (task);
  GListModel *items = G_LIST_MODEL (client);

  self->n_pending = 1;
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (DmItem) item = g_list_model_get_item (items, i);

      if (!is_offline (item))
        continue;
      self->n_pending++;
      dm_client_connect_async (client, dm_item_get_local (item), NULL, NULL,
                               g_task_get_cancellable (task), on_connected_cb, g_object_ref (task));
    }
  finish_one (task);
}

/* The list is complete only now: the client may just have met the service. */
static void
on_refreshed_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (dm_client_refresh_finish (DM_CLIENT (source), result, &error))
    start (task, DM_CLIENT (source));
  else
    g_task_return_error (task, error);
}

static void
on_opened_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (dm_client_open_finish (DM_CLIENT (source), result, &error))
    dm_client_refresh_async (DM_CLIENT (source), FALSE, g_task_get_cancellable (task),
                             on_refreshed_cb, g_object_ref (task));
  else
    g_task_return_error (task, error);
}

void
dm_reconnect_async (GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (DmClient) client = dm_client_new ();
  GTask *task = g_task_new (client, cancellable, callback, user_data);
  Reconnect *self = g_new0 (Reconnect, 1);

  self->failures = g_string_new (NULL);
  g_task_set_source_tag (task, dm_reconnect_async);
  g_task_set_task_data (task, self, (GDestroyNotify) reconnect_free);
  dm_client_open_async (client, cancellable, on_opened_cb, task);
}

gboolean
dm_reconnect_finish (GAsyncResult *result,
                     GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
