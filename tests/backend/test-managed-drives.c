/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-managed-drives.h"
#include "dm-managed-file.h"

#include <grp.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test-async.h"

/* Three configuration folders, the first the strongest, and a policy folder. */
typedef struct
{
  char *root;
  char *folders[4];
  char *policies[2];
  DmManagedDrives *drives;
  guint changes;
} Fixture;

static void
setup (Fixture *self, gconstpointer data)
{
  self->root = make_folder ();
  for (guint i = 0; i < 3; i++)
    self->folders[i] = g_strdup_printf ("%s/xdg%u", self->root, i);
  self->policies[0] = g_build_filename (self->root, "cache", "gpo_cache", NULL);
  self->drives = dm_managed_drives_new ((const char *const *) self->folders, (const char *const *) self->policies);
}

static void
teardown (Fixture *self, gconstpointer data)
{
  g_object_unref (self->drives);
  remove_tree (self->root);
  for (guint i = 0; i < 3; i++)
    g_free (self->folders[i]);
  g_free (self->policies[0]);
  g_free (self->root);
}

static char *
get_path (Fixture *self, guint folder, const char *name)
{
  return g_build_filename (self->folders[folder], "drivemap", "drives.d", name, NULL);
}

static void
write_below (const char *path, const char *text)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  write_file (path, text);
}

static void
put (Fixture *self, guint folder, const char *name, const char *text)
{
  g_autofree char *path = get_path (self, folder, name);

  write_below (path, text);
}

static void
load (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  dm_managed_drives_load_async (self->drives, NULL, take_result_cb, &result);
  g_assert_true (dm_managed_drives_load_finish (self->drives, wait_for_result (&result), &error));
  g_assert_no_error (error);
}

/* "Z:smb://…|S:-" */
static char *
describe (Fixture *self)
{
  GPtrArray *drives = dm_managed_drives_get_drives (self->drives);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < drives->len; i++)
    {
      const DmManagedDrive *drive = drives->pdata[i];
      g_autofree char *uri = drive->location != NULL ? dm_location_to_uri (drive->location) : g_strdup ("-");

      g_string_append_printf (text, "%s%s%s%s", i > 0 ? "|" : "", drive->local, drive->is_from ? "+" : "", uri);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_drives (Fixture *self, const char *expected)
{
  g_autofree char *text = describe (self);

  g_assert_cmpstr (text, ==, expected);
}

/* One problem has all these words. */
static void
assert_problem (Fixture *self, const char *one, const char *other)
{
  GPtrArray *problems = dm_managed_drives_get_problems (self->drives);
  gboolean found = FALSE;

  for (guint i = 0; i < problems->len; i++)
    {
      g_test_message ("%s", (const char *) problems->pdata[i]);
      found |= strstr (problems->pdata[i], one) != NULL && strstr (problems->pdata[i], other) != NULL;
    }
  g_assert_true (found);
}

static guint
count_problems (Fixture *self)
{
  return dm_managed_drives_get_problems (self->drives)->len;
}

static void
test_nothing (Fixture *self, gconstpointer data)
{
  load (self);
  assert_drives (self, "");
  g_assert_cmpuint (count_problems (self), ==, 0);
}

static void
test_order (Fixture *self, gconstpointer data)
{
  put (self, 2, "10-all.ini", "[Z:]\nRemote=smb://nas/weak\n[Y:]\nRemote=smb://nas/weak\n");
  put (self, 0, "10-all.ini", "[Z:]\nRemote=smb://nas/strong\n");
  put (self, 1, "20-more.ini", "[X:]\nRemote=smb://nas/more\n");
  put (self, 2, "05-first.ini", "[Music]\nRemote=smb://nas/music\n");
  put (self, 2, "README", "[Q:]\nRemote=smb://nas/q\n");
  put (self, 2, ".hidden.ini", "[Q:]\nRemote=smb://nas/q\n");
  put (self, 2, "30.ini~", "[Q:]\nRemote=smb://nas/q\n");
  load (self);
  assert_drives (self, "Musicsmb://nas/music/|Z:smb://nas/strong/|X:smb://nas/more/");
  g_assert_cmpuint (count_problems (self), ==, 0);
}

static void
test_masked (Fixture *self, gconstpointer data)
{
  put (self, 1, "10.ini", "[Z:]\nRemote=smb://nas/a\n");
  put (self, 0, "10.ini", "");
  load (self);
  assert_drives (self, "");
}

static void
test_first_wins (Fixture *self, gconstpointer data)
{
  put (self, 0, "20.ini", "[z:]\nRemote=smb://nas/second\n");
  put (self, 1, "10.ini", "[Z:]\nRemote=smb://nas/first\n");
  load (self);
  assert_drives (self, "Z:smb://nas/first/");
  assert_problem (self, "20.ini: Drive Z: is there already", "10.ini");
}

static void
test_variables (Fixture *self, gconstpointer data)
{
  g_autofree char *expected = g_strdup_printf ("H:smb://nas/home/%s", g_get_user_name ());

  put (self, 0, "10.ini",
       "# for all\n"
       "[H:]\nRemote=smb://nas/home/%USERNAME%\n"
       "[I:]\nRemote=smb://nas/%HOMESHARE%\nOther=1\n"
       "[J:]\nRemote=smb://anna:secret@nas/team\n"
       "[K:]\nRemote=gopher://nas/team\n");
  load (self);
  assert_drives (self, expected);
  g_assert_cmpuint (count_problems (self), ==, 3);
  assert_problem (self, "10.ini, line 5, group [I:]", "%HOMESHARE%");
  assert_problem (self, "line 8, group [J:]", "password");
  assert_problem (self, "line 10, group [K:]", "gopher");
  for (guint i = 0; i < 3; i++)
    g_assert_null (strstr (dm_managed_drives_get_problems (self->drives)->pdata[i], "secret"));
}

static void
test_malformed (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = get_path (self, 0, "30.ini");
  g_autofree char *closed = get_path (self, 0, "50.ini");
  g_autofree char *large = g_strnfill (1024 * 1024 + 1, '#');

  put (self, 0, "10.ini", "[Z:]\nRemote=smb://nas/a\nwhat is this\n");
  put (self, 0, "15.ini", "[Z:]\nRemote=smb://nas/%HOMESHARE%\n[Y:\n");
  put (self, 0, "20.ini", "[Y:]\nRemote=smb://nas/y\n");
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  put (self, 0, "40.ini", large);
  put (self, 0, "45.ini", "[X:]\nRemote=\xff\n");
  put (self, 0, "50.ini", "[W:]\nRemote=smb://nas/w\n");
  g_assert_cmpint (chmod (closed, 0), ==, 0);
  put (self, 0, "60.xml", "<Drives>\n<Drive>\n");
  load (self);
  if (geteuid () != 0)
    assert_drives (self, "Y:smb://nas/y/");
  assert_problem (self, "10.ini, line 3:", "");
  assert_problem (self, "15.ini, line 3:", "");
  assert_problem (self, "30.ini", "");
  assert_problem (self, "40.ini", "");
  assert_problem (self, "45.ini, line 2:", "UTF-8");
  if (geteuid () != 0)
    assert_problem (self, "50.ini", "denied");
  assert_problem (self, "60.xml", "line");
}

#define XML(properties) "<Drives><Drive name=\"x\"><Properties " properties "/></Drive></Drives>"

static void
test_policies (Fixture *self, gconstpointer data)
{
  g_autofree char *good = g_build_filename (self->policies[0], "CORP.EXAMPLE/POLICIES/{1}/USER/PREFERENCES/DRIVES/DRIVES.XML", NULL);
  g_autofree char *mixed = g_build_filename (self->policies[0], "corp.example/Policies/{2}/User/Preferences/Drives/Drives.xml", NULL);
  g_autofree char *machine = g_build_filename (self->policies[0], "CORP.EXAMPLE/POLICIES/{1}/MACHINE/PREFERENCES/DRIVES/DRIVES.XML", NULL);
  g_autofree char *group = g_strdup_printf ("<Drives><Drive><Properties action=\"U\" path=\"\\\\nas\\own\" useLetter=\"1\" letter=\"O\"/>"
                                            "<Filters><FilterUser bool=\"AND\" not=\"0\" name=\"CORP\\%s\"/></Filters></Drive></Drives>",
                                            g_get_user_name ());

  write_below (good, XML ("action=\"U\" path=\"\\\\nas\\one\" useLetter=\"1\" letter=\"S\""));
  write_below (mixed, XML ("action=\"R\" path=\"\\\\nas\\two\" useLetter=\"0\" letter=\"T\""));
  write_below (machine, XML ("action=\"R\" path=\"\\\\nas\\machine\" useLetter=\"1\" letter=\"M\""));
  put (self, 0, "10-delete.xml", XML ("action=\"D\" path=\"\" useLetter=\"1\" letter=\"Q\""));
  put (self, 0, "15-own.XML", group);
  put (self, 0, "20.ini", "[Q:]\nRemote=smb://nas/q\n[R:]\nRemote=smb://nas/r\n");
  load (self);
  assert_drives (self, "Q:-|O:smb://nas/own/|R:smb://nas/r/|S:smb://nas/one/|T:+smb://nas/two/");
  g_assert_cmpuint (count_problems (self), ==, 0);
}

#define GROUP_DRIVE(letter)                                                                       \
  "<Drive><Properties action=\"U\" path=\"\\\\nas\\" letter "\" useLetter=\"1\" letter=\"" letter "\"/>" \
  "<Filters><FilterGroup bool=\"AND\" not=\"0\" name=\"%s\" userContext=\"1\"/></Filters></Drive>"

/* The system knows the user's groups. */
static void
test_groups (Fixture *self, gconstpointer data)
{
  const struct group *group = getgrgid (getgid ());
  g_autofree char *xml = NULL;

  g_assert_nonnull (group);
  xml = g_strdup_printf ("<Drives>" GROUP_DRIVE ("S") GROUP_DRIVE ("T") "</Drives>",
                         group->gr_name, "CORP\\no such group");
  put (self, 0, "10.xml", xml);
  load (self);
  assert_drives (self, "S:smb://nas/s/");
  g_assert_cmpuint (count_problems (self), ==, 0);
}

static void
test_too_many (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (text, "[Drive %u]\nRemote=smb://nas/share%u\n", i, i);
  put (self, 0, "10.ini", text->str);
  load (self);
  g_assert_cmpuint (dm_managed_drives_get_drives (self->drives)->len, ==, 256);
  assert_problem (self, "more than 256", "");
}

/* Watching */

static void
on_changed_cb (Fixture *self)
{
  self->changes++;
}

static void
wait_for_drives (Fixture *self, const char *expected)
{
  gint64 deadline = g_get_monotonic_time () + 15 * G_USEC_PER_SEC;

  for (;;)
    {
      g_autofree char *text = describe (self);

      if (g_str_equal (text, expected) || g_get_monotonic_time () > deadline)
        break;
      run_for (10);
    }
  assert_drives (self, expected);
}

static void
test_watch (Fixture *self, gconstpointer data)
{
  g_autofree char *path = get_path (self, 1, "10.ini");
  g_autofree char *weak = g_build_filename (self->folders[1], "drivemap", NULL);
  g_autofree char *policy = g_build_filename (self->policies[0], "D/POLICIES/{1}/USER/PREFERENCES/DRIVES/DRIVES.XML", NULL);

  load (self);
  g_signal_connect_swapped (self->drives, "changed", G_CALLBACK (on_changed_cb), self);

  /* None of the folders was there. */
  put (self, 1, "10.ini", "[Z:]\nRemote=smb://nas/a\n");
  wait_for_drives (self, "Z:smb://nas/a/");
  g_assert_cmpuint (self->changes, >, 0);
  write_file (path, "[Z:]\nRemote=smb://nas/b\n");
  wait_for_drives (self, "Z:smb://nas/b/");
  put (self, 0, "10.ini", "[Z:]\nRemote=smb://nas/c\n");
  wait_for_drives (self, "Z:smb://nas/c/");
  write_below (policy, XML ("action=\"U\" path=\"\\\\nas\\one\" useLetter=\"1\" letter=\"S\""));
  wait_for_drives (self, "Z:smb://nas/c/|S:smb://nas/one/");
  remove_tree (self->folders[0]);
  wait_for_drives (self, "Z:smb://nas/b/|S:smb://nas/one/");
  remove_tree (weak);
  wait_for_drives (self, "S:smb://nas/one/");
  put (self, 1, "10.ini", "[Y:]\nRemote=smb://nas/y\n");
  wait_for_drives (self, "Y:smb://nas/y/|S:smb://nas/one/");

  /* The same again is no change. */
  run_for (300);
  self->changes = 0;
  write_file (path, "# the same\n[Y:]\nRemote=smb://nas/y/\n");
  run_for (1000);
  g_assert_cmpuint (self->changes, ==, 0);
}

/* An object that goes while its thread works, or before. */
static void
test_dropped (Fixture *self, gconstpointer data)
{
  DmManagedDrives *drives = dm_managed_drives_new ((const char *const *) self->folders, (const char *const *) self->policies);
  g_autoptr (GAsyncResult) result = NULL;

  dm_managed_drives_load_async (drives, NULL, take_result_cb, &result);
  g_object_unref (drives);
  wait_for_result (&result);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name) g_test_add ("/managed-drives/" #name, Fixture, NULL, setup, test_##name, teardown)
  ADD (nothing);
  ADD (order);
  ADD (masked);
  ADD (first_wins);
  ADD (variables);
  ADD (malformed);
  ADD (policies);
  ADD (groups);
  ADD (too_many);
  ADD (watch);
  ADD (dropped);

  return g_test_run ();
}
