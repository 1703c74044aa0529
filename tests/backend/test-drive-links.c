/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-drive-links.h"
#include "dm-error.h"

#include "test-async.h"

#include <sys/stat.h>
#include <unistd.h>

/* No target exists: whoever follows one, fails. */
#define TARGET_A "/nonexistent/gvfs/smb-share:server=nas,share=team"
#define TARGET_B "/nonexistent/gvfs/smb-share:server=nas,share=\xff b "

typedef struct
{
  char *home;
  char *folder;
  char *record;
  char *z;
  DmDriveLinks *links;
} Fixture;

static void
reopen (Fixture *fixture)
{
  g_clear_object (&fixture->links);
  fixture->links = dm_drive_links_new (fixture->folder, fixture->record);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->home = make_folder ();
  fixture->folder = g_build_filename (fixture->home, "Drives", NULL);
  fixture->record = g_build_filename (fixture->home, "state", "drivemap", "links.ini", NULL);
  fixture->z = g_build_filename (fixture->folder, "Z", NULL);
  reopen (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->links);
  remove_tree (fixture->home);
  g_free (fixture->home);
  g_free (fixture->folder);
  g_free (fixture->record);
  g_free (fixture->z);
}

static void
add (Fixture *fixture, const char *local, const char *target, const char *expected)
{
  g_autofree char *path = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;

  dm_drive_links_add (fixture->links, local, target, &path, &error);
  g_assert_no_error (error);
  if (expected != NULL)
    g_assert_cmpstr (path, ==, expected);
  found = g_file_read_link (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, target);
}

static void
refuse (Fixture *fixture, const char *local, const char *in_message)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (dm_drive_links_add (fixture->links, local, TARGET_A, &path, &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_ALREADY_ASSIGNED);
  g_assert_nonnull (strstr (error->message, in_message));
  g_assert_null (path);
}

static void
take_away (Fixture *fixture, const char *local)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (dm_drive_links_remove (fixture->links, local, &error));
  g_assert_no_error (error);
}

static gboolean
exists (const char *path)
{
  struct stat st;

  return lstat (path, &st) == 0;
}

static void
test_add_remove (Fixture *fixture, gconstpointer data)
{
  g_autofree char *label = g_build_filename (fixture->folder, "Büro [1]", NULL);
  struct stat st;

  umask (022);
  add (fixture, "Z:", TARGET_A, fixture->z);
  add (fixture, "Büro [1]", TARGET_B, label);
  g_assert_cmpint (stat (fixture->folder, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 07777, ==, 0755);
  g_assert_cmpint (stat (fixture->record, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 07777, ==, 0600);

  take_away (fixture, "Z:");
  g_assert_false (exists (fixture->z));
  g_assert_true (exists (label));
  take_away (fixture, "Z:");
  take_away (fixture, "Büro [1]");
  g_assert_cmpuint (count_files (fixture->folder), ==, 0);
}

static void
test_again (Fixture *fixture, gconstpointer data)
{
  add (fixture, "Z:", TARGET_A, fixture->z);
  add (fixture, "Z:", TARGET_A, fixture->z);
  add (fixture, "Z:", TARGET_B, fixture->z);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

/* What we made before we died is still ours. */
static void
test_remembers (Fixture *fixture, gconstpointer data)
{
  add (fixture, "Z:", TARGET_B, NULL);
  reopen (fixture);
  add (fixture, "Z:", TARGET_A, NULL);
  reopen (fixture);
  take_away (fixture, "Z:");
  g_assert_false (exists (fixture->z));
}

static void
test_foreign_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *found = NULL;

  g_assert_cmpint (g_mkdir (fixture->folder, 0755), ==, 0);
  g_assert_cmpint (symlink (TARGET_A, fixture->z), ==, 0);
  refuse (fixture, "Z:", fixture->z);
  take_away (fixture, "Z:");
  dm_drive_links_sweep (fixture->links, NULL);
  found = g_file_read_link (fixture->z, NULL);
  g_assert_cmpstr (found, ==, TARGET_A);

  /* Nor did the attempt put it on record. */
  reopen (fixture);
  take_away (fixture, "Z:");
  g_assert_true (exists (fixture->z));
}

static void
test_foreign_file (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_mkdir (fixture->folder, 0755), ==, 0);
  write_file (fixture->z, "precious");
  refuse (fixture, "Z:", fixture->z);
  assert_file (fixture->z, "precious");
}

/* Somebody put something else where ours was. */
static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  g_autofree char *found = NULL;

  add (fixture, "Z:", TARGET_A, NULL);
  g_assert_cmpint (g_unlink (fixture->z), ==, 0);
  g_assert_cmpint (symlink ("/elsewhere", fixture->z), ==, 0);
  refuse (fixture, "Z:", fixture->z);
  take_away (fixture, "Z:");
  reopen (fixture);
  dm_drive_links_sweep (fixture->links, NULL);
  found = g_file_read_link (fixture->z, NULL);
  g_assert_cmpstr (found, ==, "/elsewhere");
}

static void
test_folder_is_file (Fixture *fixture, gconstpointer data)
{
  write_file (fixture->folder, "precious");
  refuse (fixture, "Z:", fixture->folder);
  assert_file (fixture->folder, "precious");
}

/* Not followed, even if it led to a folder. */
static void
test_folder_is_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = g_build_filename (fixture->home, "other", NULL);

  g_assert_cmpint (g_mkdir (other, 0755), ==, 0);
  g_assert_cmpint (symlink (other, fixture->folder), ==, 0);
  refuse (fixture, "Z:", fixture->folder);
  g_assert_cmpuint (count_files (other), ==, 0);
}

static void
test_sweep (Fixture *fixture, gconstpointer data)
{
  static const char *const keep[] = { "Z:", NULL };

  add (fixture, "Y:", TARGET_A, NULL);
  add (fixture, "Z:", TARGET_A, NULL);
  add (fixture, "Music", TARGET_B, NULL);
  reopen (fixture);
  dm_drive_links_sweep (fixture->links, keep);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
  g_assert_true (exists (fixture->z));

  reopen (fixture);
  dm_drive_links_sweep (fixture->links, NULL);
  g_assert_false (exists (fixture->folder));

  add (fixture, "Z:", TARGET_A, NULL);
  g_assert_true (exists (fixture->z));
}

static void
test_sweep_keeps_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *precious = g_build_filename (fixture->folder, "precious", NULL);

  add (fixture, "Z:", TARGET_A, NULL);
  write_file (precious, "precious");
  dm_drive_links_sweep (fixture->links, NULL);
  g_assert_false (exists (fixture->z));
  assert_file (precious, "precious");
}

static void
test_sweep_foreign_folder (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_mkdir (fixture->folder, 0755), ==, 0);
  add (fixture, "Z:", TARGET_A, NULL);
  dm_drive_links_sweep (fixture->links, NULL);
  g_assert_true (exists (fixture->folder));
}

/* The record is ahead of the link: no record, no link. */
static void
test_no_record (Fixture *fixture, gconstpointer data)
{
  g_autofree char *state = g_build_filename (fixture->home, "state", NULL);
  g_autoptr (GError) error = NULL;
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK);

  write_file (state, "a file where a folder should be");
  reopen (fixture);
  g_log_set_always_fatal (fatal);
  g_assert_false (dm_drive_links_add (fixture->links, "Z:", TARGET_A, NULL, &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_ACCESS_DENIED);
  g_assert_false (exists (fixture->z));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/drive-links/add-remove", test_add_remove);
  ADD ("/drive-links/again", test_again);
  ADD ("/drive-links/remembers", test_remembers);
  ADD ("/drive-links/foreign-link", test_foreign_link);
  ADD ("/drive-links/foreign-file", test_foreign_file);
  ADD ("/drive-links/replaced", test_replaced);
  ADD ("/drive-links/folder-is-file", test_folder_is_file);
  ADD ("/drive-links/folder-is-link", test_folder_is_link);
  ADD ("/drive-links/sweep", test_sweep);
  ADD ("/drive-links/sweep-keeps-folder", test_sweep_keeps_folder);
  ADD ("/drive-links/sweep-foreign-folder", test_sweep_foreign_folder);
  ADD ("/drive-links/no-record", test_no_record);
#undef ADD

  return g_test_run ();
}
