/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Map and Connect. */

#include "config.h"

#include "dm-manager-api-private.h"

#include <glib/gi18n-lib.h>

#include "dm-connect-job.h"
#include "dm-error.h"
#include "dm-local-name.h"
#include "dm-remember-job.h"

static const DmCallOption map_options[] = {
  { "connect", G_VARIANT_TYPE_BOOLEAN },
  { "remember", G_VARIANT_TYPE_BOOLEAN },
  { "user", G_VARIANT_TYPE_STRING },
  { "domain", G_VARIANT_TYPE_STRING },
  { NULL }
};

static const DmCallOption connect_options[] = {
  { "wait-for-network", G_VARIANT_TYPE_BOOLEAN },
  { "user", G_VARIANT_TYPE_STRING },
  { "domain", G_VARIANT_TYPE_STRING },
  { NULL }
};

/* Both methods answer with one object path. */
static void
return_drive (DmRequest *request,
              DmDrive *drive)
{
  g_dbus_method_invocation_return_value (g_steal_pointer (&request->call->invocation),
                                         g_variant_new ("(o)", dm_drive_get_object_path (drive)));
  dm_request_free (request);
}

static void
connect_job_cb (GObject *object,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (DmRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dm_connect_job_finish (result, &error);

  if (request->local != NULL)
    dm_reconnector_note_try (request->api->reconnector, request->local, error,
                             dm_connect_job_met_locked_keyring (result));
  dm_manager_flush (request->api->manager);

  if (path != NULL)
    g_dbus_method_invocation_return_value (g_steal_pointer (&request->call->invocation),
                                           g_variant_new ("(o)", path));
  else
    dm_request_fail (request, g_steal_pointer (&error));
}

static gboolean
is_there (DmRequest *request)
{
  DmDrive *drive = request->local != NULL ? dm_manager_find_drive (request->api->manager, request->local) : NULL;

  return drive != NULL && dm_drive_get_connection (drive) != NULL &&
         dm_location_equal (dm_drive_get_location (drive), request->location);
}

/* It may have been connected in the background meanwhile: just what was wanted. */
static void
wait_cb (GObject *object,
         GAsyncResult *result,
         gpointer user_data)
{
  DmRequest *request = user_data;
  gboolean waited = dm_reconnector_wait_finish (DM_RECONNECTOR (object), result, NULL);

  if (waited && is_there (request))
    {
      DmDrive *drive = dm_manager_find_drive (request->api->manager, request->local);

      dm_manager_flush (request->api->manager);
      return_drive (request, drive);
      return;
    }

  dm_connect_job_async (request->api->manager, request->local, request->location, request->flags,
                        request->call->cancellable, connect_job_cb, request);
}

static void
start_connect_job (DmRequest *request,
                   const char *local,
                   DmLocation *location,
                   DmConnectFlags flags)
{
  dm_call_watch_caller (request->call);
  request->local = g_strdup (local);
  request->location = dm_location_ref (location);
  request->flags = flags;

  if (local != NULL && dm_reconnector_is_trying (request->api->reconnector, local))
    dm_reconnector_wait_async (request->api->reconnector, local, request->call->cancellable, wait_cb, request);
  else
    dm_connect_job_async (request->api->manager, local, location, flags,
                          request->call->cancellable, connect_job_cb, request);
}

static void
remember_job_cb (GObject *object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (DmRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dm_remember_job_add_finish (result, &error);

  dm_manager_flush (request->api->manager);
  if (path != NULL)
    g_dbus_method_invocation_return_value (g_steal_pointer (&request->call->invocation),
                                           g_variant_new ("(o)", path));
  else
    dm_request_fail (request, g_steal_pointer (&error));
}

/* Map () without "connect": the drive is only written down. */
static void
start_remember_job (DmRequest *request,
                    const char *local,
                    DmLocation *location)
{
  if (dm_call_get_boolean (request->call, "remember", TRUE))
    {
      dm_remember_job_add_async (request->api->manager, local, location,
                                 request->call->cancellable, remember_job_cb, request);
      return;
    }

  dm_request_fail (request, g_error_new_literal (DM_ERROR, DM_ERROR_INVALID_PARAMETER,
                                                 _ ("A drive that is neither connected nor remembered is nothing. Ask for one of them.")));
  dm_request_free (request);
}

static gboolean
handle_map (DmManagerApi *self,
            GDBusMethodInvocation *invocation,
            const char *local,
            const char *remote,
            GVariant *options)
{
  DmRequest *request = dm_request_new (self, invocation, options, map_options);
  g_autoptr (DmLocation) location = NULL;
  g_autofree char *name = NULL;
  GError *error = NULL;

  if (request == NULL)
    return TRUE;

  name = dm_request_choose_local (request, local, &error);
  location = name != NULL ? dm_request_parse_location (request, remote, &error) : NULL;
  if (location == NULL)
    {
      dm_request_fail (request, error);
      dm_request_free (request);
      return TRUE;
    }

  if (!dm_call_get_boolean (request->call, "connect", TRUE))
    start_remember_job (request, name, location);
  else
    start_connect_job (request, name, location, dm_call_get_boolean (request->call, "remember", TRUE) ? DM_CONNECT_REMEMBER : DM_CONNECT_NONE);

  return TRUE;
}

/* Answers when @name is a local name; FALSE: it is a location. */
static gboolean
connect_drive (DmRequest *request,
               const char *name)
{
  g_autofree char *local = NULL;
  g_autoptr (DmLocation) location = NULL;
  GError *error = NULL;
  DmDrive *drive;

  if (!dm_local_name_looks_like (name))
    return FALSE;

  local = dm_local_name_normalize (name, &error);
  drive = local != NULL ? dm_manager_find_drive (request->api->manager, local) : NULL;
  if (drive == NULL)
    {
      if (error == NULL)
        error = g_error_new (DM_ERROR, DM_ERROR_NOT_CONNECTED,
                             _ ("There is no drive %s. Map it first."), local);
      dm_request_fail (request, error);
      dm_request_free (request);
      return TRUE;
    }

  if (dm_drive_get_connection (drive) != NULL ||
      (dm_call_get_boolean (request->call, "wait-for-network", FALSE) &&
       dm_reconnector_await_network (request->api->reconnector, drive)))
    {
      dm_manager_flush (request->api->manager);
      return_drive (request, drive);
      return TRUE;
    }

  location = dm_location_ref (dm_drive_get_location (drive));
  request->provider = g_strdup (dm_location_get_provider (location));
  start_connect_job (request, local, location, DM_CONNECT_NONE);

  return TRUE;
}

static gboolean
handle_connect (DmManagerApi *self,
                GDBusMethodInvocation *invocation,
                const char *remote,
                GVariant *options)
{
  DmRequest *request = dm_request_new (self, invocation, options, connect_options);
  g_autoptr (DmLocation) location = NULL;
  GError *error = NULL;

  if (request == NULL || connect_drive (request, remote))
    return TRUE;

  location = dm_request_parse_location (request, remote, &error);
  if (location == NULL)
    {
      dm_request_fail (request, error);
      dm_request_free (request);
      return TRUE;
    }

  start_connect_job (request, NULL, location, DM_CONNECT_NONE);

  return TRUE;
}

void
dm_manager_api_add_connect_handlers (DmManagerApi *self)
{
  dm_manager_api_add_handler (self, "handle-map", G_CALLBACK (handle_map));
  dm_manager_api_add_handler (self, "handle-connect", G_CALLBACK (handle_connect));
}
