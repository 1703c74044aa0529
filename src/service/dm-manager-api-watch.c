/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* GetHolders and Refresh. */

#include "config.h"

#include "dm-manager-api-private.h"

#include <glib/gi18n-lib.h>

#include "dm-holders.h"
#include "dm-sandbox.h"
#include "dm-server-files-job.h"
#include "dm-stream-holders.h"

static DmHolderTarget
get_target (DmConnection *connection)
{
  return (DmHolderTarget){
    .path = dm_connection_get_mount (connection)->path,
    .backend = dm_connection_get_backend (connection),
  };
}

static const DmCallOption holders_options[] = {
  { "server", G_VARIANT_TYPE_BOOLEAN },
  { NULL }
};

/* A scan of one, and the mount that it was for. */
typedef struct
{
  DmRequest *request;
  DmMount *mount;
  GPtrArray *holders;
} Holders;

static void
holders_free (Holders *self)
{
  dm_request_free (self->request);
  dm_mount_unref (self->mount);
  g_clear_pointer (&self->holders, g_ptr_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Holders, holders_free)

static void
return_holders (Holders *self)
{
  dm_dbus_manager_complete_get_holders (self->request->api->skeleton,
                                        g_steal_pointer (&self->request->call->invocation),
                                        dm_holder_list_to_variant (self->holders));
}

static void
server_files_cb (GObject *object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (Holders) self = user_data;
  GError *error = NULL;

  if (dm_server_files_job_add_finish (result, &error))
    return_holders (self);
  else
    dm_request_fail (self->request, error);
}

static void
scan_one_cb (GObject *object,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (Holders) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lists = dm_holders_scan_finish (result, &error);
  DmCall *call = self->request->call;

  gboolean asks_server = dm_call_get_boolean (call, "server", FALSE);

  /* In a sandbox the server's word is all that there is. */
  if (lists == NULL && (dm_sandbox_sees_programs () || !asks_server))
    {
      dm_request_fail (self->request, g_steal_pointer (&error));
      return;
    }

  self->holders = lists != NULL ? g_ptr_array_ref (lists->pdata[0]) : dm_holder_list_new ();
  if (!asks_server)
    {
      return_holders (self);
      return;
    }

  /* The files that it has open for us can be told apart only with our own list. */
  dm_call_watch_caller (call);
  dm_server_files_job_add_async (self->mount, self->holders, call->cancellable, server_files_cb, self);
  g_steal_pointer (&self);
}

static gboolean
handle_get_holders (DmManagerApi *self,
                    GDBusMethodInvocation *invocation,
                    const char *name,
                    GVariant *options)
{
  DmRequest *request = dm_request_new (self, invocation, options, holders_options);
  GError *error = NULL;
  DmConnection *connection;
  DmHolderTarget target;
  Holders *holders;

  if (request == NULL)
    return TRUE;

  connection = dm_manager_lookup_connection (self->manager, name, &error);
  if (connection == NULL)
    {
      dm_request_fail (request, error);
      dm_request_free (request);
      return TRUE;
    }

  target = get_target (connection);
  holders = g_new0 (Holders, 1);
  holders->request = request;
  holders->mount = dm_mount_ref (dm_connection_get_mount (connection));
  dm_holders_scan_async (&target, 1, request->call->cancellable, scan_one_cb, holders);

  return TRUE;
}

/* Refresh */

static const DmCallOption refresh_options[] = {
  { "scan", G_VARIANT_TYPE_BOOLEAN },
  { "probe", G_VARIANT_TYPE_BOOLEAN },
  { NULL }
};

static void
finish_refresh (DmRequest *request)
{
  dm_manager_show_counts (request->api->manager);
  dm_manager_flush (request->api->manager);
  dm_dbus_manager_complete_refresh (request->api->skeleton,
                                    g_steal_pointer (&request->call->invocation));
}

/* A scan of all, and the connections it was for. */
typedef struct
{
  DmRequest *request;
  GPtrArray *connections;
} Refresh;

static void
scan_all_cb (GObject *object,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autofree Refresh *refresh = user_data;
  g_autoptr (DmRequest) request = refresh->request;
  g_autoptr (GPtrArray) connections = refresh->connections;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lists = dm_holders_scan_finish (result, &error);

  if (lists == NULL)
    {
      dm_request_fail (request, g_steal_pointer (&error));
      return;
    }

  for (guint i = 0; i < connections->len; i++)
    dm_connection_set_open_count (connections->pdata[i], ((GPtrArray *) lists->pdata[i])->len);
  finish_refresh (request);
}

static void
scan_all (DmRequest *request)
{
  GPtrArray *connections = dm_manager_get_connections (request->api->manager);
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (DmHolderTarget));
  Refresh *refresh = g_new0 (Refresh, 1);

  refresh->request = request;
  refresh->connections = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < connections->len; i++)
    {
      DmHolderTarget target = get_target (connections->pdata[i]);

      g_array_append_val (targets, target);
      g_ptr_array_add (refresh->connections, g_object_ref (connections->pdata[i]));
    }

  dm_holders_scan_async ((gpointer) targets->data, targets->len,
                         request->call->cancellable, scan_all_cb, refresh);
}

static void
count_streams (DmManager *manager)
{
  GPtrArray *connections = dm_manager_get_connections (manager);
  g_autofree pid_t *backends = g_new0 (pid_t, connections->len + 1);
  g_autoptr (GArray) streams = NULL;

  for (guint i = 0; i < connections->len; i++)
    backends[i] = dm_connection_get_backend (connections->pdata[i]);

  streams = dm_stream_holders_list (backends, connections->len, NULL);
  for (guint i = 0; streams != NULL && i < connections->len; i++)
    {
      guint count = 0;

      for (guint j = 0; j < streams->len; j++)
        if (backends[i] != 0 && g_array_index (streams, DmStream, j).backend == backends[i])
          count++;
      dm_connection_set_open_count (connections->pdata[i], count);
    }
}

static gboolean
handle_refresh (DmManagerApi *self,
                GDBusMethodInvocation *invocation,
                GVariant *options)
{
  DmRequest *request = dm_request_new (self, invocation, options, refresh_options);

  if (request == NULL)
    return TRUE;

  dm_reconnector_look (self->reconnector, dm_call_get_boolean (request->call, "probe", FALSE));
  if (dm_call_get_boolean (request->call, "scan", FALSE) &&
      dm_manager_get_connections (self->manager)->len > 0)
    {
      dm_manager_look_at_space (self->manager);
      if (dm_sandbox_sees_programs ())
        {
          scan_all (request);
          return TRUE;
        }
    }

  count_streams (self->manager);
  finish_refresh (request);
  dm_request_free (request);

  return TRUE;
}

void
dm_manager_api_add_watch_handlers (DmManagerApi *self)
{
  dm_manager_api_add_handler (self, "handle-get-holders", G_CALLBACK (handle_get_holders));
  dm_manager_api_add_handler (self, "handle-refresh", G_CALLBACK (handle_refresh));
}
