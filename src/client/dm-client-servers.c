/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the service finds out about servers. */

#include "config.h"

#include "dm-client-servers.h"

#include "dm-client-call.h"
#include "dm-client-private.h"

/* The first version of the interface that knows these. */
#define VERSION 4

/* Servers are slow; the service has its own deadline for each. */
#define NO_TIMEOUT G_MAXINT

typedef GObject *(*MakeFunc) (GVariant *dict);

typedef gboolean (*IsSameFunc) (gpointer a,
                                gpointer b);

/* One Browse () or Diagnose () under way: the data of its task. */
typedef struct
{
  MakeFunc make;
  IsSameFunc is_same;
  gulong handler; /* of Found (), while it may come */

  DmDbusManager *manager;
  GListStore *found; /* nullable */
  char *operation;
} Listing;

/* @name: the server or location; @domain, @user: (nullable). */
typedef struct
{
  const char *method;
  const char *name;
  const char *domain;
  const char *user;
  gboolean hidden;
} Question;

static void
stop_listening (Listing *self)
{
  if (self->handler != 0)
    g_signal_handler_disconnect (self->manager, self->handler);
  self->handler = 0;
}

static void
listing_free (gpointer data)
{
  Listing *self = data;

  stop_listening (self);
  g_clear_object (&self->manager);
  g_clear_object (&self->found);
  g_free (self->operation);
  g_free (self);
}

static gboolean
is_same_step (gpointer a,
              gpointer b)
{
  return g_str_equal (dm_step_get_step (a), dm_step_get_step (b));
}

static gboolean
is_same_place (gpointer a,
               gpointer b)
{
  return dm_place_is_same (a, b);
}

static GObject *
make_place (GVariant *dict)
{
  return G_OBJECT (dm_place_new (dict));
}

static GObject *
make_step (GVariant *dict)
{
  return G_OBJECT (dm_step_new (dict));
}

/* @entries: aa{sv} */
static GPtrArray *
make_all (Listing *self,
          GVariant *entries)
{
  GPtrArray *made = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; i < g_variant_n_children (entries); i++)
    {
      g_autoptr (GVariant) dict = g_variant_get_child_value (entries, i);

      g_ptr_array_add (made, self->make (dict));
    }

  return made;
}

static void
append_all (Listing *self,
            GPtrArray *made)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->found));

  /* At once, so that a view is laid out once. */
  if (made->len > 0)
    g_list_store_splice (self->found, n_items, 0, made->pdata, made->len);
}

static void
on_found_cb (DmDbusManager *manager,
             const char *operation,
             GVariant *entries,
             gpointer user_data)
{
  Listing *self = user_data;
  g_autoptr (GPtrArray) made = NULL;

  if (!g_str_equal (operation, self->operation))
    return;

  made = make_all (self, entries);
  append_all (self, made);
}

static gboolean
has_found (Listing *self,
           gpointer item)
{
  GListModel *found = G_LIST_MODEL (self->found);

  for (guint i = 0; i < g_list_model_get_n_items (found); i++)
    {
      g_autoptr (GObject) other = g_list_model_get_item (found, i);

      if (self->is_same (item, other))
        return TRUE;
    }

  return FALSE;
}

/* What the service did not tell of before the end. */
static void
append_missing (Listing *self,
                GPtrArray *all)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();

  if (g_list_model_get_n_items (G_LIST_MODEL (self->found)) >= all->len)
    return;

  for (guint i = 0; i < all->len; i++)
    if (!has_found (self, all->pdata[i]))
      g_ptr_array_add (missing, all->pdata[i]);
  append_all (self, missing);
}

static void
on_listed_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Listing *self = g_task_get_task_data (task);
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) entries = NULL;
  g_autoptr (GPtrArray) all = NULL;
  GError *error = NULL;

  stop_listening (self);
  reply = g_task_propagate_pointer (G_TASK (result), &error);
  if (reply == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  entries = g_variant_get_child_value (reply, 0);
  all = make_all (self, entries);
  if (self->found != NULL)
    append_missing (self, all);
  g_task_return_pointer (task, g_steal_pointer (&all), (GDestroyNotify) g_ptr_array_unref);
}

static void
listen (Listing *self,
        DmDbusManager *manager,
        GTask *call)
{
  if (self->found == NULL || manager == NULL)
    return;

  self->operation = g_strdup (dm_client_call_get_operation (call));
  self->manager = g_object_ref (manager);
  self->handler = g_signal_connect (manager, "found", G_CALLBACK (on_found_cb), self);
}

/* An old service would refuse an option, or not know the method: say it plainly. One
 * that does not run has no version; the bus then starts the one that is installed. */
static gboolean
is_too_old (DmClient *client,
            GTask *task)
{
  guint version = dm_client_get_interface_version (client);
  GError *error = NULL;

  if (version == 0 || version >= VERSION)
    return FALSE;

  dm_client_call_set_too_old (&error);
  g_task_return_error (task, error);

  return TRUE;
}

static GVariant *
make_arguments (GTask *call,
                const Question *question)
{
  GVariantDict options;

  dm_client_call_init_options (call, &options);
  dm_client_call_add_login (&options, question->domain, question->user);
  if (question->hidden)
    g_variant_dict_insert (&options, "hidden", "b", TRUE);

  return g_variant_new ("(s@a{sv})", question->name, g_variant_dict_end (&options));
}

/* Takes @task and @self. */
static void
start_listing (GTask *task,
               Listing *self,
               const Question *question)
{
  g_autoptr (GTask) owned = task;
  DmClient *client = g_task_get_source_object (task);
  DmDbusManager *manager = dm_client_get_manager (client);
  GTask *call;

  g_task_set_task_data (task, self, listing_free);
  g_task_set_check_cancellable (task, FALSE);
  if (self->found != NULL)
    g_list_store_remove_all (self->found);
  if (is_too_old (client, task))
    return;

  call = dm_client_call_new (client, g_task_get_cancellable (task), on_listed_cb, g_steal_pointer (&owned));
  listen (self, manager, call);
  dm_client_call_start (call, G_DBUS_PROXY (manager), question->method, make_arguments (call, question), NO_TIMEOUT);
}

static Listing *
listing_new (MakeFunc make,
             IsSameFunc is_same,
             GListStore *found)
{
  Listing *self = g_new0 (Listing, 1);

  self->make = make;
  self->is_same = is_same;
  g_set_object (&self->found, found);

  return self;
}

void
dm_client_browse_async (DmClient *self,
                        const char *server,
                        const char *domain,
                        const char *user,
                        gboolean hidden,
                        GListStore *found,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  const Question question = { "Browse", server != NULL ? server : "", domain, user, hidden };

  g_return_if_fail (DM_IS_CLIENT (self));
  g_return_if_fail (found == NULL || G_IS_LIST_STORE (found));

  start_listing (g_task_new (self, cancellable, callback, user_data),
                 listing_new (make_place, is_same_place, found), &question);
}

GPtrArray *
dm_client_browse_finish (DmClient *self,
                         GAsyncResult *result,
                         GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
dm_client_diagnose_async (DmClient *self,
                          const char *remote,
                          const char *domain,
                          const char *user,
                          GListStore *found,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  const Question question = { "Diagnose", remote, domain, user, FALSE };

  g_return_if_fail (DM_IS_CLIENT (self));
  g_return_if_fail (remote != NULL);
  g_return_if_fail (found == NULL || G_IS_LIST_STORE (found));

  start_listing (g_task_new (self, cancellable, callback, user_data),
                 listing_new (make_step, is_same_step, found), &question);
}

GPtrArray *
dm_client_diagnose_finish (DmClient *self,
                           GAsyncResult *result,
                           GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
dm_client_get_server_holders_async (DmClient *self,
                                    const char *name,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GVariantDict options;

  g_return_if_fail (DM_IS_CLIENT (self));
  g_return_if_fail (name != NULL);

  task = dm_client_call_new (self, cancellable, callback, user_data);
  if (is_too_old (self, task))
    return;

  dm_client_call_init_options (task, &options);
  g_variant_dict_insert (&options, "server", "b", TRUE);
  dm_client_call_start (g_steal_pointer (&task), G_DBUS_PROXY (dm_client_get_manager (self)), "GetHolders",
                        g_variant_new ("(s@a{sv})", name, g_variant_dict_end (&options)), NO_TIMEOUT);
}

GPtrArray *
dm_client_get_server_holders_finish (DmClient *self,
                                     GAsyncResult *result,
                                     GError **error)
{
  return dm_client_get_holders_finish (self, result, error);
}

void
dm_client_close_server_file_async (DmClient *self,
                                   const char *name,
                                   const DmHolder *holder,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GVariantDict options;

  g_return_if_fail (DM_IS_CLIENT (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (holder != NULL && holder->server_path != NULL);

  task = dm_client_call_new (self, cancellable, callback, user_data);
  if (is_too_old (self, task))
    return;

  dm_client_call_init_options (task, &options);
  dm_client_call_start (g_steal_pointer (&task), G_DBUS_PROXY (dm_client_get_manager (self)), "CloseServerFile",
                        g_variant_new ("(suss@a{sv})", name, holder->id, holder->server_path,
                                       holder->user != NULL ? holder->user : "",
                                       g_variant_dict_end (&options)),
                        NO_TIMEOUT);
}

gboolean
dm_client_close_server_file_finish (DmClient *self,
                                    GAsyncResult *result,
                                    GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  reply = g_task_propagate_pointer (G_TASK (result), error);

  return reply != NULL;
}
