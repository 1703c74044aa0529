/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-session-state.h"

#include "test-async.h"

#include <sys/stat.h>

#define GUID "0123456789abcdef0123456789abcdef"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = make_folder ();
  fixture->path = g_build_filename (fixture->folder, "drivemap", "session.ini", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static GPtrArray *
new_uses (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dm_session_use_free);
}

static GPtrArray *
make_uses (void)
{
  static const char *const locals[] = { "Z:", "a;b\\ [c] ü", NULL };
  static const char *const remotes[] = { "smb://CORP;anna@nas/team", "smb://nas/x%3B", NULL };
  GPtrArray *uses = new_uses ();
  DmSessionUse *use = dm_session_use_new (":1.42/org/gtk/vfs/mount/1");

  g_strfreev (use->locals);
  g_strfreev (use->remotes);
  use->locals = g_strdupv ((GStrv) locals);
  use->remotes = g_strdupv ((GStrv) remotes);
  use->draining = TRUE;
  use->renamed_from = g_strdup ("Z:");
  use->renamed_to = g_strdup ("a;b [new] ü");
  g_ptr_array_add (uses, use);

  use = dm_session_use_new ("36");
  use->deviceless = TRUE;
  g_ptr_array_add (uses, use);
  return uses;
}

static GPtrArray *
load (Fixture *fixture, const char *guid)
{
  g_auto (DmSessionIntent) intent = { 0 };

  return dm_session_state_load (fixture->path, guid, &intent);
}

static void
save (Fixture *fixture, GPtrArray *uses)
{
  static const char *const wanted[] = { "Z:", "a;b\\ [c] ü", NULL };
  static const char *const managed[] = { "Z:", NULL };
  const DmSessionIntent intent = { .session = (char *) "c2", .wanted = (GStrv) wanted, .managed = (GStrv) managed };
  g_autoptr (GError) error = NULL;
  gboolean ok = dm_session_state_save (fixture->path, GUID, uses, &intent, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) uses = make_uses ();
  g_autoptr (GPtrArray) loaded = NULL;

  save (fixture, uses);
  loaded = load (fixture, GUID);
  g_assert_cmpuint (loaded->len, ==, uses->len);
  for (guint i = 0; i < uses->len; i++)
    {
      const DmSessionUse *a = g_ptr_array_index (uses, i);
      const DmSessionUse *b = g_ptr_array_index (loaded, i);

      g_assert_cmpstr (a->mount, ==, b->mount);
      g_assert_cmpstrv (a->locals, b->locals);
      g_assert_cmpstrv (a->remotes, b->remotes);
      g_assert_cmpint (a->deviceless, ==, b->deviceless);
      g_assert_cmpint (a->draining, ==, b->draining);
      g_assert_cmpstr (a->renamed_from, ==, b->renamed_from);
      g_assert_cmpstr (a->renamed_to, ==, b->renamed_to);
    }
}

static void
test_intent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) none = new_uses ();
  g_autoptr (GPtrArray) loaded = NULL;
  g_autoptr (GPtrArray) foreign = NULL;
  g_auto (DmSessionIntent) intent = { 0 };
  g_auto (DmSessionIntent) other = { 0 };

  save (fixture, none);
  loaded = dm_session_state_load (fixture->path, GUID, &intent);
  g_assert_cmpstr (intent.session, ==, "c2");
  g_assert_cmpuint (g_strv_length (intent.wanted), ==, 2);
  g_assert_cmpstr (intent.wanted[1], ==, "a;b\\ [c] ü");
  g_assert_cmpstrv (intent.managed, ((const char *const[]){ "Z:", NULL }));

  /* Another session begins afresh. */
  foreign = dm_session_state_load (fixture->path, "ffffffffffffffffffffffffffffffff", &other);
  g_assert_null (other.session);
  g_assert_null (other.wanted);
}

static void
test_private_and_clean (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) uses = make_uses ();
  g_autoptr (GPtrArray) none = new_uses ();
  g_autoptr (GPtrArray) loaded = NULL;
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  struct stat st;

  save (fixture, uses);
  save (fixture, none);
  g_assert_cmpint (stat (fixture->path, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 07777, ==, 0600);
  g_assert_cmpint (stat (folder, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 07777, ==, 0700);
  g_assert_cmpuint (count_files (folder), ==, 1);

  loaded = load (fixture, GUID);
  g_assert_cmpuint (loaded->len, ==, 0);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) loaded = load (fixture, GUID);

  g_assert_cmpuint (loaded->len, ==, 0);
}

static void
test_other_bus (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) uses = make_uses ();
  g_autoptr (GPtrArray) loaded = NULL;

  save (fixture, uses);
  loaded = load (fixture, "ffffffffffffffffffffffffffffffff");
  g_assert_cmpuint (loaded->len, ==, 0);
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
    "",
    "\xff\xfe",
    "[Session\n",
    "[Session]\nGuid=" GUID "\nCount=1\n",
    "[Session]\nGuid=" GUID "\nCount=1\n[Use 0]\nMount=1\nLocals=Z:;\nRemotes=\nDeviceless=true\nDraining=false\n",
    "[Session]\nGuid=" GUID "\nCount=1\n[Use 0]\nMount=1\nLocals=\nRemotes=\nDeviceless=maybe\nDraining=false\n",
    "[Session]\nGuid=" GUID "\nCount=-1\n",
    "[Session]\nGuid=" GUID "\nCount=2\n[Use 0]\nMount=1\nLocals=\nRemotes=\nDeviceless=true\nDraining=false\n",
  };
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GPtrArray) loaded = NULL;
      GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK);

      write_file (fixture->path, texts[i]);
      loaded = load (fixture, GUID);
      g_log_set_always_fatal (fatal);
      g_test_message ("case %u", i);
      g_assert_cmpuint (loaded->len, ==, 0);
    }
}

static void
test_cannot_write (Fixture *fixture, gconstpointer data)
{
  const DmSessionIntent intent = { 0 };
  g_autoptr (GPtrArray) uses = make_uses ();
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr (GError) error = NULL;

  write_file (folder, "a file where a folder should be");
  g_assert_false (dm_session_state_save (fixture->path, GUID, uses, &intent, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
  g_assert_nonnull (strstr (error->message, fixture->path));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/session-state/round-trip", test_round_trip);
  ADD ("/session-state/intent", test_intent);
  ADD ("/session-state/private-and-clean", test_private_and_clean);
  ADD ("/session-state/missing", test_missing);
  ADD ("/session-state/other-bus", test_other_bus);
  ADD ("/session-state/damaged", test_damaged);
  ADD ("/session-state/cannot-write", test_cannot_write);
#undef ADD

  return g_test_run ();
}
