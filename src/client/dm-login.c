/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-login.h"

#include <libsecret/secret.h>
#include <string.h>

#include "dm-error.h"

/* An item as it was before we touched it. */
typedef struct
{
  SecretItem *item;
  SecretValue *secret;
  GHashTable *attributes;
  char *label;
} OldItem;

struct _DmLogin
{
  GObject parent_instance;

  /* Owned: what is to be stored */
  GHashTable *attributes;
  char *label;
  SecretValue *secret;
  gboolean permanent;

  /* Owned: while storing */
  SecretService *service;
  SecretCollection *collection; /* where a new item goes */
  GPtrArray *found;             /* OldItem: the same login, domain aside */

  /* Owned: to undo it */
  SecretItem *created;
  OldItem *updated;
  GPtrArray *deleted; /* OldItem */

  DmLoginSaved saved;
};

G_DEFINE_FINAL_TYPE (DmLogin, dm_login, G_TYPE_OBJECT)

static void look_for_collection (GTask *task, const char *alias);
static void delete_next (GTask *task);
static void recreate_next (GTask *task);

static void
old_item_free (gpointer data)
{
  OldItem *self = data;

  g_clear_object (&self->item);
  g_clear_pointer (&self->secret, secret_value_unref);
  g_clear_pointer (&self->attributes, g_hash_table_unref);
  g_free (self->label);
  g_free (self);
}

static OldItem *
old_item_new (SecretItem *item)
{
  OldItem *self = g_new0 (OldItem, 1);

  self->item = g_object_ref (item);
  self->secret = secret_item_get_secret (item);
  self->attributes = secret_item_get_attributes (item);
  g_hash_table_remove (self->attributes, "xdg:schema");
  self->label = secret_item_get_label (item);

  return self;
}

static GHashTable *
copy_without_domain (GHashTable *attributes)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, attributes);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (!g_str_equal (key, "domain"))
      g_hash_table_insert (copy, g_strdup (key), g_strdup (value));

  return copy;
}

static gboolean
attributes_equal (GHashTable *a,
                  GHashTable *b)
{
  GHashTableIter iter;
  gpointer key, value;

  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;

  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (g_strcmp0 (g_hash_table_lookup (b, key), value) != 0)
      return FALSE;

  return TRUE;
}

/* As GVfs labels them: "user@server:port", the port only if it is special. */
static char *
make_label (DmLocation *location)
{
  const char *user = dm_location_get_user (location);
  const char *server = dm_location_get_server (location);
  guint16 port = dm_location_get_port (location);

  if (port != 0)
    return g_strdup_printf ("%s@%s:%u", user, server, port);

  return g_strdup_printf ("%s@%s", user, server);
}

static gboolean
is_in_collection (OldItem *old,
                  SecretCollection *collection)
{
  const char *item_path = g_dbus_proxy_get_object_path (G_DBUS_PROXY (old->item));
  const char *path = g_dbus_proxy_get_object_path (G_DBUS_PROXY (collection));
  size_t length = strlen (path);

  return strncmp (item_path, path, length) == 0 && item_path[length] == '/';
}

/* The item that may simply get the new secret: the same attributes, and in a
 * keyring that keeps it as long as asked for. */
static OldItem *
steal_updatable (DmLogin *self)
{
  for (guint i = 0; i < self->found->len; i++)
    {
      OldItem *old = g_ptr_array_index (self->found, i);

      if (!attributes_equal (old->attributes, self->attributes))
        continue;
      if (self->saved == DM_LOGIN_SAVED_PERMANENT && !is_in_collection (old, self->collection))
        continue;

      return g_ptr_array_steal_index (self->found, i);
    }

  return NULL;
}

static gboolean
secrets_equal (SecretValue *a,
               SecretValue *b)
{
  gsize length_a, length_b;
  const char *text_a = secret_value_get (a, &length_a);
  const char *text_b = secret_value_get (b, &length_b);

  return length_a == length_b && memcmp (text_a, text_b, length_a) == 0;
}

static void
return_no_service (GTask *task)
{
  DmLogin *self = g_task_get_task_data (task);

  self->saved = DM_LOGIN_NO_SERVICE;
  g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

static void
return_stored (GTask *task)
{
  DmLogin *self = g_task_get_task_data (task);

  g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

static void
return_error (GTask *task,
              GError *error)
{
  dm_error_normalize (&error);
  g_task_return_error (task, error);
}

/* --- storing: service, search, collection, write, delete the others --- */

static void
on_old_item_deleted_cb (GObject *source,
                        GAsyncResult *result,
                        gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DmLogin *self = g_task_get_task_data (task);
  OldItem *old = g_ptr_array_steal_index (self->found, 0);

  /* One that cannot be deleted does no harm worth failing for: the exact one
   * is found first. */
  if (secret_item_delete_finish (SECRET_ITEM (source), result, NULL))
    g_ptr_array_add (self->deleted, old);
  else
    old_item_free (old);

  delete_next (task);
}

static void
delete_next (GTask *task)
{
  DmLogin *self = g_task_get_task_data (task);
  OldItem *old;

  if (self->found->len == 0)
    {
      return_stored (task);
      return;
    }

  old = g_ptr_array_index (self->found, 0);
  secret_item_delete (old->item, NULL, on_old_item_deleted_cb, g_object_ref (task));
}

static void
on_item_created_cb (GObject *source,
                    GAsyncResult *result,
                    gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DmLogin *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->created = secret_item_create_finish (result, &error);
  if (self->created == NULL)
    return_error (task, error);
  else
    delete_next (task);
}

static void
on_item_updated_cb (GObject *source,
                    GAsyncResult *result,
                    gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!secret_item_set_secret_finish (SECRET_ITEM (source), result, &error))
    return_error (task, error);
  else
    delete_next (task);
}

static void
write_secret (GTask *task)
{
  DmLogin *self = g_task_get_task_data (task);

  self->updated = steal_updatable (self);
  if (self->updated != NULL && !is_in_collection (self->updated, self->collection))
    self->saved = DM_LOGIN_SAVED_PERMANENT;

  /* From here on without the cancellable: who cancels must still be able to
   * put back what was written. */
  if (self->updated != NULL)
    secret_item_set_secret (self->updated->item, self->secret, NULL,
                            on_item_updated_cb, g_object_ref (task));
  else
    secret_item_create (self->collection, SECRET_SCHEMA_COMPAT_NETWORK,
                        self->attributes, self->label, self->secret,
                        SECRET_ITEM_CREATE_NONE, NULL,
                        on_item_created_cb, g_object_ref (task));
}

static void
on_collection_found_cb (GObject *source,
                        GAsyncResult *result,
                        gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DmLogin *self = g_task_get_task_data (task);
  gboolean wanted_permanent = self->saved == DM_LOGIN_SAVED_PERMANENT;

  self->collection = secret_collection_for_alias_finish (result, NULL);
  if (self->collection != NULL && secret_collection_get_locked (self->collection))
    g_clear_object (&self->collection);

  if (self->collection != NULL)
    {
      write_secret (task);
    }
  else if (wanted_permanent)
    {
      self->saved = DM_LOGIN_SAVED_SESSION;
      look_for_collection (task, SECRET_COLLECTION_SESSION);
    }
  else
    {
      return_no_service (task);
    }
}

static void
look_for_collection (GTask *task,
                     const char *alias)
{
  DmLogin *self = g_task_get_task_data (task);

  secret_collection_for_alias (self->service, alias, SECRET_COLLECTION_NONE,
                               g_task_get_cancellable (task),
                               on_collection_found_cb, g_object_ref (task));
}

/* Keeps of what was found only what is this login: a search without "port"
 * also finds those with one. Locked ones cannot be changed without a prompt. */
static void
take_found (DmLogin *self,
            GList *items)
{
  g_autoptr (GHashTable) wanted = copy_without_domain (self->attributes);

  for (GList *l = items; l != NULL; l = l->next)
    {
      OldItem *old = old_item_new (l->data);
      g_autoptr (GHashTable) attributes = copy_without_domain (old->attributes);

      if (old->secret != NULL && !secret_item_get_locked (old->item) &&
          attributes_equal (attributes, wanted))
        g_ptr_array_add (self->found, old);
      else
        old_item_free (old);
    }
}

static void
on_items_searched_cb (GObject *source,
                      GAsyncResult *result,
                      gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DmLogin *self = g_task_get_task_data (task);
  GError *error = NULL;
  GList *items = secret_service_search_finish (SECRET_SERVICE (source), result, &error);

  if (error != NULL)
    {
      return_error (task, error);
      return;
    }

  take_found (self, items);
  g_list_free_full (items, g_object_unref);

  self->saved = self->permanent ? DM_LOGIN_SAVED_PERMANENT : DM_LOGIN_SAVED_SESSION;
  look_for_collection (task, self->permanent ? SECRET_COLLECTION_DEFAULT : SECRET_COLLECTION_SESSION);
}

static void
on_service_got_cb (GObject *source,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DmLogin *self = g_task_get_task_data (task);
  g_autoptr (GHashTable) wanted = NULL;
  g_autoptr (GError) error = NULL;

  self->service = secret_service_get_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      return_error (task, g_steal_pointer (&error));
      return;
    }
  if (self->service == NULL)
    {
      g_debug ("No secret service: %s", error->message);
      return_no_service (task);
      return;
    }

  wanted = copy_without_domain (self->attributes);
  secret_service_search (self->service, SECRET_SCHEMA_COMPAT_NETWORK, wanted,
                         SECRET_SEARCH_ALL | SECRET_SEARCH_LOAD_SECRETS,
                         g_task_get_cancellable (task),
                         on_items_searched_cb, g_object_ref (task));
}

/* --- restoring --- */

static void
on_old_item_recreated_cb (GObject *source,
                          GAsyncResult *result,
                          gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!secret_service_store_finish (SECRET_SERVICE (source), result, &error))
    return_error (task, error);
  else
    recreate_next (task);
}

static void
recreate_next (GTask *task)
{
  DmLogin *self = g_task_get_source_object (task);
  g_autofree char *collection = NULL;
  OldItem *old;

  if (self->deleted->len == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  /* Where it was: a session's password must not become a permanent one. */
  old = g_ptr_array_steal_index (self->deleted, self->deleted->len - 1);
  collection = g_path_get_dirname (g_dbus_proxy_get_object_path (G_DBUS_PROXY (old->item)));
  secret_service_store (self->service, SECRET_SCHEMA_COMPAT_NETWORK, old->attributes,
                        collection, old->label, old->secret, g_task_get_cancellable (task),
                        on_old_item_recreated_cb, g_object_ref (task));
  old_item_free (old);
}

static void
on_created_item_deleted_cb (GObject *source,
                            GAsyncResult *result,
                            gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!secret_item_delete_finish (SECRET_ITEM (source), result, &error))
    return_error (task, error);
  else
    recreate_next (task);
}

static void
on_old_secret_restored_cb (GObject *source,
                           GAsyncResult *result,
                           gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!secret_item_set_secret_finish (SECRET_ITEM (source), result, &error))
    return_error (task, error);
  else
    recreate_next (task);
}

/* --- GObject --- */

static void
dm_login_finalize (GObject *object)
{
  DmLogin *self = DM_LOGIN (object);

  g_clear_pointer (&self->attributes, g_hash_table_unref);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->secret, secret_value_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_pointer (&self->deleted, g_ptr_array_unref);
  g_clear_pointer (&self->updated, old_item_free);
  g_clear_object (&self->created);
  g_clear_object (&self->collection);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (dm_login_parent_class)->finalize (object);
}

static void
dm_login_class_init (DmLoginClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dm_login_finalize;
}

static void
dm_login_init (DmLogin *self)
{
  self->found = g_ptr_array_new_with_free_func (old_item_free);
  self->deleted = g_ptr_array_new_with_free_func (old_item_free);
}

/* --- public --- */

void
dm_login_store_async (DmLocation *location,
                      const char *password,
                      gboolean permanent,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  DmLogin *self;
  GTask *task;

  g_return_if_fail (location != NULL && dm_location_get_user (location) != NULL);
  g_return_if_fail (password != NULL);

  self = g_object_new (DM_TYPE_LOGIN, NULL);
  self->attributes = dm_location_to_secret_attributes (location);
  self->label = make_label (location);
  self->secret = secret_value_new (password, -1, "text/plain");
  self->permanent = permanent;

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, g_object_unref);
  secret_service_get (SECRET_SERVICE_OPEN_SESSION, cancellable, on_service_got_cb, task);
}

DmLogin *
dm_login_store_finish (GAsyncResult *result,
                       GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

DmLoginSaved
dm_login_get_saved (DmLogin *self)
{
  g_return_val_if_fail (DM_IS_LOGIN (self), DM_LOGIN_NO_SERVICE);

  return self->saved;
}

gboolean
dm_login_has_replaced (DmLogin *self)
{
  g_return_val_if_fail (DM_IS_LOGIN (self), FALSE);

  if (self->updated != NULL && !secrets_equal (self->updated->secret, self->secret))
    return TRUE;
  for (guint i = 0; i < self->deleted->len; i++)
    if (!secrets_equal (((OldItem *) g_ptr_array_index (self->deleted, i))->secret, self->secret))
      return TRUE;

  return FALSE;
}

void
dm_login_restore_async (DmLogin *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DM_IS_LOGIN (self));

  task = g_task_new (self, cancellable, callback, user_data);
  if (self->updated != NULL)
    secret_item_set_secret (self->updated->item, self->updated->secret, cancellable,
                            on_old_secret_restored_cb, g_object_ref (task));
  else if (self->created != NULL)
    secret_item_delete (self->created, cancellable,
                        on_created_item_deleted_cb, g_object_ref (task));
  else
    recreate_next (task);
}

gboolean
dm_login_restore_finish (DmLogin *self,
                         GAsyncResult *result,
                         GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
