/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CloseServerFile. */

#include "config.h"

#include "dm-manager-api-private.h"

#include "dm-server-files-job.h"

static void
close_cb (GObject *object,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (DmRequest) request = user_data;
  GError *error = NULL;

  if (dm_server_files_job_close_finish (result, &error))
    dm_dbus_manager_complete_close_server_file (request->api->skeleton,
                                                g_steal_pointer (&request->call->invocation));
  else
    dm_request_fail (request, error);
}

static gboolean
handle_close_server_file (DmManagerApi *self,
                          GDBusMethodInvocation *invocation,
                          const char *name,
                          guint id,
                          const char *path,
                          const char *user,
                          GVariant *options)
{
  DmRequest *request = dm_request_new (self, invocation, options, dm_request_no_options);
  GError *error = NULL;
  DmConnection *connection;

  if (request == NULL)
    return TRUE;

  dm_call_watch_caller (request->call);
  dm_request_note_provider (request, name);
  connection = dm_manager_lookup_connection (self->manager, name, &error);
  if (connection != NULL)
    {
      dm_server_files_job_close_async (dm_connection_get_mount (connection), id, path, user,
                                       request->call->cancellable, close_cb, request);
      return TRUE;
    }

  dm_request_fail (request, error);
  dm_request_free (request);

  return TRUE;
}

void
dm_manager_api_add_server_file_handlers (DmManagerApi *self)
{
  dm_manager_api_add_handler (self, "handle-close-server-file", G_CALLBACK (handle_close_server_file));
}
