/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-switch-user.h"

#include "dm-error.h"

/* The task's data. */
typedef struct
{
  char *local;
  char *uri;
  GError *error; /* (nullable): why it fails, once all is undone */
  gboolean remember;
  gboolean keep;
} Switch;

static void
switch_free (gpointer data)
{
  Switch *self = data;

  g_free (self->local);
  g_free (self->uri);
  g_clear_error (&self->error);
  g_free (self);
}

static void
end (GTask *task)
{
  Switch *self = g_task_get_task_data (task);

  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_released_cb (GObject *source,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  /* It then stays in the list as a connection, which is true. */
  if (!dm_client_cancel_finish (DM_CLIENT (source), result, NULL, &error))
    g_debug ("Cannot release the connection: %s", error->message);
  end (task);
}

/* The use without a name was only for trying the login. */
static void
release (GTask *task)
{
  Switch *self = g_task_get_task_data (task);

  if (self->keep)
    end (task);
  else
    dm_client_cancel_async (g_task_get_source_object (task), self->uri, DM_LEVEL_NONE, FALSE,
                            NULL, on_released_cb, g_object_ref (task));
}

static void
on_mapped_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Switch *self = g_task_get_task_data (task);

  g_free (dm_client_map_finish (DM_CLIENT (source), result, &self->error));
  release (task);
}

static void
on_cancelled_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Switch *self = g_task_get_task_data (task);

  if (!dm_client_cancel_finish (DM_CLIENT (source), result, NULL, &self->error))
    {
      release (task);
      return;
    }

  /* The location names the user. */
  dm_client_map_async (DM_CLIENT (source), self->local, self->uri, NULL, NULL, self->remember,
                       NULL, on_mapped_cb, g_steal_pointer (&task));
}

void
dm_switch_user_async (DmClient *client,
                      const char *local,
                      DmLocation *location,
                      gboolean remember,
                      gboolean keep,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (client, NULL, callback, user_data);
  Switch *self = g_new0 (Switch, 1);

  g_task_set_source_tag (task, dm_switch_user_async);
  g_task_set_task_data (task, self, switch_free);
  self->local = g_strdup (local);
  self->uri = dm_location_to_uri (location);
  self->remember = remember;
  self->keep = keep;

  /* Forgotten, too: a name is remembered for one user. */
  dm_client_cancel_async (client, local, DM_LEVEL_NONE, TRUE, NULL, on_cancelled_cb, task);
}

gboolean
dm_switch_user_finish (GAsyncResult *result,
                       GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
