/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The calls of Windows. */

#include "config.h"

#include "dm-manager-api-private.h"

#include <glib/gi18n-lib.h>

#include "dm-disconnect-job.h"
#include "dm-error.h"
#include "dm-win32-use.h"

/* Windows has one code for all that is no name of a connection, be it well
 * written or not. */
static guint
get_win32_code (const GError *error)
{
  guint code = dm_error_to_win32 (error);

  switch (code)
    {
    case DM_ERROR_BAD_DEVICE:
    case DM_ERROR_BAD_NET_NAME:
    case DM_ERROR_NO_NET_OR_BAD_PATH:
      return DM_ERROR_NOT_CONNECTED;
    default:
      return code;
    }
}

static void
win32_job_cb (GObject *object,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (DmRequest) request = user_data;
  g_auto (DmDisconnectOutcome) outcome = { 0 };
  g_autoptr (GError) error = NULL;
  GDBusMethodInvocation *invocation = g_steal_pointer (&request->call->invocation);

  dm_disconnect_job_finish (result, &outcome, &error);
  dm_manager_flush (request->api->manager);
  dm_last_error_note (request->api->last_error,
                      g_dbus_method_invocation_get_connection (invocation),
                      g_dbus_method_invocation_get_sender (invocation),
                      error, request->provider);
  g_dbus_method_invocation_return_value (invocation,
                                         g_variant_new ("(u)", get_win32_code (error)));
}

static gboolean
start_win32_job (DmManagerApi *self,
                 GDBusMethodInvocation *invocation,
                 const char *name,
                 const DmWin32Use *use,
                 guint code)
{
  g_autoptr (GVariant) options = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));
  DmRequest *request;

  if (code != 0)
    {
      dm_manager_api_emit_called (self);
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", code));
      return TRUE;
    }

  request = dm_request_new (self, invocation, options, dm_request_no_options);
  dm_request_note_provider (request, name);
  dm_disconnect_job_async (self->manager, name, use->level, use->update_profile,
                           request->call->cancellable, win32_job_cb, request);

  return TRUE;
}

/* NetUseDel () knows SMB only; whatever else a drive leads to is not there. */
static gboolean
is_foreign (DmManagerApi *self,
            const char *name)
{
  DmConnection *connection = dm_manager_lookup_connection (self->manager, name, NULL);
  DmMount *mount = connection != NULL ? dm_connection_get_mount (connection) : NULL;

  return mount != NULL && mount->location != NULL &&
         !g_str_equal (dm_location_get_provider (mount->location), "smb");
}

static gboolean
handle_net_use_del (DmManagerApi *self,
                    GDBusMethodInvocation *invocation,
                    const char *server,
                    const char *name,
                    guint level)
{
  DmWin32Use use = { 0 };
  guint code = dm_win32_use_from_net_use_del (server, name, level, &use);

  if (code == 0 && is_foreign (self, name))
    code = DM_ERROR_NOT_CONNECTED;

  return start_win32_job (self, invocation, name, &use, code);
}

static gboolean
handle_wnet_cancel_connection (DmManagerApi *self,
                               GDBusMethodInvocation *invocation,
                               const char *name,
                               gboolean force)
{
  DmWin32Use use = { 0 };
  guint code = dm_win32_use_from_cancel_connection (name, force, &use);

  return start_win32_job (self, invocation, name, &use, code);
}

static gboolean
handle_wnet_cancel_connection2 (DmManagerApi *self,
                                GDBusMethodInvocation *invocation,
                                const char *name,
                                guint flags,
                                gboolean force)
{
  DmWin32Use use = { 0 };
  guint code = dm_win32_use_from_cancel_connection2 (name, flags, force, &use);

  return start_win32_job (self, invocation, name, &use, code);
}

static gboolean
handle_last_error (DmManagerApi *self,
                   GDBusMethodInvocation *invocation)
{
  const char *text, *provider;
  guint code;

  dm_manager_api_emit_called (self);
  dm_last_error_get (self->last_error, g_dbus_method_invocation_get_sender (invocation),
                     &code, &text, &provider);
  dm_dbus_manager_complete_last_error (self->skeleton, invocation, code, text, provider);

  return TRUE;
}

void
dm_manager_api_add_win32_handlers (DmManagerApi *self)
{
  dm_manager_api_add_handler (self, "handle-net-use-del", G_CALLBACK (handle_net_use_del));
  dm_manager_api_add_handler (self, "handle-wnet-cancel-connection", G_CALLBACK (handle_wnet_cancel_connection));
  dm_manager_api_add_handler (self, "handle-wnet-cancel-connection2", G_CALLBACK (handle_wnet_cancel_connection2));
  dm_manager_api_add_handler (self, "handle-last-error", G_CALLBACK (handle_last_error));
}
