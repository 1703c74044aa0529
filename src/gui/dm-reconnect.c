/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-reconnect.h"

#include <glib/gi18n-lib.h>

#include "dm-client.h"
#include "dm-error.h"

/* (transfer full) (nullable): a line for each drive that has not come. */
static char *
list_failures (GPtrArray *results)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < results->len; i++)
    {
      const DmReconnectResult *result = results->pdata[i];

      if (result->status == DM_STATUS_OK)
        continue;
      if (text->len > 0)
        g_string_append_c (text, '\n');
      if (result->reason != NULL)
        g_string_append_printf (text, _ ("%s is not connected: %s"), result->local, result->reason);
      else
        g_string_append_printf (text, _ ("%s is not connected."), result->local);
    }

  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static void
on_reconnected_cb (GObject *source,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) results = dm_client_reconnect_finish (DM_CLIENT (source), result, &error);
  g_autofree char *failures = results != NULL ? list_failures (results) : NULL;

  if (results == NULL)
    g_task_return_error (task, error);
  else if (failures != NULL)
    g_task_return_new_error (task, DM_ERROR, DM_ERROR_CONNECTION_UNAVAILABLE, "%s", failures);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_opened_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (dm_client_open_finish (DM_CLIENT (source), result, &error))
    dm_client_reconnect_async (DM_CLIENT (source), NULL, NULL, g_task_get_cancellable (task),
                               on_reconnected_cb, g_object_ref (task));
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

  g_task_set_source_tag (task, dm_reconnect_async);
  dm_client_open_async (client, cancellable, on_opened_cb, task);
}

gboolean
dm_reconnect_finish (GAsyncResult *result,
                     GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
