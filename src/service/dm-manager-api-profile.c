/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* SetRemembered, Rename and SetDriveSettings. */

#include "config.h"

#include "dm-manager-api-private.h"

#include "dm-remember-job.h"
#include "dm-rename-job.h"
#include "dm-settings-job.h"

static void
remember_job_cb (GObject *object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (DmRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = dm_remember_job_finish (result, &error);

  dm_manager_flush (request->api->manager);
  if (done)
    dm_dbus_manager_complete_set_remembered (request->api->skeleton,
                                             g_steal_pointer (&request->call->invocation));
  else
    dm_request_fail (request, g_steal_pointer (&error));
}

static gboolean
handle_set_remembered (DmManagerApi *self,
                       GDBusMethodInvocation *invocation,
                       const char *local,
                       gboolean remembered,
                       GVariant *options)
{
  DmRequest *request = dm_request_new (self, invocation, options, dm_request_no_options);

  if (request != NULL)
    dm_remember_job_async (self->manager, local, remembered,
                           request->call->cancellable, remember_job_cb, request);

  return TRUE;
}

static void
rename_job_cb (GObject *object,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (DmRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dm_rename_job_finish (result, &error);

  dm_manager_flush (request->api->manager);
  if (path != NULL)
    dm_dbus_manager_complete_rename (request->api->skeleton,
                                     g_steal_pointer (&request->call->invocation), path);
  else
    dm_request_fail (request, g_steal_pointer (&error));
}

static gboolean
handle_rename (DmManagerApi *self,
               GDBusMethodInvocation *invocation,
               const char *local,
               const char *new_local,
               GVariant *options)
{
  DmRequest *request = dm_request_new (self, invocation, options, dm_request_no_options);
  g_autofree char *name = NULL;
  GError *error = NULL;

  if (request == NULL)
    return TRUE;

  name = dm_request_choose_local (request, new_local, &error);
  if (name == NULL)
    {
      dm_request_fail (request, error);
      dm_request_free (request);
      return TRUE;
    }

  dm_rename_job_async (self->manager, local, name,
                       request->call->cancellable, rename_job_cb, request);

  return TRUE;
}

static void
settings_job_cb (GObject *object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (DmRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = dm_settings_job_finish (result, &error);

  dm_manager_flush (request->api->manager);
  if (done)
    dm_dbus_manager_complete_set_drive_settings (request->api->skeleton,
                                                 g_steal_pointer (&request->call->invocation));
  else
    dm_request_fail (request, g_steal_pointer (&error));
}

static gboolean
handle_set_drive_settings (DmManagerApi *self,
                           GDBusMethodInvocation *invocation,
                           const char *local,
                           GVariant *values,
                           GVariant *options)
{
  DmRequest *request = dm_request_new (self, invocation, options, dm_request_no_options);
  g_autoptr (DmDriveSettings) settings = NULL;
  GError *error = NULL;

  if (request == NULL)
    return TRUE;

  settings = dm_drive_settings_from_variant (values, &error);
  if (settings == NULL)
    {
      dm_request_fail (request, error);
      dm_request_free (request);
      return TRUE;
    }

  dm_settings_job_async (self->manager, local, settings,
                         request->call->cancellable, settings_job_cb, request);

  return TRUE;
}

void
dm_manager_api_add_profile_handlers (DmManagerApi *self)
{
  dm_manager_api_add_handler (self, "handle-set-remembered", G_CALLBACK (handle_set_remembered));
  dm_manager_api_add_handler (self, "handle-rename", G_CALLBACK (handle_rename));
  dm_manager_api_add_handler (self, "handle-set-drive-settings", G_CALLBACK (handle_set_drive_settings));
}
