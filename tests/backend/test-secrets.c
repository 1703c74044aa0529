/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-error.h"
#include "dm-secrets.h"

#include "test-async.h"

#include <libsecret/secret.h>
#include <signal.h>
#include <sys/prctl.h>

/* A bus of our own, with a real gnome-keyring on it: nothing of the user's
 * session is touched. */

static GTestDBus *bus;
static GSubprocess *keyring;
static char *runtime_dir;

static void
die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static void
wait_for_name (const char *name)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (GVariant) reply = NULL;
      gboolean owned;

      reply = g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/",
                                           "org.freedesktop.DBus", "NameHasOwner",
                                           g_variant_new ("(s)", name), NULL,
                                           G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
      g_assert_nonnull (reply);
      g_variant_get (reply, "(b)", &owned);
      if (owned)
        return;
      g_usleep (50 * 1000);
    }
  g_assert_not_reached ();
}

static void
start_keyring (const char *program)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GError) error = NULL;
  GOutputStream *input;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                        G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  keyring = g_subprocess_launcher_spawn (launcher, &error, program, "--foreground",
                                         "--unlock", "--components=secrets", NULL);
  g_assert_no_error (error);
  input = g_subprocess_get_stdin_pipe (keyring);
  g_output_stream_write_all (input, "secret", 6, NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (input, NULL, &error);
  g_assert_no_error (error);
  wait_for_name ("org.freedesktop.secrets");
}

static void
stop_keyring (void)
{
  if (keyring == NULL)
    return;
  g_subprocess_force_exit (keyring);
  g_subprocess_wait (keyring, NULL, NULL);
  g_clear_object (&keyring);
}

/* "user=anna server=nas …" */
static GHashTable *
read_attributes (const char *text)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (words[i], "=", 2);

      g_hash_table_insert (attributes, g_strdup (pair[0]), g_strdup (pair[1]));
    }
  return attributes;
}

static void
store (const char *text, const char *password)
{
  g_autoptr (GHashTable) attributes = read_attributes (text);
  g_autoptr (SecretValue) value = secret_value_new (password, -1, "text/plain");
  g_autoptr (GError) error = NULL;

  secret_service_store_sync (NULL, SECRET_SCHEMA_COMPAT_NETWORK, attributes,
                             SECRET_COLLECTION_DEFAULT, "test", value, NULL, &error);
  g_assert_no_error (error);
}

static void
clear_all (void)
{
  g_autoptr (GHashTable) attributes = read_attributes ("protocol=smb");
  g_autoptr (GError) error = NULL;

  while (secret_service_clear_sync (NULL, SECRET_SCHEMA_COMPAT_NETWORK, attributes, NULL, &error))
    ;
  g_assert_no_error (error);
}

static DmCredential *
look_up (const char *remote, GError **error)
{
  g_autoptr (DmLocation) location = dm_location_parse (remote, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_nonnull (location);
  dm_secrets_lookup_async (location, NULL, take_result_cb, &result);
  return dm_secrets_lookup_finish (wait_for_result (&result), error);
}

/* @expected: "user domain password exact", "-" for no domain, NULL for none. */
static void
assert_finds (const char *remote, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DmCredential) credential = look_up (remote, &error);
  g_autofree char *found = NULL;

  g_assert_no_error (error);
  if (credential != NULL)
    found = g_strdup_printf ("%s %s %s %s", credential->user,
                             credential->domain != NULL ? credential->domain : "-",
                             credential->password, credential->exact ? "exact" : "other");
  g_test_message ("%s", remote);
  g_assert_cmpstr (found, ==, expected);
}

static gboolean
needs_keyring (void)
{
  if (keyring != NULL)
    return TRUE;
  g_test_skip ("gnome-keyring-daemon is not installed");
  return FALSE;
}

/* Runs before the keyring is there. */
static void
test_no_service (void)
{
  g_autofree char *program = g_find_program_in_path ("gnome-keyring-daemon");

  assert_finds ("smb://anna@nas/team", NULL);
  if (program != NULL)
    start_keyring (program);
}

static void
test_none (void)
{
  if (!needs_keyring ())
    return;
  assert_finds ("smb://anna@nas/team", NULL);
}

static void
test_match (void)
{
  if (!needs_keyring ())
    return;

  store ("user=anna domain=CORP server=nas protocol=smb", "one");
  store ("user=eva server=nas protocol=smb port=4450", "two");
  store ("user=tom server=other protocol=smb", "three");
  store ("user=web server=nas protocol=http", "four");

  assert_finds ("smb://anna@nas/team", "anna CORP one exact");
  assert_finds ("smb://CORP;anna@nas/team", "anna CORP one exact");
  /* GVfs compares letter by letter. */
  assert_finds ("smb://corp;anna@nas/team", "anna CORP one other");
  assert_finds ("smb://OTHER;anna@nas/team", NULL);
  assert_finds ("smb://nobody@nas/team", NULL);
  assert_finds ("smb://eva@nas/team", NULL);
  assert_finds ("smb://eva@nas:4450/team", "eva - two exact");
  /* An item without a domain fits any, but GVfs does not find it. */
  assert_finds ("smb://CORP;eva@nas:4450/team", "eva - two other");
  assert_finds ("smb://tom@nas/team", NULL);
  assert_finds ("smb://nowhere/team", NULL);
  clear_all ();
}

/* The time of an item has a resolution of a second. */
static void
test_newest (void)
{
  if (!needs_keyring ())
    return;

  store ("user=anna server=nas protocol=smb", "old");
  g_usleep (1100 * 1000);
  store ("user=eva domain=CORP server=nas protocol=smb", "new");
  assert_finds ("smb://anna@nas/team", "anna - old exact");
  /* The newest, while GVfs takes the one with the fewest attributes. */
  assert_finds ("smb://nas/team", "eva CORP new other");
  g_usleep (1100 * 1000);
  store ("user=anna server=nas protocol=smb", "newest");
  assert_finds ("smb://nas/team", "anna - newest exact");
  clear_all ();
}

static void
test_cancel (void)
{
  g_autoptr (DmLocation) location = dm_location_parse ("smb://nas/team", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (!needs_keyring ())
    return;

  dm_secrets_lookup_async (location, cancellable, take_result_cb, &result);
  g_cancellable_cancel (cancellable);
  g_assert_null (dm_secrets_lookup_finish (wait_for_result (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A secret service that does not answer costs some seconds, not for ever. */
static void
test_frozen (void)
{
  gint64 start = g_get_monotonic_time ();

  if (!needs_keyring ())
    return;

  g_subprocess_send_signal (keyring, SIGSTOP);
  assert_finds ("smb://anna@nas/team", NULL);
  g_subprocess_send_signal (keyring, SIGCONT);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 8 * G_USEC_PER_SEC);
}

/* The keyring died and came back: the next look-up works again. */
static void
test_restart (void)
{
  g_autofree char *program = g_find_program_in_path ("gnome-keyring-daemon");

  if (!needs_keyring ())
    return;

  store ("user=anna server=nas protocol=smb", "one");
  assert_finds ("smb://anna@nas/team", "anna - one exact");
  stop_keyring ();
  run_for (100);
  assert_finds ("smb://anna@nas/team", NULL);
  start_keyring (program);
  run_for (100);
  assert_finds ("smb://anna@nas/team", "anna - one exact");
  clear_all ();
}

/* The last: nothing unlocks it again, and above all no prompt does. */
static void
test_locked (void)
{
  g_autoptr (SecretService) service = NULL;
  g_autoptr (SecretCollection) collection = NULL;
  g_autoptr (GError) error = NULL;
  GList list = { 0 };

  if (!needs_keyring ())
    return;

  store ("user=anna server=nas protocol=smb", "one");
  service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, &error);
  g_assert_no_error (error);
  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT,
                                                 SECRET_COLLECTION_NONE, NULL, &error);
  g_assert_no_error (error);
  list.data = collection;
  g_assert_cmpint (secret_service_lock_sync (service, &list, NULL, NULL, &error), ==, 1);
  g_assert_no_error (error);

  g_assert_null (look_up ("smb://anna@nas/team", &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_LOGON_FAILURE);
  g_assert_nonnull (strstr (error->message, "nas"));
  assert_finds ("smb://eva@nas/team", NULL);
}

static void
set_up_session (void)
{
  runtime_dir = make_folder ();
  g_setenv ("HOME", runtime_dir, TRUE);
  g_setenv ("XDG_RUNTIME_DIR", runtime_dir, TRUE);
  g_setenv ("XDG_DATA_HOME", runtime_dir, TRUE);
  g_setenv ("XDG_CONFIG_HOME", runtime_dir, TRUE);
  g_setenv ("XDG_CACHE_HOME", runtime_dir, TRUE);
  g_setenv ("GIO_USE_VFS", "local", TRUE);
  g_unsetenv ("DISPLAY");
  g_unsetenv ("WAYLAND_DISPLAY");
  g_unsetenv ("GNOME_KEYRING_CONTROL");
  g_unsetenv ("SECRET_SERVICE_BUS_NAME");
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
}

int
main (int argc, char *argv[])
{
  int status;

  set_up_session ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/secrets/no-service", test_no_service);
  g_test_add_func ("/secrets/none", test_none);
  g_test_add_func ("/secrets/match", test_match);
  g_test_add_func ("/secrets/newest", test_newest);
  g_test_add_func ("/secrets/cancel", test_cancel);
  g_test_add_func ("/secrets/frozen", test_frozen);
  g_test_add_func ("/secrets/restart", test_restart);
  g_test_add_func ("/secrets/locked", test_locked);
  status = g_test_run ();

  stop_keyring ();
  secret_service_disconnect ();
  g_test_dbus_stop (bus);
  g_object_unref (bus);
  remove_tree (runtime_dir);
  g_free (runtime_dir);
  return status;
}
