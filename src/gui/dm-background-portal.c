/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-background-portal.h"

#include <glib/gi18n-lib.h>

#include "dm-portal.h"

static void
on_answered_cb (GObject *source,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) results = dm_portal_ask_finish (result, &error);
  gboolean wanted = GPOINTER_TO_INT (g_task_get_task_data (task));
  gboolean enabled = FALSE;

  if (results != NULL)
    g_variant_lookup (results, "autostart", "b", &enabled);
  if (results != NULL && enabled == wanted)
    g_task_return_boolean (task, TRUE);
  else if (results != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                             _ ("The desktop does not let Drivemap start at sign-in."));
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                             /* Translators: the reason is the system's. */
                             _ ("The desktop cannot be asked to start Drivemap at sign-in: %s."), error->message);
}

void
dm_background_portal_set_autostart_async (gboolean enabled,
                                          const char *const *command,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);

  g_task_set_source_tag (task, dm_background_portal_set_autostart_async);
  g_task_set_task_data (task, GINT_TO_POINTER (enabled), NULL);
  g_variant_dict_insert (&options, "reason", "s", _ ("Drivemap connects your network drives at sign-in."));
  g_variant_dict_insert (&options, "autostart", "b", enabled);
  g_variant_dict_insert (&options, "dbus-activatable", "b", FALSE);
  g_variant_dict_insert (&options, "commandline", "^as", command);
  dm_portal_ask_async ("org.freedesktop.portal.Background", "RequestBackground", g_variant_new ("(s)", ""),
                       &options, NULL, cancellable, on_answered_cb, task);
}

gboolean
dm_background_portal_set_autostart_finish (GAsyncResult *result,
                                           GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dm_background_portal_set_autostart_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
