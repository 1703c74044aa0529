/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-drive-cache.h"
#include "dm-extension.h"
#include "dm-menu-activate.h"
#include "dm-names.h"
#include "fake-service.h"

#include <glib/gstdio.h>

/* What the tests below wait for. */
static DmDriveCache *cache;
static guint n_changed;
static guint wanted_drives;
static guint wanted_refreshes;
static guint n_swallowed;
static GVariant *activated;

static void
on_changed_cb (void)
{
  n_changed++;
}

static void
set_up (FakeService *f,
        gconstpointer data)
{
  fake_service_set_up (f, data);
  n_changed = n_swallowed = 0;
  cache = dm_drive_cache_new ();
  g_signal_connect (cache, "changed", G_CALLBACK (on_changed_cb), NULL);
}

static void
tear_down (FakeService *f,
           gconstpointer data)
{
  g_assert_finalize_object (g_steal_pointer (&cache));
  fake_service_tear_down (f, data);
}

static gboolean
knows_wanted (FakeService *f)
{
  g_autoptr (GPtrArray) drives = dm_drive_cache_get_drives (cache);

  return drives != NULL && drives->len == wanted_drives;
}

static gboolean
knows_nothing (FakeService *f)
{
  g_autoptr (GPtrArray) drives = dm_drive_cache_get_drives (cache);

  return drives == NULL;
}

static gboolean
has_refreshed (FakeService *f)
{
  return f->n_refreshes == wanted_refreshes;
}

static gboolean
has_swallowed (FakeService *f)
{
  return n_swallowed > 0;
}

static gboolean
has_activated (FakeService *f)
{
  return activated != NULL;
}

static void
wait_for_drives (FakeService *f,
                 guint n)
{
  wanted_drives = n;
  wait_until (f, knows_wanted);
}

/* It comes and goes, before and after the file manager. */
static void
test_service (FakeService *f,
              gconstpointer data)
{
  g_autoptr (DmDbusDrive) drive = NULL;
  g_autoptr (DmDbusDrive) second = NULL;
  g_autoptr (GPtrArray) drives = NULL;
  DmKnownDrive *known;

  wait_ms (50);
  g_assert_true (knows_nothing (f));

  fake_service_start (f);
  wait_for_drives (f, 0);
  drive = fake_service_add_drive (f, "Z:", DM_OBJECT_CONNECTIONS "/c");
  g_object_set (drive, "uri", "smb://nas/team", NULL);
  wait_for_drives (f, 1);
  second = fake_service_add_drive (f, "Y:", DM_OBJECT_CONNECTIONS "/c");
  wait_for_drives (f, 2);
  g_dbus_object_manager_server_unexport (f->objects, DM_OBJECT_DRIVES "/Y");
  wait_for_drives (f, 1);

  drives = dm_drive_cache_get_drives (cache);
  known = g_ptr_array_index (drives, 0);
  g_assert_cmpstr (known->local, ==, "Z:");
  g_assert_true (known->is_connected);
  g_assert_cmpstr (dm_location_get_share (known->location), ==, "team");

  fake_service_stop (f);
  wait_until (f, knows_nothing);
}

static gboolean
has_counted (FakeService *f)
{
  g_autoptr (GPtrArray) drives = dm_drive_cache_get_drives (cache);

  return drives != NULL && drives->len == 1 && ((DmKnownDrive *) g_ptr_array_index (drives, 0))->open_count == 7;
}

static gboolean
has_changed (FakeService *f)
{
  return n_changed > 0;
}

static void
test_changes (FakeService *f,
              gconstpointer data)
{
  g_autoptr (DmDbusDrive) drive = NULL;

  fake_service_start (f);
  drive = fake_service_add_drive (f, "Z:", DM_OBJECT_CONNECTIONS "/c");
  wait_for_drives (f, 1);
  wait_until (f, has_changed);

  dm_dbus_drive_set_open_count (drive, 7);
  wait_until (f, has_counted);
  n_changed = 0;
  dm_dbus_drive_set_open_count (drive, 8);
  wait_until (f, has_changed);
}

static GPtrArray *
create_files (const char *uri)
{
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_menu_file_free);

  g_ptr_array_add (files, dm_menu_file_new (g_strdup (uri), NULL, FALSE, FALSE));

  return files;
}

static void
ask_for_menu (const char *uri)
{
  g_autoptr (GPtrArray) files = create_files (uri);
  GPtrArray *items = dm_extension_create_items (cache, files);

  g_clear_pointer (&items, g_ptr_array_unref);
}

/* Menus of drives ask the service to count, but not with each. */
static void
test_count (FakeService *f,
            gconstpointer data)
{
  g_autoptr (DmDbusDrive) drive = NULL;

  ask_for_menu ("smb://nas/team/a");
  fake_service_start (f);
  drive = fake_service_add_drive (f, "Z:", DM_OBJECT_CONNECTIONS "/c");
  g_object_set (drive, "uri", "smb://nas/team", NULL);
  wait_for_drives (f, 1);
  wait_ms (50);

  ask_for_menu ("file:///home/ann/a");
  ask_for_menu ("smb://nas/other/a");
  wait_ms (100);
  g_assert_cmpuint (f->n_refreshes, ==, 0);

  for (guint i = 0; i < 100; i++)
    ask_for_menu ("smb://nas/team/a");
  wanted_refreshes = 1;
  wait_until (f, has_refreshed);
  wait_ms (100);
  g_assert_cmpuint (f->n_refreshes, ==, 1);
}

static GDBusMessage *
swallow_cb (GDBusConnection *bus,
            GDBusMessage *message,
            gboolean incoming,
            gpointer user_data)
{
  if (!incoming || g_strcmp0 (g_dbus_message_get_member (message), user_data) != 0)
    return message;

  n_swallowed++;
  g_object_unref (message);

  return NULL;
}

/* A service that has come to a halt is as none: nothing waits for it. */
static void
test_frozen (FakeService *f,
             gconstpointer data)
{
  guint filter = g_dbus_connection_add_filter (f->bus, swallow_cb, (gpointer) "GetManagedObjects", NULL);
  g_autoptr (GPtrArray) files = create_files ("smb://nas/team/a");
  g_autoptr (GPtrArray) items = NULL;

  fake_service_start (f);
  wait_until (f, has_swallowed);
  g_assert_true (knows_nothing (f));
  items = dm_extension_create_items (cache, files);
  g_assert_cmpuint (items->len, ==, 4);
  g_dbus_connection_remove_filter (f->bus, filter);

  /* Another takes its place. */
  fake_service_stop (f);
  fake_service_start (f);
  wait_for_drives (f, 0);
}

/* The bus could start it, but nobody who only looks at a menu does. */
static void
test_not_started (FakeService *f,
                  gconstpointer data)
{
  g_autofree char *mark = g_build_filename (data, "started", NULL);

  wait_ms (100);
  ask_for_menu ("smb://nas/team/a");
  ask_for_menu ("file:///home/ann/Drives/Z/a");
  dm_drive_cache_count_open_files (cache);
  wait_ms (300);
  g_assert_false (g_file_test (mark, G_FILE_TEST_EXISTS));
}

static GDBusMessage *
keep_activation_cb (GDBusConnection *bus,
                    GDBusMessage *message,
                    gboolean incoming,
                    gpointer user_data)
{
  if (!incoming || g_strcmp0 (g_dbus_message_get_member (message), "ActivateAction") != 0)
    return message;

  g_assert_cmpstr (g_dbus_message_get_path (message), ==, DM_OBJECT_ROOT);
  g_assert_cmpstr (g_dbus_message_get_interface (message), ==, "org.freedesktop.Application");
  g_assert_cmpint (g_dbus_message_get_flags (message), ==, G_DBUS_MESSAGE_FLAGS_NO_REPLY_EXPECTED);
  activated = g_variant_ref (g_dbus_message_get_body (message));
  g_object_unref (message);

  return NULL;
}

static void
test_activate (FakeService *f,
               gconstpointer data)
{
  guint filter = g_dbus_connection_add_filter (f->bus, keep_activation_cb, NULL, NULL);
  guint name = g_bus_own_name_on_connection (f->bus, DM_APP_ID, G_BUS_NAME_OWNER_FLAGS_NONE, NULL, NULL, NULL, NULL);
  g_autofree char *text = NULL;

  dm_menu_activate ("disconnect", "Z:", "token_TIME1");
  wait_until (f, has_activated);
  text = g_variant_print (activated, FALSE);
  g_assert_cmpstr (text, ==, "('disconnect', [<'Z:'>], {'activation-token': <'token_TIME1'>, 'desktop-startup-id': <'token_TIME1'>})");

  g_clear_pointer (&activated, g_variant_unref);
  g_bus_unown_name (name);
  g_dbus_connection_remove_filter (f->bus, filter);
}

/* (transfer full): a folder of D-Bus services, with one that leaves a mark there. */
static char *
make_services (void)
{
  g_autofree char *folder = g_dir_make_tmp ("drive-cache-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, DM_BUS_NAME ".service", NULL);
  g_autofree char *text = g_strdup_printf ("[D-BUS Service]\nName=" DM_BUS_NAME "\nExec=/usr/bin/touch %s/started\n", folder);

  g_assert_true (g_file_set_contents (file, text, -1, NULL));

  return g_steal_pointer (&folder);
}

static void
remove_services (const char *folder)
{
  g_autofree char *file = g_build_filename (folder, DM_BUS_NAME ".service", NULL);

  g_remove (file);
  g_rmdir (folder);
}

int
main (int argc,
      char **argv)
{
  g_autofree char *services = make_services ();
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/drive-cache/service", FakeService, NULL, set_up, test_service, tear_down);
  g_test_add ("/drive-cache/changes", FakeService, NULL, set_up, test_changes, tear_down);
  g_test_add ("/drive-cache/count", FakeService, NULL, set_up, test_count, tear_down);
  g_test_add ("/drive-cache/frozen", FakeService, NULL, set_up, test_frozen, tear_down);
  g_test_add ("/drive-cache/not-started", FakeService, services, set_up, test_not_started, tear_down);
  g_test_add ("/drive-cache/activate", FakeService, NULL, set_up, test_activate, tear_down);
  status = g_test_run ();
  remove_services (services);

  return status;
}
