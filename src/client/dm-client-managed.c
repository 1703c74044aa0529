/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The administrator's drives. */

#include "config.h"

#include "dm-client.h"

#include "dm-client-call.h"
#include "dm-client-private.h"

/* The system may ask a server for the user's groups. */
#define CHECK_TIMEOUT 60000

const char *const *
dm_client_get_managed_problems (DmClient *self)
{
  static const char *const none[] = { NULL };
  DmDbusManager *manager;
  const char *const *problems;

  g_return_val_if_fail (DM_IS_CLIENT (self), none);

  manager = dm_client_get_manager (self);
  problems = manager != NULL ? dm_dbus_manager_get_managed_problems (manager) : NULL;

  return problems != NULL ? problems : none;
}

void
dm_client_check_managed_async (DmClient *self,
                               const char *file,
                               GBytes *content,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task;
  GVariantDict options;

  g_return_if_fail (DM_IS_CLIENT (self));

  task = dm_client_call_new (self, cancellable, callback, user_data);
  dm_client_call_init_options (task, &options);
  dm_client_call_start (task, G_DBUS_PROXY (dm_client_get_manager (self)), "CheckManaged",
                        g_variant_new ("(s@ay@a{sv})", file,
                                       g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, content, TRUE),
                                       g_variant_dict_end (&options)),
                        CHECK_TIMEOUT);
}

GVariant *
dm_client_check_managed_finish (DmClient *self,
                                GAsyncResult *result,
                                GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
