/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-login-lookup.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>

#include "dm-error.h"

typedef struct
{
  DmLocation *location;
  SecretService *service;
  GPtrArray *found; /* SecretItem: those that fit, or are still to be deleted */
  char *keyring;    /* its label */
  DmLoginKept kept;
  int n_deleted;
  gboolean has_unlocked;
} Lookup;

static void delete_next (GTask *task);
static void find_items_to_forget (GTask *task);

static void
lookup_free (gpointer data)
{
  Lookup *self = data;

  dm_location_unref (self->location);
  g_clear_object (&self->service);
  g_ptr_array_unref (self->found);
  g_free (self->keyring);
  g_free (self);
}

static GTask *
lookup_new (DmLocation *location,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Lookup *self = g_new0 (Lookup, 1);

  self->location = dm_location_ref (location);
  self->found = g_ptr_array_new_with_free_func (g_object_unref);
  g_task_set_task_data (task, self, lookup_free);

  return task;
}

/* --- what fits, as the service sees it that takes the password --- */

static const char *
get_attribute (GHashTable *attributes,
               const char *name)
{
  const char *value = g_hash_table_lookup (attributes, name);

  return value != NULL && *value != '\0' ? value : NULL;
}

static gboolean
has_port (DmLocation *location,
          GHashTable *attributes)
{
  const char *text = get_attribute (attributes, "port");
  guint64 port;

  if (text == NULL)
    return dm_location_get_port (location) == 0;

  return g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &port, NULL) &&
         port == dm_location_get_effective_port (location);
}

static gboolean
has_domain (DmLocation *location,
            GHashTable *attributes)
{
  const char *wanted = dm_location_get_domain (location);
  const char *domain = get_attribute (attributes, "domain");

  return wanted == NULL || domain == NULL || g_ascii_strcasecmp (wanted, domain) == 0;
}

static gboolean
has_user (DmLocation *location,
          GHashTable *attributes)
{
  const char *wanted = dm_location_get_user (location);
  const char *user = get_attribute (attributes, "user");

  return user != NULL && (wanted == NULL || g_str_equal (wanted, user));
}

static gboolean
fits (DmLocation *location,
      SecretItem *item)
{
  g_autoptr (GHashTable) attributes = secret_item_get_attributes (item);

  /* A keyring that was never unlocked finds its items, but does not tell more
   * of them; what was asked for they have. */
  if (secret_item_get_locked (item) && get_attribute (attributes, "server") == NULL)
    return TRUE;

  return has_port (location, attributes) && has_domain (location, attributes) &&
         has_user (location, attributes);
}

static void
take_fitting (Lookup *self,
              GList *items)
{
  g_ptr_array_set_size (self->found, 0);
  for (GList *l = items; l != NULL; l = l->next)
    if (fits (self->location, l->data))
      g_ptr_array_add (self->found, g_object_ref (l->data));
}

/* The one whose password is taken: one that can be read, the newest. */
static SecretItem *
find_best (Lookup *self)
{
  SecretItem *best = NULL;

  for (guint i = 0; i < self->found->len; i++)
    {
      SecretItem *item = g_ptr_array_index (self->found, i);
      int order = best == NULL ? -1 : secret_item_get_locked (item) - secret_item_get_locked (best);

      if (order < 0 || (order == 0 && secret_item_get_modified (item) > secret_item_get_modified (best)))
        best = item;
    }

  return best;
}

/* The domain, and the port where none is wanted, are compared here, less
 * strictly. */
static GHashTable *
build_query (DmLocation *location)
{
  GHashTable *query = dm_location_to_secret_attributes (location);

  g_hash_table_remove (query, "domain");
  if (dm_location_get_port (location) == 0)
    g_hash_table_remove (query, "port");

  return query;
}

static void
search (GTask *task,
        GAsyncReadyCallback callback)
{
  Lookup *self = g_task_get_task_data (task);
  g_autoptr (GHashTable) query = build_query (self->location);

  /* Neither SECRET_SEARCH_LOAD_SECRETS nor …_UNLOCK. */
  secret_service_search (self->service, SECRET_SCHEMA_COMPAT_NETWORK, query, SECRET_SEARCH_ALL,
                         g_task_get_cancellable (task), callback, g_object_ref (task));
}

static void
return_error (GTask *task,
              GError *error)
{
  dm_error_normalize (&error);
  g_task_return_error (task, error);
}

/* --- looking: service, search, keyring --- */

static void
return_kept (GTask *task,
             DmLoginKept kept)
{
  Lookup *self = g_task_get_task_data (task);

  self->kept = kept;
  g_task_return_boolean (task, TRUE);
}

/* Whatever is wrong with the secret service: then nobody knows. */
static void
return_unknown (GTask *task,
                GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      return_error (task, error);
      return;
    }

  g_debug ("The secret service cannot be asked: %s", error->message);
  g_error_free (error);
  return_kept (task, DM_LOGIN_KEPT_UNKNOWN);
}

static gboolean
is_in_collection (SecretItem *item,
                  SecretCollection *collection)
{
  const char *item_path = g_dbus_proxy_get_object_path (G_DBUS_PROXY (item));
  const char *path = g_dbus_proxy_get_object_path (G_DBUS_PROXY (collection));
  size_t length = strlen (path);

  return strncmp (item_path, path, length) == 0 && item_path[length] == '/';
}

static void
on_session_collection_got_cb (GObject *source,
                              GAsyncResult *result,
                              gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Lookup *self = g_task_get_task_data (task);
  g_autoptr (SecretCollection) session = secret_collection_for_alias_finish (result, NULL);

  if (secret_item_get_locked (find_best (self)))
    return_kept (task, DM_LOGIN_KEPT_LOCKED);
  else if (session != NULL && is_in_collection (find_best (self), session))
    return_kept (task, DM_LOGIN_KEPT_SESSION);
  else
    return_kept (task, DM_LOGIN_KEPT_PERMANENT);
}

static void
on_collections_loaded_cb (GObject *source,
                          GAsyncResult *result,
                          gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Lookup *self = g_task_get_task_data (task);
  GList *collections = NULL;

  /* Without the label it can still be told whether it stays. */
  if (secret_service_load_collections_finish (self->service, result, NULL))
    collections = secret_service_get_collections (self->service);
  for (GList *l = collections; l != NULL && self->keyring == NULL; l = l->next)
    if (is_in_collection (find_best (self), l->data))
      self->keyring = secret_collection_get_label (l->data);
  g_list_free_full (collections, g_object_unref);

  secret_collection_for_alias (self->service, SECRET_COLLECTION_SESSION, SECRET_COLLECTION_NONE,
                               g_task_get_cancellable (task), on_session_collection_got_cb,
                               g_object_ref (task));
}

static void
on_items_found_cb (GObject *source,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Lookup *self = g_task_get_task_data (task);
  GError *error = NULL;
  GList *items = secret_service_search_finish (SECRET_SERVICE (source), result, &error);

  if (error != NULL)
    {
      return_unknown (task, error);
      return;
    }

  take_fitting (self, items);
  g_list_free_full (items, g_object_unref);

  if (self->found->len == 0)
    return_kept (task, DM_LOGIN_KEPT_NOWHERE);
  else
    secret_service_load_collections (self->service, g_task_get_cancellable (task),
                                     on_collections_loaded_cb, g_object_ref (task));
}

static void
on_service_got_to_look_cb (GObject *source,
                           GAsyncResult *result,
                           gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Lookup *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->service = secret_service_get_finish (result, &error);
  if (self->service == NULL)
    return_unknown (task, error);
  else
    search (task, on_items_found_cb);
}

/* --- forgetting: service, search, unlock, search again, delete --- */

static void
on_item_deleted_cb (GObject *source,
                    GAsyncResult *result,
                    gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Lookup *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!secret_item_delete_finish (SECRET_ITEM (source), result, &error))
    {
      return_error (task, error);
      return;
    }

  self->n_deleted++;
  g_ptr_array_remove_index (self->found, 0);
  delete_next (task);
}

static void
delete_next (GTask *task)
{
  Lookup *self = g_task_get_task_data (task);

  if (self->found->len == 0)
    g_task_return_int (task, self->n_deleted);
  else
    secret_item_delete (g_ptr_array_index (self->found, 0), g_task_get_cancellable (task),
                        on_item_deleted_cb, g_object_ref (task));
}

static void
on_items_unlocked_cb (GObject *source,
                      GAsyncResult *result,
                      gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Lookup *self = g_task_get_task_data (task);
  GError *error = NULL;
  int n_unlocked = secret_service_unlock_finish (SECRET_SERVICE (source), result, NULL, &error);

  if (error != NULL)
    {
      return_error (task, error);
      return;
    }
  if (n_unlocked <= 0)
    {
      g_task_return_new_error (task, DM_ERROR, DM_ERROR_CANCELLED,
                               _ ("The keyring was not unlocked, so the password is still kept."));
      return;
    }

  /* Only now it is known what they are. */
  self->has_unlocked = TRUE;
  find_items_to_forget (task);
}

static GList *
list_locked (Lookup *self)
{
  GList *locked = NULL;

  for (guint i = 0; i < self->found->len; i++)
    if (secret_item_get_locked (g_ptr_array_index (self->found, i)))
      locked = g_list_prepend (locked, g_ptr_array_index (self->found, i));

  return locked;
}

static void
on_items_to_forget_found_cb (GObject *source,
                             GAsyncResult *result,
                             gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Lookup *self = g_task_get_task_data (task);
  g_autoptr (GList) locked = NULL;
  GError *error = NULL;
  GList *items = secret_service_search_finish (SECRET_SERVICE (source), result, &error);

  if (error != NULL)
    {
      return_error (task, error);
      return;
    }

  take_fitting (self, items);
  g_list_free_full (items, g_object_unref);

  locked = list_locked (self);
  if (locked != NULL && !self->has_unlocked)
    secret_service_unlock (self->service, locked, g_task_get_cancellable (task),
                           on_items_unlocked_cb, g_object_ref (task));
  else
    delete_next (task);
}

static void
find_items_to_forget (GTask *task)
{
  search (task, on_items_to_forget_found_cb);
}

static void
on_service_got_to_forget_cb (GObject *source,
                             GAsyncResult *result,
                             gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Lookup *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->service = secret_service_get_finish (result, &error);
  if (self->service == NULL)
    return_error (task, error);
  else
    find_items_to_forget (task);
}

/* --- public --- */

void
dm_login_lookup_async (DmLocation *location,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (location != NULL);

  secret_service_get (SECRET_SERVICE_NONE, cancellable, on_service_got_to_look_cb,
                      lookup_new (location, cancellable, callback, user_data));
}

DmLoginKept
dm_login_lookup_finish (GAsyncResult *result,
                        char **keyring,
                        GError **error)
{
  Lookup *self;

  g_return_val_if_fail (g_task_is_valid (result, NULL), DM_LOGIN_KEPT_UNKNOWN);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    {
      dm_error_normalize (error);
      return DM_LOGIN_KEPT_UNKNOWN;
    }

  self = g_task_get_task_data (G_TASK (result));
  if (keyring != NULL)
    *keyring = g_steal_pointer (&self->keyring);

  return self->kept;
}

DmLocation *
dm_login_lookup_dup_location (GAsyncResult *result)
{
  g_autoptr (GHashTable) attributes = NULL;
  SecretItem *best;
  Lookup *self;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  self = g_task_get_task_data (G_TASK (result));
  best = find_best (self);
  if (best == NULL || dm_location_get_user (self->location) != NULL)
    return dm_location_ref (self->location);

  attributes = secret_item_get_attributes (best);

  return dm_location_dup_with_user (self->location, get_attribute (attributes, "domain"),
                                    get_attribute (attributes, "user"));
}

void
dm_login_forget_async (DmLocation *location,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (location != NULL);

  secret_service_get (SECRET_SERVICE_NONE, cancellable, on_service_got_to_forget_cb,
                      lookup_new (location, cancellable, callback, user_data));
}

int
dm_login_forget_finish (GAsyncResult *result,
                        GError **error)
{
  int n_deleted;

  g_return_val_if_fail (g_task_is_valid (result, NULL), -1);

  n_deleted = (int) g_task_propagate_int (G_TASK (result), error);
  if (n_deleted < 0)
    dm_error_normalize (error);

  return n_deleted;
}
