/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-locked-secret.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"
#include "dm-secret-service.h"

/* Also beside one that is not: GVfs has all of them unlocked, then chooses. */
static gboolean
has_locked (GVariant *found)
{
  g_autoptr (GVariant) locked = g_variant_get_child_value (found, 1);

  return g_variant_n_children (locked) > 0;
}

static void
search_cb (GObject *object,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) found = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  DmLocation *location = g_task_get_task_data (task);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_new_error (task, DM_ERROR, DM_ERROR_CANCELLED, _ ("The operation was cancelled."));
  else if (found != NULL && has_locked (found))
    g_task_return_error (task, dm_secret_service_create_locked_error (dm_location_get_server (location)));
  else
    g_task_return_boolean (task, TRUE);
}

static GVariant *
build_query (DmLocation *location)
{
  g_autoptr (GHashTable) attributes = dm_location_to_secret_attributes (location);
  GVariantBuilder builder;
  GHashTableIter iter;
  gpointer key, value;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_hash_table_iter_init (&iter, attributes);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_variant_builder_add (&builder, "{ss}", key, value);

  return g_variant_new ("(a{ss})", &builder);
}

static void
bus_get_cb (GObject *object,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (bus == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  g_dbus_connection_call (bus, DM_SECRET_SERVICE_NAME, DM_SECRET_SERVICE_PATH, DM_SECRET_SERVICE_INTERFACE, "SearchItems",
                          build_query (g_task_get_task_data (task)), G_VARIANT_TYPE ("(aoao)"),
                          G_DBUS_CALL_FLAGS_NONE, DM_SECRET_SERVICE_DEADLINE_MS, g_task_get_cancellable (task),
                          search_cb, g_object_ref (task));
}

void
dm_locked_secret_check_async (DmLocation *location,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (location != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_locked_secret_check_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, dm_location_ref (location), (GDestroyNotify) dm_location_unref);

  g_bus_get (G_BUS_TYPE_SESSION, cancellable, bus_get_cb, g_object_ref (task));
}

gboolean
dm_locked_secret_check_finish (GAsyncResult *result,
                               GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
