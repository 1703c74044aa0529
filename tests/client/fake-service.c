/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "fake-service.h"

#include "dm-error.h"
#include "dm-names.h"

static void
add_object (FakeService *f,
            const char *path,
            gpointer drive,
            gpointer connection)
{
  g_autoptr (DmDbusObjectSkeleton) object = dm_dbus_object_skeleton_new (path);

  if (drive != NULL)
    dm_dbus_object_skeleton_set_drive (object, drive);
  if (connection != NULL)
    dm_dbus_object_skeleton_set_connection (object, connection);
  g_dbus_object_manager_server_export (f->objects, G_DBUS_OBJECT_SKELETON (object));
}

static gboolean
on_map_called_cb (FakeService *f,
                  GDBusMethodInvocation *invocation,
                  const char *local,
                  const char *remote,
                  GVariant *options)
{
  g_free (f->operation);
  g_assert_true (g_variant_lookup (options, "operation", "s", &f->operation));

  if (g_str_equal (remote, "wait"))
    f->waiting = invocation;
  else if (g_str_equal (remote, "refuse"))
    g_dbus_method_invocation_return_error (invocation, DM_ERROR, DM_ERROR_LOGON_FAILURE, "No.");
  else
    dm_dbus_manager_complete_map (f->manager, invocation, DM_OBJECT_DRIVES "/Z");

  return TRUE;
}

static gboolean
on_cancel_operation_called_cb (FakeService *f,
                               GDBusMethodInvocation *invocation,
                               const char *operation)
{
  g_assert_cmpstr (operation, ==, f->operation);
  g_dbus_method_invocation_return_error (g_steal_pointer (&f->waiting), DM_ERROR,
                                         DM_ERROR_CANCELLED, "Cancelled.");
  dm_dbus_manager_complete_cancel_operation (f->manager, invocation);

  return TRUE;
}

static gboolean
on_cancel_called_cb (FakeService *f,
                     GDBusMethodInvocation *invocation,
                     const char *name,
                     const char *level,
                     GVariant *options)
{
  GVariantDict result = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&result, "result", "s", "draining");
  g_variant_dict_insert (&result, "level", "s", level);
  g_variant_dict_insert (&result, "elapsed-ms", "t", G_GUINT64_CONSTANT (12));
  g_variant_dict_insert (&result, "ended-backend", "b", TRUE);
  dm_dbus_manager_complete_cancel (f->manager, invocation, g_variant_dict_end (&result));

  return TRUE;
}

static gboolean
on_get_holders_called_cb (FakeService *f,
                          GDBusMethodInvocation *invocation,
                          const char *name,
                          GVariant *options)
{
  f->n_get_holders++;
  if (f->hold_holders)
    {
      g_assert_null (f->held_holders);
      f->held_holders = invocation;
      g_free (f->held_name);
      f->held_name = g_strdup (name);
    }
  else if (f->holders_code != 0)
    g_dbus_method_invocation_return_error (invocation, DM_ERROR, f->holders_code, "No holders.");
  else
    dm_dbus_manager_complete_get_holders (f->manager, invocation, dm_holder_list_to_variant (f->holders));

  return TRUE;
}

static gboolean
on_refresh_called_cb (FakeService *f,
                      GDBusMethodInvocation *invocation,
                      GVariant *options)
{
  gboolean scan = FALSE;
  gboolean probe = FALSE;

  g_assert_true (g_variant_lookup (options, "scan", "b", &scan));
  g_assert_true (scan);

  g_variant_lookup (options, "probe", "b", &probe);
  f->n_refreshes++;
  if (probe)
    f->n_probes++;
  if (f->hold_refresh)
    {
      g_assert_null (f->held_refresh);
      f->held_refresh = invocation;
    }
  else
    dm_dbus_manager_complete_refresh (f->manager, invocation);

  return TRUE;
}

/* One drive that has come; one as a newer service might tell of it. */
static gboolean
on_reconnect_called_cb (FakeService *f,
                        GDBusMethodInvocation *invocation,
                        GVariant *options)
{
  g_clear_pointer (&f->reconnect_options, g_variant_unref);
  f->reconnect_options = g_variant_ref (options);
  dm_dbus_manager_complete_reconnect (
    f->manager, invocation,
    g_variant_new_parsed ("[{'local': <'Z:'>, 'status': <'ok'>, 'reason': <''>},"
                          " {'status': <'asleep'>, 'reason': <'Away.'>, 'more': <1>}]"));

  return TRUE;
}

static void
on_client_changed_cb (FakeService *f)
{
  f->n_changed++;
}

static gboolean
has_name (FakeService *f)
{
  return f->has_name;
}

static void
on_name_acquired_cb (GDBusConnection *bus,
                     const char *name,
                     gpointer user_data)
{
  FakeService *f = user_data;

  f->has_name = TRUE;
}

static void
connect_manager (FakeService *f)
{
  g_signal_connect_swapped (f->manager, "handle-map", G_CALLBACK (on_map_called_cb), f);
  g_signal_connect_swapped (f->manager, "handle-cancel", G_CALLBACK (on_cancel_called_cb), f);
  g_signal_connect_swapped (f->manager, "handle-get-holders", G_CALLBACK (on_get_holders_called_cb), f);
  g_signal_connect_swapped (f->manager, "handle-refresh", G_CALLBACK (on_refresh_called_cb), f);
  g_signal_connect_swapped (f->manager, "handle-reconnect", G_CALLBACK (on_reconnect_called_cb), f);
  g_signal_connect_swapped (f->manager, "handle-cancel-operation",
                            G_CALLBACK (on_cancel_operation_called_cb), f);
}

void
fake_service_set_up (FakeService *f,
                     gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->holders = dm_holder_list_new ();
  f->dbus = g_test_dbus_new (G_TEST_DBUS_NONE);
  if (data != NULL)
    g_test_dbus_add_service_dir (f->dbus, data);
  g_test_dbus_up (f->dbus);
  f->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_set_exit_on_close (f->bus, FALSE);
}

void
fake_service_tear_down (FakeService *f,
                        gconstpointer data)
{
  g_clear_object (&f->client);
  if (f->name != 0)
    fake_service_stop (f);
  g_clear_object (&f->bus);
  g_clear_pointer (&f->reconnect_options, g_variant_unref);
  g_clear_pointer (&f->operation, g_free);
  g_clear_pointer (&f->held_name, g_free);
  g_clear_pointer (&f->holders, g_ptr_array_unref);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_test_dbus_stop (f->dbus);
  g_clear_object (&f->dbus);
}

void
fake_service_start (FakeService *f)
{
  f->objects = g_dbus_object_manager_server_new (DM_OBJECT_ROOT);
  g_dbus_object_manager_server_set_connection (f->objects, f->bus);
  f->manager = dm_dbus_manager_skeleton_new ();
  connect_manager (f);
  g_assert_true (g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (f->manager),
                                                   f->bus, DM_OBJECT_ROOT, NULL));
  f->name = g_bus_own_name_on_connection (f->bus, DM_BUS_NAME, G_BUS_NAME_OWNER_FLAGS_NONE,
                                          on_name_acquired_cb, NULL, f, NULL);
  wait_until (f, has_name);
}

void
fake_service_stop (FakeService *f)
{
  g_bus_unown_name (f->name);
  f->name = 0;
  f->has_name = FALSE;
  g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (f->manager));
  g_clear_object (&f->manager);
  g_clear_object (&f->objects);
}

void
fake_service_open_client (FakeService *f)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  f->client = dm_client_new ();
  g_signal_connect_swapped (f->client, "changed", G_CALLBACK (on_client_changed_cb), f);
  dm_client_open_async (f->client, NULL, keep_result_cb, &result);
  dm_client_open_finish (f->client, wait_for (&result), &error);
  g_assert_no_error (error);
}

DmDbusDrive *
fake_service_add_drive (FakeService *f,
                        const char *local,
                        const char *connection)
{
  DmDbusDrive *drive = dm_dbus_drive_skeleton_new ();
  g_autofree char *path = g_strdup_printf ("%s/%c", DM_OBJECT_DRIVES, local[0]);

  g_object_set (drive, "local", local, "status", "ok", "connection", connection,
                "remote", "\\\\nas\\team", NULL);
  add_object (f, path, drive, NULL);

  return drive;
}

DmDbusConnection *
fake_service_add_connection (FakeService *f,
                             gboolean deviceless)
{
  const char *const drives[] = { DM_OBJECT_DRIVES "/Z", NULL };
  DmDbusConnection *connection = dm_dbus_connection_skeleton_new ();

  g_object_set (connection, "remote", "\\\\nas\\team", "status", "ok", "origin", "gvfs",
                "deviceless", deviceless, "drives", drives, "open-count", 4, NULL);
  add_object (f, DM_OBJECT_CONNECTIONS "/c", NULL, connection);

  return connection;
}

void
wait_until (FakeService *f,
            Condition condition)
{
  gint64 end = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  while (!condition (f) && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_true (condition (f));
}

void
wait_ms (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

void
keep_result_cb (GObject *source,
                GAsyncResult *result,
                gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}
