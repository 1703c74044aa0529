/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "dm-client.h"
#include "dm-error.h"
#include "dm-holder.h"
#include "dm-names.h"

/* A service in this process, on a bus of its own. */
typedef struct
{
  GTestDBus *dbus;
  GDBusConnection *bus;
  GDBusObjectManagerServer *objects;
  DmDbusManager *manager;
  guint name;

  DmClient *client;
  GDBusMethodInvocation *waiting; /* a Map () that does not end by itself */
  char *operation;
  guint n_changed;
} Fixture;

typedef gboolean (*Condition) (Fixture *f);

static void
wait_until (Fixture *f,
            Condition condition)
{
  gint64 end = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  while (!condition (f) && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_true (condition (f));
}

static void
keep_result_cb (GObject *source,
                GAsyncResult *result,
                gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

static void
add_object (Fixture *f,
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

static DmDbusDrive *
add_drive (Fixture *f,
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

static DmDbusConnection *
add_connection (Fixture *f,
                gboolean deviceless)
{
  const char *const drives[] = { DM_OBJECT_DRIVES "/Z", NULL };
  DmDbusConnection *connection = dm_dbus_connection_skeleton_new ();

  g_object_set (connection, "remote", "\\\\nas\\team", "status", "ok", "origin", "gvfs",
                "deviceless", deviceless, "drives", drives, "open-count", 4, NULL);
  add_object (f, DM_OBJECT_CONNECTIONS "/c", NULL, connection);

  return connection;
}

static gboolean
on_map_called_cb (Fixture *f,
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
on_cancel_operation_called_cb (Fixture *f,
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
on_cancel_called_cb (Fixture *f,
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
on_get_holders_called_cb (Fixture *f,
                          GDBusMethodInvocation *invocation,
                          const char *name,
                          GVariant *options)
{
  g_autoptr (GPtrArray) holders = dm_holder_list_new ();

  g_ptr_array_add (holders, dm_holder_new (42, DM_HOLDER_FILE, DM_HOLDER_SOURCE_PROC));
  dm_dbus_manager_complete_get_holders (f->manager, invocation, dm_holder_list_to_variant (holders));

  return TRUE;
}

static void
on_client_changed_cb (Fixture *f)
{
  f->n_changed++;
}

static gboolean
has_name (Fixture *f)
{
  return f->name != 0;
}

static void
on_name_acquired_cb (GDBusConnection *bus,
                     const char *name,
                     gpointer user_data)
{
  Fixture *f = user_data;

  f->name = 1;
}

static void
start_service (Fixture *f)
{
  f->objects = g_dbus_object_manager_server_new (DM_OBJECT_ROOT);
  g_dbus_object_manager_server_set_connection (f->objects, f->bus);
  f->manager = dm_dbus_manager_skeleton_new ();
  g_signal_connect_swapped (f->manager, "handle-map", G_CALLBACK (on_map_called_cb), f);
  g_signal_connect_swapped (f->manager, "handle-cancel", G_CALLBACK (on_cancel_called_cb), f);
  g_signal_connect_swapped (f->manager, "handle-get-holders", G_CALLBACK (on_get_holders_called_cb), f);
  g_signal_connect_swapped (f->manager, "handle-cancel-operation",
                            G_CALLBACK (on_cancel_operation_called_cb), f);
  g_assert_true (g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (f->manager),
                                                   f->bus, DM_OBJECT_ROOT, NULL));
  g_bus_own_name_on_connection (f->bus, DM_BUS_NAME, G_BUS_NAME_OWNER_FLAGS_NONE,
                                on_name_acquired_cb, NULL, f, NULL);
  wait_until (f, has_name);
}

static void
open_client (Fixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  f->client = dm_client_new ();
  g_signal_connect_swapped (f->client, "changed", G_CALLBACK (on_client_changed_cb), f);
  dm_client_open_async (f->client, NULL, keep_result_cb, &result);
  dm_client_open_finish (f->client, wait_for (&result), &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->dbus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (f->dbus);
  f->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_set_exit_on_close (f->bus, FALSE);
}

static void
tear_down (Fixture *f,
           gconstpointer data)
{
  g_clear_object (&f->client);
  g_clear_object (&f->objects);
  g_clear_object (&f->manager);
  g_clear_object (&f->bus);
  g_clear_pointer (&f->operation, g_free);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_test_dbus_stop (f->dbus);
  g_clear_object (&f->dbus);
}

static guint
count_rows (Fixture *f)
{
  return g_list_model_get_n_items (G_LIST_MODEL (f->client));
}

static gboolean
has_no_row (Fixture *f)
{
  return count_rows (f) == 0;
}

static gboolean
has_one_row (Fixture *f)
{
  return count_rows (f) == 1;
}

static gboolean
has_two_rows (Fixture *f)
{
  return count_rows (f) == 2;
}

static gboolean
is_draining (Fixture *f)
{
  return dm_item_get_status (dm_client_find (f->client, DM_OBJECT_DRIVES "/Z")) == DM_STATUS_DRAINING;
}

static gboolean
has_waiting (Fixture *f)
{
  return f->waiting != NULL;
}

static void
test_list (Fixture *f,
           gconstpointer data)
{
  g_autoptr (DmDbusConnection) connection = NULL;
  g_autoptr (DmDbusDrive) drive = NULL;
  g_autoptr (DmDbusDrive) other = NULL;
  DmItem *item;

  start_service (f);
  connection = add_connection (f, FALSE);
  drive = add_drive (f, "Z:", DM_OBJECT_CONNECTIONS "/c");
  open_client (f);

  /* The connection is there, but the drive stands for it. */
  g_assert_true (dm_client_has_owner (f->client));
  g_assert_cmpuint (count_rows (f), ==, 1);
  g_assert_cmpuint (dm_client_get_n_connections (f->client), ==, 1);
  g_assert_cmpuint (dm_client_get_open_count (f->client), ==, 4);
  item = dm_client_find_drive (f->client, "z:");
  g_assert_nonnull (item);
  g_assert_cmpstr (dm_item_get_origin (item), ==, "gvfs");
  g_assert_null (dm_item_get_user (item));

  dm_dbus_drive_set_status (drive, "draining");
  wait_until (f, is_draining);

  dm_dbus_connection_set_deviceless (connection, TRUE);
  wait_until (f, has_two_rows);
  dm_dbus_connection_set_deviceless (connection, FALSE);
  wait_until (f, has_one_row);

  other = add_drive (f, "Y:", "/");
  wait_until (f, has_two_rows);
  g_assert_null (dm_item_get_origin (dm_client_find_drive (f->client, "Y:")));
  f->n_changed = 0;
  g_dbus_object_manager_server_unexport (f->objects, DM_OBJECT_DRIVES "/Y");
  g_dbus_object_manager_server_unexport (f->objects, DM_OBJECT_DRIVES "/Z");
  wait_until (f, has_no_row);
  g_assert_cmpuint (f->n_changed, >=, 2);
}

static void
test_verbs (Fixture *f,
            gconstpointer data)
{
  g_autoptr (GAsyncResult) mapped = NULL;
  g_autoptr (GAsyncResult) refused = NULL;
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GAsyncResult) held = NULL;
  g_autoptr (GPtrArray) holders = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  DmCancelResult outcome;

  start_service (f);
  open_client (f);

  dm_client_map_async (f->client, "Z:", "x", NULL, NULL, TRUE, NULL, keep_result_cb, &mapped);
  path = dm_client_map_finish (f->client, wait_for (&mapped), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (path, ==, DM_OBJECT_DRIVES "/Z");

  dm_client_map_async (f->client, "Z:", "refuse", NULL, NULL, TRUE, NULL, keep_result_cb, &refused);
  g_assert_null (dm_client_map_finish (f->client, wait_for (&refused), &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_LOGON_FAILURE);
  g_assert_cmpstr (error->message, ==, "No.");
  g_clear_error (&error);

  dm_client_cancel_async (f->client, "Z:", DM_LEVEL_FORCE, FALSE, NULL, keep_result_cb, &cancelled);
  g_assert_true (dm_client_cancel_finish (f->client, wait_for (&cancelled), &outcome, &error));
  g_assert_cmpint (outcome.result, ==, DM_RESULT_DRAINING);
  g_assert_cmpint (outcome.level, ==, DM_LEVEL_FORCE);
  g_assert_cmpuint (outcome.elapsed_ms, ==, 12);
  g_assert_true (outcome.ended_backend);

  dm_client_get_holders_async (f->client, "Z:", NULL, keep_result_cb, &held);
  holders = dm_client_get_holders_finish (f->client, wait_for (&held), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (holders->len, ==, 1);
}

static void
test_cancellable (Fixture *f,
                  gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) during = NULL;
  g_autoptr (GAsyncResult) before = NULL;
  g_autoptr (GError) error = NULL;

  start_service (f);
  open_client (f);

  dm_client_map_async (f->client, "Z:", "wait", NULL, NULL, TRUE, cancellable, keep_result_cb, &during);
  wait_until (f, has_waiting);
  g_assert_null (during);
  g_cancellable_cancel (cancellable);
  g_assert_null (dm_client_map_finish (f->client, wait_for (&during), &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_CANCELLED);
  g_assert_null (f->waiting);
  g_clear_error (&error);

  dm_client_map_async (f->client, "Z:", "x", NULL, NULL, TRUE, cancellable, keep_result_cb, &before);
  g_assert_null (dm_client_map_finish (f->client, wait_for (&before), &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_CANCELLED);
}

static void
test_no_service (Fixture *f,
                 gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  open_client (f);
  g_assert_false (dm_client_has_owner (f->client));
  g_assert_cmpuint (count_rows (f), ==, 0);

  dm_client_refresh_async (f->client, TRUE, NULL, keep_result_cb, &result);
  g_assert_false (dm_client_refresh_finish (f->client, wait_for (&result), &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_EXTENDED_ERROR);
  g_assert_nonnull (strstr (error->message, "could not be started"));
}

int
main (int argc,
      char **argv)
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/client/list", Fixture, NULL, set_up, test_list, tear_down);
  g_test_add ("/client/verbs", Fixture, NULL, set_up, test_verbs, tear_down);
  g_test_add ("/client/cancellable", Fixture, NULL, set_up, test_cancellable, tear_down);
  g_test_add ("/client/no-service", Fixture, NULL, set_up, test_no_service, tear_down);

  return g_test_run ();
}
