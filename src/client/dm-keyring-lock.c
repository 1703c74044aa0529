/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-keyring-lock.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#include "dm-error.h"

typedef struct
{
  /* Owned */
  DmLocation *location;
  SecretService *service;
  GList *locked; /* SecretItem */

  gboolean wants_unlock;
} Check;

static void
check_free (gpointer data)
{
  Check *self = data;

  dm_location_unref (self->location);
  g_clear_object (&self->service);
  g_list_free_full (self->locked, g_object_unref);
  g_free (self);
}

static void
return_error (GTask *task,
              GError *error)
{
  dm_error_normalize (&error);
  g_task_return_error (task, error);
}

static void
on_unlocked_cb (GObject *source,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  int n_unlocked = secret_service_unlock_finish (SECRET_SERVICE (source), result, NULL, &error);

  if (error != NULL)
    return_error (task, error);
  else if (n_unlocked <= 0)
    g_task_return_new_error (task, DM_ERROR, DM_ERROR_CANCELLED, _ ("The keyring stays locked."));
  else
    g_task_return_boolean (task, TRUE);
}

/* Also beside one that is not, as the service looks at it. */
static gboolean
take_locked (Check *self,
             GList *items)
{
  for (GList *l = items; l != NULL; l = l->next)
    if (secret_item_get_locked (l->data))
      self->locked = g_list_prepend (self->locked, g_object_ref (l->data));

  return self->locked != NULL;
}

static void
on_found_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Check *self = g_task_get_task_data (task);
  GError *error = NULL;
  GList *items = secret_service_search_finish (SECRET_SERVICE (source), result, &error);
  gboolean is_locked = take_locked (self, items);

  g_list_free_full (items, g_object_unref);
  if (error != NULL)
    return_error (task, error);
  else if (is_locked && self->wants_unlock)
    secret_service_unlock (self->service, self->locked, g_task_get_cancellable (task),
                           on_unlocked_cb, g_object_ref (task));
  else
    g_task_return_boolean (task, is_locked || self->wants_unlock);
}

static void
on_service_got_cb (GObject *source,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Check *self = g_task_get_task_data (task);
  g_autoptr (GHashTable) query = dm_location_to_secret_attributes (self->location);
  GError *error = NULL;

  self->service = secret_service_get_finish (result, &error);
  if (self->service == NULL)
    return_error (task, error);
  else
    /* Neither SECRET_SEARCH_LOAD_SECRETS nor …_UNLOCK. */
    secret_service_search (self->service, SECRET_SCHEMA_COMPAT_NETWORK, query, SECRET_SEARCH_ALL,
                           g_task_get_cancellable (task), on_found_cb, g_object_ref (task));
}

static void
start (DmLocation *location,
       gboolean wants_unlock,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Check *self = g_new0 (Check, 1);

  self->location = dm_location_ref (location);
  self->wants_unlock = wants_unlock;
  g_task_set_source_tag (task, start);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, check_free);
  secret_service_get (SECRET_SERVICE_NONE, cancellable, on_service_got_cb, g_object_ref (task));
}

void
dm_keyring_lock_check_async (DmLocation *location,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (location != NULL);

  start (location, FALSE, cancellable, callback, user_data);
}

gboolean
dm_keyring_lock_check_finish (GAsyncResult *result,
                              GError **error)
{
  g_autoptr (GError) problem = NULL;
  gboolean is_locked;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  is_locked = g_task_propagate_boolean (G_TASK (result), &problem);
  if (problem != NULL && problem->code == DM_ERROR_CANCELLED)
    g_propagate_error (error, g_steal_pointer (&problem));

  return is_locked;
}

void
dm_keyring_lock_open_async (DmLocation *location,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (location != NULL);

  start (location, TRUE, cancellable, callback, user_data);
}

gboolean
dm_keyring_lock_open_finish (GAsyncResult *result,
                             GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
