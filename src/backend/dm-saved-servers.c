/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-saved-servers.h"

#include <libsecret/secret.h>

#include "dm-deadline.h"
#include "dm-secret-service.h"

static void
return_servers (GTask *task, GPtrArray *servers)
{
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_ptr_array_ref (servers), (GDestroyNotify) g_ptr_array_unref);
}

/* Whatever is wrong with the secret service: then it knows none. */
static void
return_none (GTask *task, const GError *error)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_location_unref);

  g_debug ("No use of the secret service: %s", error->message);
  return_servers (task, none);
}

/* GVfs writes the brackets of an IPv6 address, others may not. */
static DmLocation *
build_server (SecretItem *item)
{
  g_autoptr (GHashTable) attributes = secret_item_get_attributes (item);
  const char *server = g_hash_table_lookup (attributes, "server");
  const char *port = g_hash_table_lookup (attributes, "port");
  gboolean is_bare = server != NULL && strchr (server, ':') != NULL && *server != '[';
  g_autofree char *uri = NULL;

  if (server == NULL || *server == '\0')
    return NULL;

  uri = g_strconcat ("smb://", is_bare ? "[" : "", server, is_bare ? "]" : "",
                     port != NULL ? ":" : "", port, NULL);
  return dm_location_parse_server (uri, NULL);
}

static void
on_items_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) servers = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_location_unref);
  GList *items = secret_service_search_finish (SECRET_SERVICE (source), result, &error);

  for (GList *l = items; l != NULL; l = l->next)
    {
      DmLocation *server = build_server (l->data);

      if (server != NULL)
        g_ptr_array_add (servers, server);
    }
  g_list_free_full (items, g_object_unref);

  if (error != NULL)
    return_none (task, error);
  else
    return_servers (task, servers);
}

static void
on_service_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretService) service = secret_service_get_finish (result, &error);
  g_autoptr (GHashTable) query = g_hash_table_new (g_str_hash, g_str_equal);
  DmDeadline *deadline = g_task_get_task_data (task);

  if (service == NULL)
    {
      return_none (task, error);
      return;
    }

  g_hash_table_insert (query, (gpointer) "protocol", (gpointer) "smb");
  secret_service_search (service, SECRET_SCHEMA_COMPAT_NETWORK, query, SECRET_SEARCH_ALL,
                         dm_deadline_get_cancellable (deadline), on_items_found_cb, g_steal_pointer (&task));
}

void
dm_saved_servers_list_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  DmDeadline *deadline = dm_deadline_new (DM_SECRET_SERVICE_DEADLINE_MS, cancellable);

  g_task_set_source_tag (task, dm_saved_servers_list_async);
  g_task_set_task_data (task, deadline, (GDestroyNotify) dm_deadline_free);
  secret_service_get (SECRET_SERVICE_NONE, dm_deadline_get_cancellable (deadline),
                      on_service_got_cb, g_steal_pointer (&task));
}

GPtrArray *
dm_saved_servers_list_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
