/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Browse and Diagnose: looking, without changing anything. */

#include "config.h"

#include "dm-manager-api-private.h"

#include <glib/gi18n-lib.h>

#include "dm-browse-servers-job.h"
#include "dm-browse-shares-job.h"
#include "dm-diagnose-job.h"
#include "dm-error.h"
#include "dm-local-name.h"

static const DmCallOption browse_options[] = {
  { "user", G_VARIANT_TYPE_STRING },
  { "domain", G_VARIANT_TYPE_STRING },
  { "hidden", G_VARIANT_TYPE_BOOLEAN },
  { NULL }
};

static const DmCallOption diagnose_options[] = {
  { "user", G_VARIANT_TYPE_STRING },
  { "domain", G_VARIANT_TYPE_STRING },
  { NULL }
};

/* Both methods answer with what was found. */
static void
answer (DmRequest *request,
        GVariant *found,
        GError *error)
{
  if (found != NULL)
    g_dbus_method_invocation_return_value (g_steal_pointer (&request->call->invocation),
                                           g_variant_new ("(@aa{sv})", found));
  else
    dm_request_fail (request, error);
}

/* Takes both over. */
static void
refuse (DmRequest *request,
        GError *error)
{
  dm_request_fail (request, error);
  dm_request_free (request);
}

/* Browse */

static void
servers_cb (GObject *object,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (DmRequest) request = user_data;
  GError *error = NULL;
  g_autoptr (GVariant) found = dm_browse_servers_job_finish (result, &error);

  answer (request, found, error);
}

static void
shares_cb (GObject *object,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (DmRequest) request = user_data;
  GError *error = NULL;
  g_autoptr (GVariant) found = dm_browse_shares_job_finish (result, &error);

  if (found != NULL)
    dm_request_tell_found (found, request);
  answer (request, found, error);
}

static gboolean
handle_browse (DmManagerApi *self,
               GDBusMethodInvocation *invocation,
               const char *server,
               GVariant *options)
{
  DmRequest *request = dm_request_new (self, invocation, options, browse_options);
  g_autoptr (DmLocation) named = NULL;
  g_autoptr (DmLocation) location = NULL;
  GError *error = NULL;

  if (request == NULL)
    return TRUE;

  dm_call_watch_caller (request->call);
  if (*server == '\0')
    {
      dm_browse_servers_job_async (self->manager, dm_request_tell_found, request,
                                   request->call->cancellable, servers_cb, request);
      return TRUE;
    }

  request->provider = g_strdup ("smb");
  named = dm_location_parse_server (server, &error);
  location = named != NULL ? dm_request_add_user (request, named, &error) : NULL;
  if (location == NULL)
    refuse (request, error);
  else
    dm_browse_shares_job_async (self->manager, location, dm_call_get_boolean (request->call, "hidden", FALSE),
                                request->call->cancellable, shares_cb, request);

  return TRUE;
}

/* Diagnose */

static void
diagnose_cb (GObject *object,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (DmRequest) request = user_data;
  GError *error = NULL;
  g_autoptr (GVariant) found = dm_diagnose_job_finish (result, &error);

  answer (request, found, error);
}

/* (transfer full) */
static DmLocation *
find_location (DmRequest *request,
               const char *remote,
               GError **error)
{
  g_autofree char *local = NULL;
  DmDrive *drive;

  if (!dm_local_name_looks_like (remote))
    return dm_request_parse_location (request, remote, error);

  local = dm_local_name_normalize (remote, error);
  if (local == NULL)
    return NULL;

  drive = dm_manager_find_drive (request->api->manager, local);
  if (drive == NULL)
    {
      g_set_error (error, DM_ERROR, DM_ERROR_NOT_CONNECTED, _ ("There is no drive %s."), local);
      return NULL;
    }

  return dm_request_add_user (request, dm_drive_get_location (drive), error);
}

static gboolean
handle_diagnose (DmManagerApi *self,
                 GDBusMethodInvocation *invocation,
                 const char *remote,
                 GVariant *options)
{
  DmRequest *request = dm_request_new (self, invocation, options, diagnose_options);
  g_autoptr (DmLocation) location = NULL;
  GError *error = NULL;

  if (request == NULL)
    return TRUE;

  dm_call_watch_caller (request->call);
  location = find_location (request, remote, &error);
  if (location == NULL)
    refuse (request, error);
  else
    dm_diagnose_job_async (location, dm_request_tell_found, request,
                           request->call->cancellable, diagnose_cb, request);

  return TRUE;
}

void
dm_manager_api_add_diagnose_handlers (DmManagerApi *self)
{
  dm_manager_api_add_handler (self, "handle-browse", G_CALLBACK (handle_browse));
  dm_manager_api_add_handler (self, "handle-diagnose", G_CALLBACK (handle_diagnose));
}
