/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reconnect. */

#include "config.h"

#include "dm-manager-api-private.h"

static const DmCallOption reconnect_options[] = {
  { "sign-in", G_VARIANT_TYPE_BOOLEAN },
  { "session", G_VARIANT_TYPE_STRING },
  { "profile", G_VARIANT_TYPE_STRING },
  { NULL }
};

static void
append_result (GVariantBuilder *results,
               DmDrive *drive)
{
  g_auto (GVariantDict) result = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&result, "local", "s", dm_drive_get_local (drive));
  g_variant_dict_insert (&result, "status", "s", dm_status_to_string (dm_drive_get_status (drive)));
  g_variant_dict_insert (&result, "reason", "s", dm_drive_get_reason (drive));
  g_variant_builder_add_value (results, g_variant_dict_end (&result));
}

static void
bring_back_cb (GObject *object,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (DmRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) locals = dm_reconnector_bring_back_finish (DM_RECONNECTOR (object), result, &error);
  GVariantBuilder results;

  dm_manager_flush (request->api->manager);
  if (locals == NULL)
    {
      dm_request_fail (request, g_steal_pointer (&error));
      return;
    }

  g_variant_builder_init (&results, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < locals->len; i++)
    {
      DmDrive *drive = dm_manager_find_drive (request->api->manager, locals->pdata[i]);

      if (drive != NULL)
        append_result (&results, drive);
    }
  dm_dbus_manager_complete_reconnect (request->api->skeleton,
                                      g_steal_pointer (&request->call->invocation),
                                      g_variant_builder_end (&results));
}

/* (nullable) */
static const char *
get_session (DmCall *call)
{
  const char *session = dm_call_get_string (call, "session");

  if (!dm_call_get_boolean (call, "sign-in", FALSE))
    return NULL;

  return session != NULL ? session : "";
}

/* Goes on when its caller leaves: it is for the session, not for the caller. */
static gboolean
handle_reconnect (DmManagerApi *self,
                  GDBusMethodInvocation *invocation,
                  GVariant *options)
{
  DmRequest *request = dm_request_new (self, invocation, options, reconnect_options);

  if (request != NULL)
    dm_reconnector_bring_back_async (self->reconnector,
                                     get_session (request->call),
                                     dm_call_get_string (request->call, "profile"),
                                     NULL, bring_back_cb, request);

  return TRUE;
}

void
dm_manager_api_add_reconnect_handlers (DmManagerApi *self)
{
  dm_manager_api_add_handler (self, "handle-reconnect", G_CALLBACK (handle_reconnect));
}
