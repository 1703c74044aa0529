/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-request.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"
#include "dm-local-name.h"
#include "dm-manager-api-private.h"
#include "dm-names.h"

const DmCallOption dm_request_no_options[] = { { NULL } };

static gboolean
is_taken (const char *local,
          gpointer user_data)
{
  DmManager *manager = DM_MANAGER (user_data);

  return dm_manager_find_drive (manager, local) != NULL || dm_manager_is_claimed (manager, local);
}

DmRequest *
dm_request_new (DmManagerApi *api,
                GDBusMethodInvocation *invocation,
                GVariant *options,
                const DmCallOption *known)
{
  DmCall *call = dm_call_new (api->operations, invocation, options, known);
  DmRequest *self;

  dm_manager_api_emit_called (api);
  if (call == NULL)
    return NULL;

  self = g_new0 (DmRequest, 1);
  self->api = g_object_ref (api);
  self->call = call;

  return self;
}

void
dm_request_free (DmRequest *self)
{
  g_object_unref (self->api);
  dm_call_free (self->call);
  g_free (self->provider);
  g_free (self->local);
  g_clear_pointer (&self->location, dm_location_unref);
  g_free (self);
}

void
dm_request_fail (DmRequest *self,
                 GError *error)
{
  GDBusMethodInvocation *invocation = self->call->invocation;

  dm_last_error_note (self->api->last_error,
                      g_dbus_method_invocation_get_connection (invocation),
                      g_dbus_method_invocation_get_sender (invocation),
                      error, self->provider);
  dm_call_return_error (self->call, error);
}

void
dm_request_tell_found (GVariant *entries,
                       gpointer request)
{
  DmRequest *self = request;
  GDBusMethodInvocation *invocation = self->call->invocation;
  const char *operation = dm_call_get_string (self->call, "operation");

  if (operation == NULL || g_variant_n_children (entries) == 0)
    return;

  g_dbus_connection_emit_signal (g_dbus_method_invocation_get_connection (invocation),
                                 g_dbus_method_invocation_get_sender (invocation),
                                 DM_OBJECT_ROOT, g_dbus_method_invocation_get_interface_name (invocation), "Found",
                                 g_variant_new ("(s@aa{sv})", operation, entries), NULL);
}

DmLocation *
dm_request_parse_location (DmRequest *self,
                           const char *remote,
                           GError **error)
{
  g_autoptr (DmLocation) location = dm_location_parse (remote, error);

  if (location == NULL)
    return NULL;

  self->provider = g_strdup (dm_location_get_provider (location));

  return dm_request_add_user (self, location, error);
}

DmLocation *
dm_request_add_user (DmRequest *self,
                     DmLocation *location,
                     GError **error)
{
  const char *user = dm_call_get_string (self->call, "user");
  const char *domain = dm_call_get_string (self->call, "domain");
  const char *named = dm_location_get_user (location);

  if (user == NULL && domain == NULL)
    return dm_location_ref (location);

  if (named != NULL && user != NULL && !g_str_equal (named, user))
    {
      g_set_error (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER,
                   _ ("The location names the user %s, the option the user %s. Give only one."), named, user);
      return NULL;
    }

  return dm_location_dup_with_user (location, domain, user != NULL ? user : named);
}

char *
dm_request_choose_local (DmRequest *self,
                         const char *local,
                         GError **error)
{
  char *chosen;

  if (!g_str_equal (local, "*"))
    return dm_local_name_normalize (local, error);

  chosen = dm_local_name_next_free (is_taken, self->api->manager);
  if (chosen == NULL)
    g_set_error_literal (error, DM_ERROR, DM_ERROR_ALREADY_ASSIGNED,
                         _ ("All drive letters are taken. Use a name, or disconnect a drive."));

  return chosen;
}

void
dm_request_note_provider (DmRequest *self,
                          const char *name)
{
  DmConnection *connection = dm_manager_lookup_connection (self->api->manager, name, NULL);
  DmMount *mount = connection != NULL ? dm_connection_get_mount (connection) : NULL;

  if (mount != NULL && mount->location != NULL)
    self->provider = g_strdup (dm_location_get_provider (mount->location));
}
