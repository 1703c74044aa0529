/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Cancel and CancelOperation. */

#include "config.h"

#include "dm-manager-api-private.h"

#include <glib/gi18n-lib.h>

#include "dm-disconnect-job.h"
#include "dm-enums.h"
#include "dm-error.h"

static const DmCallOption cancel_options[] = {
  { "update-profile", G_VARIANT_TYPE_BOOLEAN },
  { NULL }
};

static GVariant *
describe_outcome (const DmDisconnectOutcome *outcome,
                  DmLevel level)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "result", "s", dm_result_to_string (outcome->result));
  g_variant_dict_insert (&dict, "level", "s", dm_level_to_string (level));
  g_variant_dict_insert (&dict, "elapsed-ms", "t", outcome->elapsed_ms);
  g_variant_dict_insert (&dict, "ended-backend", "b", outcome->ended_backend);

  return g_variant_dict_end (&dict);
}

static DmLevel
get_level_argument (GDBusMethodInvocation *invocation)
{
  GVariant *parameters = g_dbus_method_invocation_get_parameters (invocation);
  const char *text;
  DmLevel level = DM_LEVEL_NONE;

  g_variant_get_child (parameters, 1, "&s", &text);
  dm_level_from_string (text, &level, NULL);

  return level;
}

static void
disconnect_job_cb (GObject *object,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (DmRequest) request = user_data;
  g_auto (DmDisconnectOutcome) outcome = { 0 };
  g_autoptr (GError) error = NULL;
  DmLevel level = get_level_argument (request->call->invocation);

  dm_manager_flush (request->api->manager);
  if (dm_disconnect_job_finish (result, &outcome, &error))
    dm_dbus_manager_complete_cancel (request->api->skeleton,
                                     g_steal_pointer (&request->call->invocation),
                                     describe_outcome (&outcome, level));
  else
    dm_request_fail (request, g_steal_pointer (&error));
}

static gboolean
handle_cancel (DmManagerApi *self,
               GDBusMethodInvocation *invocation,
               const char *name,
               const char *level_name,
               GVariant *options)
{
  DmRequest *request = dm_request_new (self, invocation, options, cancel_options);
  GError *error = NULL;
  DmLevel level;

  if (request == NULL)
    return TRUE;

  if (!dm_level_from_string (level_name, &level, &error))
    {
      dm_request_fail (request, error);
      dm_request_free (request);
      return TRUE;
    }

  dm_request_note_provider (request, name);
  dm_disconnect_job_async (self->manager, name, level,
                           dm_call_get_boolean (request->call, "update-profile", FALSE),
                           request->call->cancellable, disconnect_job_cb, request);

  return TRUE;
}

static gboolean
handle_cancel_operation (DmManagerApi *self,
                         GDBusMethodInvocation *invocation,
                         const char *operation)
{
  const char *sender = g_dbus_method_invocation_get_sender (invocation);

  dm_manager_api_emit_called (self);
  if (dm_call_registry_cancel (self->operations, sender, operation))
    dm_dbus_manager_complete_cancel_operation (self->skeleton, invocation);
  else
    g_dbus_method_invocation_return_error (invocation, DM_ERROR, DM_ERROR_INVALID_PARAMETER,
                                           _ ("You have no operation “%s” under way."), operation);

  return TRUE;
}

void
dm_manager_api_add_cancel_handlers (DmManagerApi *self)
{
  dm_manager_api_add_handler (self, "handle-cancel", G_CALLBACK (handle_cancel));
  dm_manager_api_add_handler (self, "handle-cancel-operation", G_CALLBACK (handle_cancel_operation));
}
