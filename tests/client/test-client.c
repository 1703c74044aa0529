/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "dm-error.h"
#include "dm-names.h"
#include "fake-service.h"

static guint
count_rows (FakeService *f)
{
  return g_list_model_get_n_items (G_LIST_MODEL (f->client));
}

static gboolean
has_no_row (FakeService *f)
{
  return count_rows (f) == 0;
}

static gboolean
has_one_row (FakeService *f)
{
  return count_rows (f) == 1;
}

static gboolean
has_two_rows (FakeService *f)
{
  return count_rows (f) == 2;
}

static gboolean
is_draining (FakeService *f)
{
  return dm_item_get_status (dm_client_find (f->client, DM_OBJECT_DRIVES "/Z")) == DM_STATUS_DRAINING;
}

static gboolean
has_waiting (FakeService *f)
{
  return f->waiting != NULL;
}

static void
test_list (FakeService *f,
           gconstpointer data)
{
  g_autoptr (DmDbusConnection) connection = NULL;
  g_autoptr (DmDbusDrive) drive = NULL;
  g_autoptr (DmDbusDrive) other = NULL;
  DmItem *item;

  fake_service_start (f);
  connection = fake_service_add_connection (f, FALSE);
  drive = fake_service_add_drive (f, "Z:", DM_OBJECT_CONNECTIONS "/c");
  fake_service_open_client (f);

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

  other = fake_service_add_drive (f, "Y:", "/");
  wait_until (f, has_two_rows);
  g_assert_null (dm_item_get_origin (dm_client_find_drive (f->client, "Y:")));
  f->n_changed = 0;
  g_dbus_object_manager_server_unexport (f->objects, DM_OBJECT_DRIVES "/Y");
  g_dbus_object_manager_server_unexport (f->objects, DM_OBJECT_DRIVES "/Z");
  wait_until (f, has_no_row);
  g_assert_cmpuint (f->n_changed, >=, 2);
}

/* @text: as GVariant prints it; NULL: not there. */
static gboolean
has_option (FakeService *f,
            const char *name,
            const char *text)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (f->reconnect_options, name, NULL);
  g_autofree char *printed = value != NULL ? g_variant_print (value, FALSE) : NULL;

  return g_strcmp0 (printed, text) == 0;
}

static void
test_verbs (FakeService *f,
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

  fake_service_start (f);
  fake_service_open_client (f);
  g_ptr_array_add (f->holders, dm_holder_new (42, DM_HOLDER_FILE, DM_HOLDER_SOURCE_PROC));

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
test_reconnect (FakeService *f,
                gconstpointer data)
{
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GError) error = NULL;
  const DmReconnectResult *result;

  fake_service_start (f);
  fake_service_open_client (f);

  dm_client_reconnect_async (f->client, "", NULL, NULL, keep_result_cb, &first);
  results = dm_client_reconnect_finish (f->client, wait_for (&first), &error);
  g_assert_no_error (error);
  g_assert_true (has_option (f, "sign-in", "true"));
  g_assert_true (has_option (f, "profile", NULL));
  g_assert_cmpuint (results->len, ==, 2);
  result = results->pdata[0];
  g_assert_cmpstr (result->local, ==, "Z:");
  g_assert_cmpint (result->status, ==, DM_STATUS_OK);
  g_assert_null (result->reason);
  result = results->pdata[1];
  g_assert_cmpstr (result->local, ==, "");
  g_assert_cmpint (result->status, ==, DM_STATUS_ERROR);
  g_assert_cmpstr (result->reason, ==, "Away.");

  dm_client_reconnect_async (f->client, NULL, "home", NULL, keep_result_cb, &second);
  again = dm_client_reconnect_finish (f->client, wait_for (&second), &error);
  g_assert_no_error (error);
  g_assert_true (has_option (f, "sign-in", "false"));
  g_assert_true (has_option (f, "profile", "'home'"));
}

static void
test_cancellable (FakeService *f,
                  gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) during = NULL;
  g_autoptr (GAsyncResult) before = NULL;
  g_autoptr (GError) error = NULL;

  fake_service_start (f);
  fake_service_open_client (f);

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
test_no_service (FakeService *f,
                 gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fake_service_open_client (f);
  g_assert_false (dm_client_has_owner (f->client));
  g_assert_cmpuint (count_rows (f), ==, 0);

  dm_client_refresh_async (f->client, DM_REFRESH_SCAN, NULL, keep_result_cb, &result);
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

  g_test_add ("/client/list", FakeService, NULL, fake_service_set_up, test_list, fake_service_tear_down);
  g_test_add ("/client/verbs", FakeService, NULL, fake_service_set_up, test_verbs, fake_service_tear_down);
  g_test_add ("/client/reconnect", FakeService, NULL, fake_service_set_up, test_reconnect, fake_service_tear_down);
  g_test_add ("/client/cancellable", FakeService, NULL, fake_service_set_up, test_cancellable, fake_service_tear_down);
  g_test_add ("/client/no-service", FakeService, NULL, fake_service_set_up, test_no_service, fake_service_tear_down);

  return g_test_run ();
}
