/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-proc-holders.h"
#include "dm-proc-maps.h"
#include "test-child.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a child does with the mount. Its working directory is the directory
 * that has `mount` (with `file`, `other` and `folder` in it), `mount-too` (with
 * `file`) and `mount (deleted)`. */
typedef struct
{
  const char *name;
  void (*prepare) (void);
  const char *expected; /* "kind mode path[ deleted]", one a line */
  gboolean needs_root;
} Case;

static int
open_or_die (const char *path, int flags)
{
  int fd = open (path, flags, 0600);

  if (fd < 0)
    _exit (1);

  return fd;
}

static void
map_or_die (const char *path, int flags, int protection, int sharing)
{
  int fd = open_or_die (path, flags);

  if (mmap (NULL, 4096, protection, sharing, fd, 0) == MAP_FAILED)
    _exit (1);
  close (fd);
}

static void
open_for_reading (void)
{
  open_or_die ("mount/file", O_RDONLY);
}

static void
open_for_writing (void)
{
  open_or_die ("mount/file", O_WRONLY);
}

static void
open_for_both (void)
{
  open_or_die ("mount/file", O_RDWR);
}

static void
open_for_appending (void)
{
  open_or_die ("mount/folder/new", O_WRONLY | O_CREAT | O_APPEND);
}

static void
open_twice (void)
{
  open_or_die ("mount/file", O_RDONLY);
  open_or_die ("mount/file", O_WRONLY);
}

static void
open_duplicate (void)
{
  int fd = open_or_die ("mount/file", O_WRONLY);

  if (dup (fd) < 0)
    _exit (1);
}

static void
open_two (void)
{
  open_or_die ("mount/file", O_RDONLY);
  open_or_die ("mount/other", O_WRONLY);
}

static void
open_directory (void)
{
  open_or_die ("mount/folder", O_RDONLY | O_DIRECTORY);
}

static void
open_mount_itself (void)
{
  open_or_die ("mount", O_RDONLY | O_DIRECTORY);
}

static void
open_mount_as_file (void)
{
  open_or_die ("mount", O_RDONLY);
}

static void
open_path_only (void)
{
  open_or_die ("mount/file", O_PATH);
  open_or_die ("mount/folder", O_PATH | O_DIRECTORY);
}

static void
open_and_close (void)
{
  close (open_or_die ("mount/file", O_RDONLY));
}

static void
open_neighbours (void)
{
  open_or_die ("mount-too/file", O_RDONLY);
  open_or_die ("mount-too", O_RDONLY | O_DIRECTORY);
  open_or_die ("mount (deleted)", O_RDONLY | O_DIRECTORY);
  open_or_die (".", O_RDONLY | O_DIRECTORY);
  map_or_die ("mount-too/file", O_RDONLY, PROT_READ, MAP_PRIVATE);
  if (chdir ("mount (deleted)") != 0)
    _exit (1);
}

static void
open_deleted (void)
{
  open_or_die ("mount/other", O_RDONLY);
  if (unlink ("mount/other") != 0)
    _exit (1);
}

static void
enter_folder (void)
{
  if (chdir ("mount/folder") != 0)
    _exit (1);
}

static void
enter_mount (void)
{
  if (chdir ("mount") != 0)
    _exit (1);
}

static void
enter_deleted_folder (void)
{
  if (chdir ("mount/folder") != 0 || rmdir ("../folder") != 0)
    _exit (1);
}

static void
change_root (void)
{
  if (chroot ("mount/folder") != 0)
    _exit (1);
}

static void
map_privately (void)
{
  map_or_die ("mount/file", O_RDONLY, PROT_READ | PROT_WRITE, MAP_PRIVATE);
}

static void
map_shared (void)
{
  map_or_die ("mount/file", O_RDWR, PROT_READ | PROT_WRITE, MAP_SHARED);
}

static void
map_shared_for_reading (void)
{
  map_or_die ("mount/file", O_RDWR, PROT_READ, MAP_SHARED);
}

static void
map_several_times (void)
{
  map_or_die ("mount/file", O_RDONLY, PROT_READ, MAP_PRIVATE);
  map_or_die ("mount/file", O_RDONLY, PROT_READ | PROT_EXEC, MAP_PRIVATE);
  map_or_die ("mount/file", O_RDWR, PROT_READ | PROT_WRITE, MAP_SHARED);
}

static void
map_and_keep_open (void)
{
  open_or_die ("mount/file", O_RDONLY);
  map_or_die ("mount/file", O_RDONLY, PROT_READ, MAP_PRIVATE);
}

static void
map_deleted (void)
{
  map_or_die ("mount/other", O_RDONLY, PROT_READ, MAP_PRIVATE);
  if (unlink ("mount/other") != 0)
    _exit (1);
}

static void
map_odd_name (void)
{
  if (rename ("mount/other", "mount/two\nlines and \\x") != 0)
    _exit (1);
  map_or_die ("mount/two\nlines and \\x", O_RDONLY, PROT_READ, MAP_PRIVATE);
}

static const Case cases[] = {
  { "nothing", open_and_close, "" },
  { "read", open_for_reading, "file r mount/file\n" },
  { "write", open_for_writing, "file w mount/file\n" },
  { "read-write", open_for_both, "file rw mount/file\n" },
  { "append", open_for_appending, "file w mount/folder/new\n" },
  { "twice", open_twice, "file rw mount/file\n" },
  { "duplicate", open_duplicate, "file w mount/file\n" },
  { "two", open_two, "file r mount/file\nfile w mount/other\n" },
  { "directory", open_directory, "directory r mount/folder\n" },
  { "mount-itself", open_mount_itself, "directory r mount\n" },
  { "mount-as-file", open_mount_as_file, "directory r mount\n" },
  { "path-only", open_path_only, "file  mount/file\ndirectory  mount/folder\n" },
  { "neighbours", open_neighbours, "" },
  { "deleted", open_deleted, "file r mount/other deleted\n" },
  { "cwd", enter_folder, "cwd  mount/folder\n" },
  { "cwd-mount", enter_mount, "cwd  mount\n" },
  { "cwd-deleted", enter_deleted_folder, "cwd  mount/folder deleted\n" },
  { "root", change_root, "root  mount/folder\n", TRUE },
  { "mapped-private", map_privately, "mapped r mount/file\n" },
  { "mapped-shared", map_shared, "mapped rw mount/file\n" },
  { "mapped-shared-read", map_shared_for_reading, "mapped r mount/file\n" },
  { "mapped-often", map_several_times, "mapped rw mount/file\n" },
  { "mapped-and-open", map_and_keep_open, "file r mount/file\n" },
  { "mapped-deleted", map_deleted, "mapped r mount/other deleted\n" },
  { "mapped-odd-name", map_odd_name, "mapped r mount/two\nlines and \\x\n" },
};

/* Collects what the scan says of one process. */
typedef struct
{
  pid_t pid;
  const char *base;
  GString *text;
} Report;

static void
append_holder (const DmHolder *holder, guint tag, guint64 inode, gpointer user_data)
{
  Report *report = user_data;
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *name = g_path_get_basename (program);

  g_assert_cmpuint (tag, ==, 7);
  g_assert_cmpuint (inode, ==, 0);
  g_assert_cmpint (holder->pid, ==, report->pid);
  g_assert_cmpstr (holder->program, ==, name);
  g_assert_cmpstr (holder->user, ==, g_get_user_name ());
  g_assert_cmpint (holder->source, ==, DM_HOLDER_SOURCE_PROC);
  g_assert_true (g_str_has_prefix (holder->path, report->base));

  g_string_append_printf (report->text,
                          "%s %s %s%s\n",
                          dm_holder_kind_to_string (holder->kind),
                          dm_holder_mode_to_string (holder->mode),
                          holder->path + strlen (report->base) + 1,
                          holder->note != NULL ? " deleted" : "");
}

static char *
make_tree (const char *base)
{
  const char *const folders[] = { "mount", "mount/folder", "mount-too", "mount (deleted)" };
  const char *const files[] = { "mount/file", "mount/other", "mount-too/file" };

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = g_build_filename (base, folders[i], NULL);

      g_assert_no_errno (g_mkdir (path, 0700));
    }

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (base, files[i], NULL);

      g_assert_true (g_file_set_contents (path, "text", -1, NULL));
    }

  return g_build_filename (base, "mount", NULL);
}

static char *
scan_mount (const char *base, const char *mount, pid_t pid)
{
  g_autoptr (DmProcScan) scan = dm_proc_scan_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  Report report = { pid, base, text };

  dm_proc_scan_add_path (scan, mount, 7);
  g_assert_true (dm_proc_scan_run (scan, append_holder, &report, &error));
  g_assert_no_error (error);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

typedef struct
{
  const Case *row;
  const char *base;
} Start;

static void
prepare_case (gconstpointer data)
{
  const Start *start = data;

  if (chdir (start->base) != 0)
    _exit (1);
  start->row->prepare ();
}

static void
test_case (gconstpointer data)
{
  const Case *row = data;
  g_autoptr (TestDirectory) base = test_directory_new ();
  g_autofree char *mount = make_tree (base);
  g_autofree char *text = NULL;
  g_auto (TestChild) child = 0;
  Start start = { row, base };

  if (row->needs_root && geteuid () != 0)
    {
      g_test_skip ("needs root");
      return;
    }

  child = test_child_start (prepare_case, &start);
  text = scan_mount (base, mount, child);
  g_assert_cmpstr (text, ==, row->expected);
}

static void
test_ourselves (void)
{
  g_autoptr (TestDirectory) base = test_directory_new ();
  g_autofree char *mount = make_tree (base);
  g_autofree char *path = g_build_filename (mount, "file", NULL);
  g_autofree char *text = NULL;
  int fd = open_or_die (path, O_RDONLY | O_CLOEXEC);

  text = scan_mount (base, mount, getpid ());
  close (fd);
  g_assert_cmpstr (text, ==, "");
}

static void
become_nobody (gconstpointer path)
{
  open_or_die (path, O_RDONLY);
  if (setresgid (65534, 65534, 65534) != 0 || setresuid (65534, 65534, 65534) != 0)
    _exit (1);

  /* Else it would count as root's in /proc, as setuid programs do; and the
   * change of user undid that it ends with its parent. */
  if (prctl (PR_SET_DUMPABLE, 1) != 0 || prctl (PR_SET_PDEATHSIG, SIGKILL) != 0)
    _exit (1);
}

static void
test_other_user (void)
{
  g_autoptr (TestDirectory) base = test_directory_new ();
  g_autofree char *mount = make_tree (base);
  g_autofree char *path = g_build_filename (mount, "file", NULL);
  g_autofree char *text = NULL;
  g_auto (TestChild) child = 0;

  if (geteuid () != 0)
    {
      g_test_skip ("needs root");
      return;
    }

  child = test_child_start (become_nobody, path);
  text = scan_mount (base, mount, child);
  g_assert_cmpstr (text, ==, "");
}

/* Many mounts, some inside others: each holder under the right ones. */
#define N_MOUNTS 60

static void
open_all (gconstpointer base)
{
  for (guint i = 0; i < N_MOUNTS; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/m%u/file", (const char *) base, i);

      open_or_die (path, O_RDWR | O_CREAT);
    }
}

static void
count_match (const DmHolder *holder, guint tag, guint64 inode, gpointer user_data)
{
  GHashTable *seen = user_data;

  g_hash_table_add (seen, g_strdup_printf ("%u %s", tag, holder->path));
}

static void
test_many_mounts (void)
{
  g_autoptr (TestDirectory) base = test_directory_new ();
  g_autoptr (DmProcScan) scan = dm_proc_scan_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (TestChild) child = 0;

  dm_proc_scan_add_path (scan, base, 1000);
  for (guint i = 0; i < N_MOUNTS; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/m%u", base, i);

      g_assert_no_errno (g_mkdir (path, 0700));
      dm_proc_scan_add_path (scan, path, i);
    }

  child = test_child_start (open_all, base);
  g_assert_true (dm_proc_scan_run (scan, count_match, seen, NULL));

  for (guint i = 0; i < N_MOUNTS; i++)
    {
      g_autofree char *inner = g_strdup_printf ("%u %s/m%u/file", i, base, i);
      g_autofree char *outer = g_strdup_printf ("1000 %s/m%u/file", base, i);

      g_assert_true (g_hash_table_contains (seen, inner));
      g_assert_true (g_hash_table_contains (seen, outer));
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 2 * N_MOUNTS);
}

/* A program in a directory of its own whose file is replaced meanwhile. */
static void
get_program (const DmHolder *holder, guint tag, guint64 inode, gpointer user_data)
{
  char **program = user_data;

  g_free (*program);
  *program = g_strdup (holder->program);
}

static void
test_program_replaced (void)
{
  g_autoptr (TestDirectory) base = test_directory_new ();
  g_autofree char *path = test_child_copy_program (base, "editor");
  g_autofree char *found = NULL;
  g_autoptr (DmProcScan) scan = dm_proc_scan_new ();
  g_auto (TestChild) child = test_child_start_program (path);

  g_assert_no_errno (g_unlink (path));
  /* The running program itself is what it has mapped there. */
  dm_proc_scan_add_path (scan, base, 0);
  g_assert_true (dm_proc_scan_run (scan, get_program, &found, NULL));
  g_assert_cmpint (child, >, 0);
  g_assert_cmpstr (found, ==, "editor");
}

/* Sockets: the owner of each, by its inode. */
typedef struct
{
  pid_t pid;
  guint tag;
  guint64 inode;
  guint count;
} Found;

static void
take_socket (const DmHolder *holder, guint tag, guint64 inode, gpointer user_data)
{
  Found *found = user_data;

  g_assert_cmpint (holder->kind, ==, DM_HOLDER_STREAM);
  g_assert_null (holder->path);
  *found = (Found){ holder->pid, tag, inode, found->count + 1 };
}

static void
keep_one (gconstpointer data)
{
  close (((const int *) data)[0]);
}

static void
test_socket (void)
{
  g_autoptr (DmProcScan) scan = dm_proc_scan_new ();
  g_auto (TestChild) child = 0;
  Found found = { 0 };
  struct stat status;
  int ends[2];

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM, 0, ends));
  child = test_child_start (keep_one, ends);
  close (ends[1]);

  g_assert_no_errno (fstat (ends[0], &status));
  dm_proc_scan_add_socket (scan, status.st_ino, 41);
  g_assert_true (dm_proc_scan_run (scan, take_socket, &found, NULL));
  g_assert_cmpint (found.pid, ==, getpid ());
  g_assert_cmpuint (found.tag, ==, 41);
  g_assert_cmpuint (found.inode, ==, status.st_ino);
  g_assert_cmpuint (found.count, ==, 1);
  close (ends[0]);
}

/* An old kernel's way and a new kernel's way say the same. */
typedef struct
{
  const DmPathSet *paths;
  GString *text;
} Maps;

static void
append_mapping (char *path, gsize length, DmHolderMode mode, gpointer user_data)
{
  Maps *maps = user_data;
  gssize cursor = -1;
  guint tag;

  g_assert_cmpuint (strlen (path), ==, length);
  if (dm_path_set_match (maps->paths, path, length, &cursor, &tag))
    g_string_append_printf (maps->text, "%s %s\n", dm_holder_mode_to_string (mode), path);
}

static char *
read_maps (const DmPathSet *paths, pid_t pid, gboolean force_text)
{
  g_autoptr (DmProcMaps) maps = dm_proc_maps_new (paths);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *process = g_strdup_printf ("/proc/%d", (int) pid);
  int fd = open_or_die (process, O_PATH | O_DIRECTORY | O_CLOEXEC);
  Maps data = { paths, text };

  if (force_text)
    dm_proc_maps_force_text (maps);
  dm_proc_maps_read (maps, fd, append_mapping, &data);
  close (fd);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
map_hundreds (gconstpointer base)
{
  if (chdir (base) != 0)
    _exit (1);

  /* The first comes last, as addresses fall. */
  map_odd_name ();
  /* More text than one read gives, with gaps so that none are joined. */
  for (guint i = 0; i < 500; i++)
    {
      map_or_die ("mount/file", O_RDWR, PROT_READ | PROT_WRITE, MAP_SHARED);
      map_or_die ("mount-too/file", O_RDWR, PROT_READ, MAP_PRIVATE);
    }
}

static void
test_maps_agree (void)
{
  g_autoptr (TestDirectory) base = test_directory_new ();
  g_autofree char *mount = make_tree (base);
  g_autoptr (DmPathSet) paths = dm_path_set_new ();
  g_auto (TestChild) child = test_child_start (map_hundreds, base);
  g_autofree char *queried = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  dm_path_set_add (paths, mount, 0);
  dm_path_set_seal (paths);
  queried = read_maps (paths, child, FALSE);
  text = read_maps (paths, child, TRUE);

  /* In the text a name's own \012 looks like an escaped line break. */
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >=, 500);
  g_assert_true (g_str_has_prefix (text, "rw "));
  g_assert_nonnull (strstr (text, "/two\nlines and "));
  g_assert_nonnull (strstr (queried, "/two\nlines and "));
  *strstr (text, "lines and ") = '\0';
  *strstr (queried, "lines and ") = '\0';
  g_assert_cmpstr (queried, ==, text);
}

int
main (int argc, char **argv)
{
  test_child_init (argc, argv);
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strconcat ("/proc-holders/", cases[i].name, NULL);

      g_test_add_data_func (name, &cases[i], test_case);
    }

  g_test_add_func ("/proc-holders/ourselves", test_ourselves);
  g_test_add_func ("/proc-holders/other-user", test_other_user);
  g_test_add_func ("/proc-holders/many-mounts", test_many_mounts);
  g_test_add_func ("/proc-holders/program-replaced", test_program_replaced);
  g_test_add_func ("/proc-holders/socket", test_socket);
  g_test_add_func ("/proc-holders/maps-agree", test_maps_agree);

  return g_test_run ();
}
