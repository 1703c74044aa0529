/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Bringing drives back. */

#include "config.h"

#include "dm-client.h"

#include "dm-client-call.h"
#include "dm-client-private.h"

/* It ends when each has been tried, and a server may be slow. */
#define NO_TIMEOUT G_MAXINT

static DmReconnectResult *
read_result (GVariant *dict)
{
  g_auto (GVariantDict) values = G_VARIANT_DICT_INIT (dict);
  DmReconnectResult *self = g_new0 (DmReconnectResult, 1);
  const char *status = "";

  /* A word from a newer service is shown as an error, never as fine. */
  g_variant_dict_lookup (&values, "status", "&s", &status);
  if (!dm_status_from_string (status, &self->status, NULL))
    self->status = DM_STATUS_ERROR;
  if (!g_variant_dict_lookup (&values, "local", "s", &self->local))
    self->local = g_strdup ("");
  g_variant_dict_lookup (&values, "reason", "s", &self->reason);
  if (self->reason != NULL && *self->reason == '\0')
    g_clear_pointer (&self->reason, g_free);

  return self;
}

void
dm_reconnect_result_free (DmReconnectResult *self)
{
  g_free (self->local);
  g_free (self->reason);
  g_free (self);
}

void
dm_client_reconnect_async (DmClient *self,
                           const char *session,
                           const char *profile,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task;
  GVariantDict options;

  g_return_if_fail (DM_IS_CLIENT (self));

  task = dm_client_call_new (self, cancellable, callback, user_data);
  dm_client_call_init_options (task, &options);
  g_variant_dict_insert (&options, "sign-in", "b", session != NULL);
  if (session != NULL)
    g_variant_dict_insert (&options, "session", "s", session);
  if (profile != NULL)
    g_variant_dict_insert (&options, "profile", "s", profile);
  dm_client_call_start (task, G_DBUS_PROXY (dm_client_get_manager (self)), "Reconnect",
                        g_variant_new ("(@a{sv})", g_variant_dict_end (&options)),
                        NO_TIMEOUT);
}

GPtrArray *
dm_client_reconnect_finish (DmClient *self,
                            GAsyncResult *result,
                            GError **error)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) dicts = NULL;
  GPtrArray *results;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  reply = g_task_propagate_pointer (G_TASK (result), error);
  if (reply == NULL)
    return NULL;

  dicts = g_variant_get_child_value (reply, 0);
  results = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_reconnect_result_free);
  for (gsize i = 0; i < g_variant_n_children (dicts); i++)
    {
      g_autoptr (GVariant) dict = g_variant_get_child_value (dicts, i);

      g_ptr_array_add (results, read_result (dict));
    }

  return results;
}
