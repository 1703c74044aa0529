/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Map and Connect. */

#include "config.h"

#include "dm-manager-api-private.h"

#include <glib/gi18n-lib.h>

#include "dm-connect-job.h"
#include "dm-error.h"
#include "dm-local-name.h"

static const DmCallOption map_options[] = {
  { "remember", G_VARIANT_TYPE_BOOLEAN },
  { "user", G_VARIANT_TYPE_STRING },
  { "domain", G_VARIANT_TYPE_STRING },
  { NULL }
};

static const DmCallOption connect_options[] = {
  { "user", G_VARIANT_TYPE_STRING },
  { "domain", G_VARIANT_TYPE_STRING },
  { NULL }
};

static void
connect_job_cb (GObject *object,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (DmRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dm_connect_job_finish (result, &error);

  dm_manager_flush (request->api->manager);

  /* Both methods answer with one object path. */
  if (path != NULL)
    g_dbus_method_invocation_return_value (g_steal_pointer (&request->call->invocation),
                                           g_variant_new ("(o)", path));
  else
    dm_request_fail (request, g_steal_pointer (&error));
}

static void
start_connect_job (DmRequest *request,
                   const char *local,
                   DmLocation *location,
                   gboolean remember)
{
  dm_call_watch_caller (request->call);
  dm_connect_job_async (request->api->manager, local, location, remember,
                        request->call->cancellable, connect_job_cb, request);
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

  start_connect_job (request, name, location, dm_call_get_boolean (request->call, "remember", TRUE));

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

  if (dm_drive_get_connection (drive) != NULL)
    {
      g_dbus_method_invocation_return_value (g_steal_pointer (&request->call->invocation),
                                             g_variant_new ("(o)", dm_drive_get_object_path (drive)));
      dm_request_free (request);
      return TRUE;
    }

  location = dm_location_ref (dm_drive_get_location (drive));
  request->provider = g_strdup (dm_location_get_provider (location));
  start_connect_job (request, local, location, FALSE);

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

  start_connect_job (request, NULL, location, FALSE);

  return TRUE;
}

void
dm_manager_api_add_connect_handlers (DmManagerApi *self)
{
  dm_manager_api_add_handler (self, "handle-map", G_CALLBACK (handle_map));
  dm_manager_api_add_handler (self, "handle-connect", G_CALLBACK (handle_connect));
}
