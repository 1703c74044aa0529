/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The file managers' bookmarks. */

#include "config.h"

#include "dm-client.h"

#include "dm-client-call.h"
#include "dm-client-private.h"

/* Another program may be writing them. */
#define TIMEOUT 30000

gboolean
dm_client_get_bookmarks (DmClient *self)
{
  DmDbusManager *manager;

  g_return_val_if_fail (DM_IS_CLIENT (self), FALSE);

  manager = dm_client_get_manager (self);

  return manager != NULL && dm_dbus_manager_get_bookmarks (manager);
}

void
dm_client_set_bookmarks_async (DmClient *self,
                               gboolean bookmarks,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task;
  GVariantDict options;

  g_return_if_fail (DM_IS_CLIENT (self));

  task = dm_client_call_new (self, cancellable, callback, user_data);
  dm_client_call_init_options (task, &options);
  dm_client_call_start (task, G_DBUS_PROXY (dm_client_get_manager (self)), "SetBookmarks",
                        g_variant_new ("(b@a{sv})", bookmarks, g_variant_dict_end (&options)), TIMEOUT);
}

gboolean
dm_client_set_bookmarks_finish (DmClient *self,
                                GAsyncResult *result,
                                GError **error)
{
  g_autoptr (GVariant) reply = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  reply = g_task_propagate_pointer (G_TASK (result), error);

  return reply != NULL;
}
