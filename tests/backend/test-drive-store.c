/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-drive-store.h"
#include "dm-error.h"

#include "test-async.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEAM "[Z:]\nRemote=smb://anna@nas/team/\n"
#define BAD  "[Z:]\nRemote=smb://anna@nas/team\nwhat is this\n"

/* Longer than the store waits for an editor to be done, and than GIO collects
 * changes. */
#define SETTLE_MS 1500

typedef struct
{
  char *home;
  char *folder;
  char *path;
  DmDriveStore *store;
  guint n_changed;
} Fixture;

static void
on_changed_cb (Fixture *fixture)
{
  fixture->n_changed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->home = make_folder ();
  fixture->folder = g_build_filename (fixture->home, "drivemap", NULL);
  fixture->path = g_build_filename (fixture->folder, "drives.ini", NULL);
  fixture->store = dm_drive_store_new (fixture->path);
  g_signal_connect_swapped (fixture->store, "changed", G_CALLBACK (on_changed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->store), (gpointer *) &fixture->store);
  g_object_unref (fixture->store);
  /* A thread may still be letting go of its task. */
  for (guint i = 0; i < 200 && fixture->store != NULL; i++)
    run_for (10);
  g_assert_null (fixture->store);
  remove_tree (fixture->home);
  g_free (fixture->home);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
put (Fixture *fixture, const char *text)
{
  g_assert_cmpint (g_mkdir_with_parents (fixture->folder, 0700), ==, 0);
  write_file (fixture->path, text);
}

static gboolean
load (Fixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  dm_drive_store_load_async (fixture->store, NULL, take_result_cb, &result);
  return dm_drive_store_load_finish (fixture->store, wait_for_result (&result), error);
}

static void
load_well (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  load (fixture, &error);
  g_assert_no_error (error);
  g_assert_null (dm_drive_store_get_error (fixture->store));
}

static gboolean
remember (Fixture *fixture, const char *local, const char *remote, GError **error)
{
  g_autoptr (DmLocation) location = dm_location_parse (remote, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  dm_drive_store_remember_async (fixture->store, local, location, NULL, take_result_cb, &result);
  return dm_drive_store_remember_finish (fixture->store, wait_for_result (&result), error);
}

static gboolean
forget (Fixture *fixture, const char *local, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  dm_drive_store_forget_async (fixture->store, local, NULL, take_result_cb, &result);
  return dm_drive_store_forget_finish (fixture->store, wait_for_result (&result), error);
}

static gboolean
rename_entry (Fixture *fixture, const char *local, const char *new_local, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  dm_drive_store_rename_async (fixture->store, local, new_local, NULL, take_result_cb, &result);
  return dm_drive_store_rename_finish (fixture->store, wait_for_result (&result), error);
}

static void
remember_well (Fixture *fixture, const char *local, const char *remote)
{
  g_autoptr (GError) error = NULL;

  remember (fixture, local, remote, &error);
  g_assert_no_error (error);
}

static void
assert_drive (Fixture *fixture, const char *local, const char *remote)
{
  const DmStoredDrive *drive = dm_drive_store_find (fixture->store, local);
  g_autofree char *uri = NULL;

  if (remote == NULL)
    {
      g_assert_null (drive);
      return;
    }
  g_assert_nonnull (drive);
  g_assert_cmpstr (drive->local, ==, local);
  uri = dm_location_to_uri (drive->location);
  g_assert_cmpstr (uri, ==, remote);
}

static void
assert_count (Fixture *fixture, guint n)
{
  g_autoptr (GPtrArray) list = dm_drive_store_list (fixture->store);

  g_assert_cmpuint (list->len, ==, n);
}

static void
assert_mode (const char *path, guint mode)
{
  struct stat st;

  g_assert_cmpint (lstat (path, &st), ==, 0);
  g_assert_cmpuint (st.st_mode & 07777, ==, mode);
}

static void
assert_refuses (Fixture *fixture, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (remember (fixture, "Y:", "smb://nas/y", &error));
  g_assert_error (error, DM_ERROR, code);
  g_assert_nonnull (strstr (error->message, fixture->path));
  g_clear_error (&error);
  g_assert_false (forget (fixture, "Z:", &error));
  g_assert_error (error, DM_ERROR, code);
  g_clear_error (&error);
  g_assert_false (rename_entry (fixture, "Z:", "X:", &error));
  g_assert_error (error, DM_ERROR, code);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  load_well (fixture);
  assert_count (fixture, 0);
  g_assert_true (forget (fixture, "Z:", &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (fixture->n_changed, ==, 0);
}

static void
test_remember_forget (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  load_well (fixture);
  remember_well (fixture, "Music", "smb://nas/music");
  remember_well (fixture, "Z:", "smb://nas/team");
  remember_well (fixture, "Z:", "smb://anna@nas/team");
  g_assert_cmpuint (fixture->n_changed, ==, 3);
  remember_well (fixture, "Z:", "smb://anna@nas/team");
  g_assert_cmpuint (fixture->n_changed, ==, 3);
  assert_mode (fixture->path, 0600);
  assert_mode (fixture->folder, 0700);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);

  list = dm_drive_store_list (fixture->store);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpstr (((DmStoredDrive *) g_ptr_array_index (list, 0))->local, ==, "Z:");

  g_assert_true (forget (fixture, "Music", &error));
  g_assert_no_error (error);
  assert_drive (fixture, "Music", NULL);
  assert_drive (fixture, "Z:", "smb://anna@nas/team/");
  assert_file (fixture->path, TEAM);
}

static void
test_rename (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  put (fixture, "# mine\n[Z:]\nIcon=x\nRemote=smb://nas/team\n");
  load_well (fixture);
  g_assert_true (rename_entry (fixture, "Z:", "Music", &error));
  g_assert_no_error (error);
  assert_file (fixture->path, "# mine\n[Music]\nIcon=x\nRemote=smb://nas/team\n");
  assert_drive (fixture, "Z:", NULL);
  assert_drive (fixture, "Music", "smb://nas/team/");
  g_assert_cmpuint (fixture->n_changed, ==, 1);

  g_assert_true (rename_entry (fixture, "Z:", "Y:", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
}

/* Also when somebody else has just written it. */
static void
test_rename_to_a_name_that_is_taken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const char *text = TEAM "\n[Y:]\nRemote=smb://nas/y/\n";

  put (fixture, TEAM);
  load_well (fixture);
  put (fixture, text);
  g_assert_false (rename_entry (fixture, "Z:", "Y:", &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_DEVICE_ALREADY_REMEMBERED);
  g_assert_nonnull (strstr (error->message, "Y:"));
  assert_file (fixture->path, text);
  assert_drive (fixture, "Z:", "smb://anna@nas/team/");
  g_assert_null (dm_drive_store_get_error (fixture->store));
}

static void
test_keeps_rest (Fixture *fixture, gconstpointer data)
{
  put (fixture, "# mine\n[Z:]\nIcon=x\nRemote=smb://nas/old\n");
  g_assert_cmpint (g_chmod (fixture->path, 0640), ==, 0);
  load_well (fixture);
  remember_well (fixture, "Z:", "smb://nas/new");
  assert_file (fixture->path, "# mine\n[Z:]\nIcon=x\nRemote=smb://nas/new/\n");
  assert_mode (fixture->path, 0640);
}

/* What somebody else wrote since we read is not lost. */
static void
test_reads_afresh (Fixture *fixture, gconstpointer data)
{
  load_well (fixture);
  put (fixture, TEAM);
  remember_well (fixture, "Y:", "smb://nas/y");
  assert_file (fixture->path, TEAM "\n[Y:]\nRemote=smb://nas/y/\n");
  assert_count (fixture, 2);
}

static void
test_queue (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DmLocation) location = dm_location_parse ("smb://nas/team", NULL);
  g_autoptr (GAsyncResult) last = NULL;

  load_well (fixture);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *local = g_strdup_printf ("drive %02u", i);

      dm_drive_store_remember_async (fixture->store, local, location, NULL, NULL, NULL);
      if (i % 2 == 0)
        dm_drive_store_forget_async (fixture->store, local, NULL, NULL, NULL);
    }
  dm_drive_store_load_async (fixture->store, NULL, take_result_cb, &last);
  wait_for_result (&last);
  assert_count (fixture, 10);
  assert_drive (fixture, "drive 00", NULL);
  assert_drive (fixture, "drive 19", "smb://nas/team/");
}

static void
test_bad (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  put (fixture, BAD);
  g_assert_false (load (fixture, &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_BAD_PROFILE);
  g_assert_nonnull (strstr (error->message, fixture->path));
  g_assert_nonnull (strstr (error->message, "line 3"));
  g_assert_error (dm_drive_store_get_error (fixture->store), DM_ERROR, DM_ERROR_BAD_PROFILE);
  assert_count (fixture, 0);
  assert_refuses (fixture, DM_ERROR_BAD_PROFILE);
  assert_file (fixture->path, BAD);

  put (fixture, TEAM);
  run_for (SETTLE_MS);
  g_assert_null (dm_drive_store_get_error (fixture->store));
  assert_count (fixture, 1);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
}

/* An editor's mistake takes nobody's drives away. */
static void
test_turns_bad (Fixture *fixture, gconstpointer data)
{
  put (fixture, TEAM);
  load_well (fixture);
  put (fixture, BAD);
  run_for (SETTLE_MS);
  g_assert_error (dm_drive_store_get_error (fixture->store), DM_ERROR, DM_ERROR_BAD_PROFILE);
  assert_drive (fixture, "Z:", "smb://anna@nas/team/");
  g_assert_cmpuint (fixture->n_changed, ==, 1);
}

static void
cannot_open (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (load (fixture, &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_CANNOT_OPEN_PROFILE);
  g_assert_nonnull (strstr (error->message, fixture->path));
  assert_refuses (fixture, DM_ERROR_CANNOT_OPEN_PROFILE);
}

static void
test_is_folder (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_mkdir_with_parents (fixture->path, 0700), ==, 0);
  cannot_open (fixture);
}

static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  write_file (fixture->folder, "a file where a folder should be");
  cannot_open (fixture);
}

static void
test_is_fifo (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_mkdir_with_parents (fixture->folder, 0700), ==, 0);
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  cannot_open (fixture);
}

/* Root may read everything, so these run as somebody else in a child. */
static void
become_nobody (Fixture *fixture)
{
  if (geteuid () != 0)
    return;
  g_assert_cmpint (chown (fixture->home, 65534, 65534), ==, 0);
  g_assert_cmpint (chown (fixture->folder, 65534, 65534), ==, 0);
  g_assert_cmpint (chown (fixture->path, 65534, 65534), ==, 0);
  g_assert_cmpint (setresuid (65534, 65534, 65534), ==, 0);
}

static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  put (fixture, TEAM);
  become_nobody (fixture);
  g_assert_cmpint (g_chmod (fixture->path, 0), ==, 0);
  cannot_open (fixture);
  g_assert_cmpint (g_chmod (fixture->path, 0600), ==, 0);
  assert_file (fixture->path, TEAM);
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  put (fixture, TEAM);
  become_nobody (fixture);
  g_assert_cmpint (g_chmod (fixture->folder, 0500), ==, 0);
  load_well (fixture);
  assert_refuses (fixture, DM_ERROR_CANNOT_OPEN_PROFILE);
  assert_file (fixture->path, TEAM);
  assert_drive (fixture, "Z:", "smb://anna@nas/team/");
  g_assert_null (dm_drive_store_get_error (fixture->store));
  g_assert_cmpint (g_chmod (fixture->folder, 0700), ==, 0);
}

/* A limit on the size of files stands for a disk without space: write () fails
 * half way. */
static void
test_disk_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  struct rlimit old, limit;
  gboolean ok;

  put (fixture, TEAM);
  load_well (fixture);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  limit = old;
  limit.rlim_cur = 40;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  ok = remember (fixture, "Y:", "smb://nas/y", &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);

  g_assert_false (ok);
  g_assert_error (error, DM_ERROR, DM_ERROR_CANNOT_OPEN_PROFILE);
  assert_file (fixture->path, TEAM);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
  assert_count (fixture, 1);
  remember_well (fixture, "Y:", "smb://nas/y");
  assert_count (fixture, 2);
}

static void
test_symlink (Fixture *fixture, gconstpointer data)
{
  g_autofree char *dotfiles = g_build_filename (fixture->home, "dotfiles", NULL);
  g_autofree char *target = g_build_filename (dotfiles, "drives", NULL);
  g_autofree char *found = NULL;

  g_assert_cmpint (g_mkdir (fixture->folder, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (dotfiles, 0700), ==, 0);
  g_assert_cmpint (symlink ("../dotfiles/drives", fixture->path), ==, 0);

  load_well (fixture);
  remember_well (fixture, "Z:", "smb://anna@nas/team");
  found = g_file_read_link (fixture->path, NULL);
  g_assert_cmpstr (found, ==, "../dotfiles/drives");
  g_assert_false (g_file_test (target, G_FILE_TEST_IS_SYMLINK));
  assert_file (target, TEAM);
  run_for (SETTLE_MS);
  g_assert_cmpuint (fixture->n_changed, ==, 1);

  /* A change of what it leads to is seen. */
  write_file (target, "[Z:]\nRemote=smb://nas/new\n");
  run_for (SETTLE_MS);
  assert_drive (fixture, "Z:", "smb://nas/new/");
  g_assert_cmpuint (fixture->n_changed, ==, 2);
}

static void
test_watch (Fixture *fixture, gconstpointer data)
{
  load_well (fixture);
  g_assert_cmpuint (fixture->n_changed, ==, 0);

  put (fixture, TEAM);
  run_for (SETTLE_MS);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  assert_drive (fixture, "Z:", "smb://anna@nas/team/");

  /* Ours: once, at once. */
  remember_well (fixture, "Y:", "smb://nas/y");
  g_assert_cmpuint (fixture->n_changed, ==, 2);
  run_for (SETTLE_MS);
  g_assert_cmpuint (fixture->n_changed, ==, 2);

  /* Another text with the same drives is no change. */
  put (fixture, "# the same\n" TEAM "[Y:]\nRemote=smb://nas/y\n");
  run_for (SETTLE_MS);
  g_assert_cmpuint (fixture->n_changed, ==, 2);

  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  run_for (SETTLE_MS);
  g_assert_cmpuint (fixture->n_changed, ==, 3);
  assert_count (fixture, 0);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DmLocation) location = dm_location_parse ("smb://nas/y", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  put (fixture, TEAM);
  load_well (fixture);
  g_cancellable_cancel (cancellable);
  dm_drive_store_remember_async (fixture->store, "Y:", location, cancellable, take_result_cb, &result);
  g_assert_false (dm_drive_store_remember_finish (fixture->store, wait_for_result (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_file (fixture->path, TEAM);
  g_assert_null (dm_drive_store_get_error (fixture->store));
  remember_well (fixture, "Y:", "smb://nas/y");
}

/* How often a thread of ours, other than this one, has gone to sleep so far. */
static guint64
count_sleeps (void)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *name;
  guint64 sum = 0;

  while ((name = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", name, "status", NULL);
      g_autofree char *text = NULL;
      const char *line;

      if (g_ascii_strtoull (name, NULL, 10) == (guint64) getpid () ||
          !g_file_get_contents (path, &text, NULL, NULL))
        continue;
      line = strstr (text, "\nvoluntary_ctxt_switches:");
      if (line != NULL)
        sum += g_ascii_strtoull (line + strlen ("\nvoluntary_ctxt_switches:"), NULL, 10);
    }
  return sum;
}

/* Also while there is no file: GIO polls every four seconds for a folder that is
 * missing. In a process of its own, where no other test left a thread. */
static void
test_idle (Fixture *fixture, gconstpointer data)
{
  guint64 before;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  load_well (fixture);
  run_for (SETTLE_MS);
  before = count_sleeps ();
  g_usleep (4500 * 1000);
  g_assert_cmpuint (count_sleeps (), ==, before);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/drive-store/missing", test_missing);
  ADD ("/drive-store/remember-forget", test_remember_forget);
  ADD ("/drive-store/rename", test_rename);
  ADD ("/drive-store/rename-to-a-name-that-is-taken", test_rename_to_a_name_that_is_taken);
  ADD ("/drive-store/keeps-rest", test_keeps_rest);
  ADD ("/drive-store/reads-afresh", test_reads_afresh);
  ADD ("/drive-store/queue", test_queue);
  ADD ("/drive-store/bad", test_bad);
  ADD ("/drive-store/turns-bad", test_turns_bad);
  ADD ("/drive-store/is-folder", test_is_folder);
  ADD ("/drive-store/no-folder", test_no_folder);
  ADD ("/drive-store/is-fifo", test_is_fifo);
  ADD ("/drive-store/unreadable", test_unreadable);
  ADD ("/drive-store/read-only", test_read_only);
  ADD ("/drive-store/disk-full", test_disk_full);
  ADD ("/drive-store/symlink", test_symlink);
  ADD ("/drive-store/watch", test_watch);
  ADD ("/drive-store/cancel", test_cancel);
  ADD ("/drive-store/idle", test_idle);
#undef ADD

  return g_test_run ();
}
