/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-session-secret.h"

#include "dm-deadline.h"
#include "dm-secret-service.h"

#include <libsecret/secret.h>

struct _DmSessionSecret
{
  SecretItem *item;
};

typedef struct
{
  GHashTable *attributes;
  SecretValue *value;
  SecretCollection *collection;
  DmDeadline *deadline;
} Store;

static void
store_free (Store *self)
{
  g_hash_table_unref (self->attributes);
  secret_value_unref (self->value);
  g_clear_object (&self->collection);
  dm_deadline_free (self->deadline);
  g_free (self);
}

/* Those that GVfs asks for, and the user where it asks for any. */
static GHashTable *
build_attributes (DmLocation *location, const DmCredential *credential)
{
  g_autoptr (GHashTable) wanted = dm_location_to_secret_attributes (location);
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (attributes, g_strdup (key), g_strdup (value));
  if (!g_hash_table_contains (attributes, "user"))
    g_hash_table_insert (attributes, g_strdup ("user"), g_strdup (credential->user));

  return attributes;
}

static void
on_item_created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  SecretItem *item = secret_item_create_finish (result, &error);
  DmSessionSecret *self;

  if (item == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self = g_new0 (DmSessionSecret, 1);
  self->item = item;
  g_task_return_pointer (task, self, (GDestroyNotify) dm_session_secret_free);
}

static void
on_collection_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Store *store = g_task_get_task_data (task);
  GError *error = NULL;

  store->collection = secret_collection_for_alias_finish (result, &error);
  if (store->collection == NULL)
    {
      if (error == NULL)
        error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no collection for the session");
      g_task_return_error (task, error);
      return;
    }

  /* Not in place of one with these attributes: that is the user's. */
  secret_item_create (store->collection, SECRET_SCHEMA_COMPAT_NETWORK, store->attributes, "Drivemap", store->value,
                      SECRET_ITEM_CREATE_NONE, dm_deadline_get_cancellable (store->deadline),
                      on_item_created_cb, g_object_ref (task));
}

static void
on_service_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Store *store = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (SecretService) service = secret_service_get_finish (result, &error);

  if (service == NULL)
    g_task_return_error (task, error);
  else
    secret_collection_for_alias (service, SECRET_COLLECTION_SESSION, SECRET_COLLECTION_NONE,
                                 dm_deadline_get_cancellable (store->deadline),
                                 on_collection_got_cb, g_object_ref (task));
}

void
dm_session_secret_store_async (DmLocation *location,
                               const DmCredential *credential,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Store *store = g_new0 (Store, 1);

  g_return_if_fail (location != NULL && credential != NULL);

  store->attributes = build_attributes (location, credential);
  store->value = secret_value_new (credential->password, -1, "text/plain");
  store->deadline = dm_deadline_new (DM_SECRET_SERVICE_DEADLINE_MS, NULL);
  g_task_set_source_tag (task, dm_session_secret_store_async);
  g_task_set_task_data (task, store, (GDestroyNotify) store_free);
  secret_service_get (SECRET_SERVICE_OPEN_SESSION, dm_deadline_get_cancellable (store->deadline),
                      on_service_got_cb, g_object_ref (task));
}

DmSessionSecret *
dm_session_secret_store_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
dm_session_secret_free (DmSessionSecret *self)
{
  secret_item_delete (self->item, NULL, NULL, NULL);
  g_object_unref (self->item);
  g_free (self);
}
