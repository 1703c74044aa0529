/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How long it takes to tell who has a mount open, beside lsof and fuser.
 *
 *   BUILD/tests/bench/holders [PROCESSES [DESCRIPTORS [RUNS]]]
 *
 * Starts PROCESSES (500) programs with DESCRIPTORS (64) open files, sockets and
 * pipes each. One in ten has a file of the mount open, one in fifty maps one.
 * `bare` is the least that any answer from /proc must do: list the descriptors
 * of the user's processes and read where each points to. The others are
 * measured in turns with it, and given as the median of RUNS (15; 3 for lsof
 * and fuser) and as a multiple of it. Our scan also asks for every mapping of
 * every program, which `bare` does not; the programs have GLib's libraries
 * mapped, as a desktop's have. */

#include "dm-holders.h"
#include "dm-path-set.h"
#include "dm-proc-dir.h"
#include "dm-proc-holders.h"
#include "dm-proc-maps.h"
#include "dm-stream-holders.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SLOW_RUNS 3

typedef struct
{
  guint n_processes;
  guint n_descriptors;
  guint n_runs;
  char *mount;
  char *file;
  pid_t *children;
} Bench;

typedef guint (*BenchFunc) (Bench *bench);

/* A program: its share of the descriptors on the mount, the others elsewhere. */
static void
open_descriptors (Bench *bench, guint number)
{
  int ends[2];

  if (number % 10 == 0)
    open (bench->file, O_RDWR);
  if (number % 50 == 0)
    {
      int fd = open (bench->file, O_RDONLY);

      mmap (NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
      close (fd);
    }

  for (;;)
    {
      int fd = open ("/etc/passwd", O_RDONLY);

      if (fd < 0 || fd + 3 >= (int) bench->n_descriptors)
        break;
      if (open ("/dev/null", O_WRONLY) < 0 || socketpair (AF_UNIX, SOCK_STREAM, 0, ends) < 0)
        break;
    }
}

static void
start_children (Bench *bench)
{
  int ready[2];
  char byte;

  g_assert_no_errno (pipe (ready));
  for (guint i = 0; i < bench->n_processes; i++)
    {
      bench->children[i] = fork ();
      g_assert_no_errno (bench->children[i]);

      if (bench->children[i] == 0)
        {
          prctl (PR_SET_PDEATHSIG, SIGKILL);
          close (ready[0]);
          open_descriptors (bench, i);
          if (write (ready[1], "", 1) != 1)
            _exit (1);
          for (;;)
            pause ();
        }
    }

  for (guint i = 0; i < bench->n_processes; i++)
    g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  close (ready[0]);
  close (ready[1]);
}

static void
end_children (Bench *bench)
{
  for (guint i = 0; i < bench->n_processes; i++)
    {
      kill (bench->children[i], SIGKILL);
      waitpid (bench->children[i], NULL, 0);
    }
}

static guint
read_links (int directory)
{
  static DmProcDir descriptors;
  const char *name;
  char target[PATH_MAX];
  guint count = 0;

  dm_proc_dir_init (&descriptors, directory);
  while ((name = dm_proc_dir_next_number (&descriptors)) != NULL)
    count += readlinkat (directory, name, target, sizeof target) > 0;

  return count;
}

static guint
run_bare (Bench *bench)
{
  static DmProcDir processes;
  int proc = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const char *name;
  guint count = 0;

  dm_proc_dir_init (&processes, proc);
  while ((name = dm_proc_dir_next_number (&processes)) != NULL)
    {
      char path[32];
      struct stat status;
      int fd;

      if (fstatat (proc, name, &status, 0) != 0 || status.st_uid != geteuid ())
        continue;

      g_snprintf (path, sizeof path, "%s/fd", name);
      fd = openat (proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
      if (fd < 0)
        continue;
      count += read_links (fd);
      close (fd);
    }
  close (proc);

  return count;
}

static guint
run_scan (Bench *bench)
{
  DmHolderTarget target = { bench->mount, 0 };
  g_autoptr (GPtrArray) lists = dm_holders_scan (&target, 1, NULL);

  return ((GPtrArray *) g_ptr_array_index (lists, 0))->len;
}

static guint
run_scan_of_many (Bench *bench)
{
  g_autofree DmHolderTarget *targets = g_new0 (DmHolderTarget, 50);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) lists = NULL;

  for (guint i = 0; i < 50; i++)
    {
      g_ptr_array_add (names, g_strdup_printf ("%s%u", bench->mount, i));
      targets[i].path = i == 0 ? bench->mount : g_ptr_array_index (names, i);
    }

  lists = dm_holders_scan (targets, 50, NULL);

  return ((GPtrArray *) g_ptr_array_index (lists, 0))->len;
}

static guint
run_streams (Bench *bench)
{
  g_autoptr (GArray) streams = dm_stream_holders_list (bench->children, 1, NULL);

  return streams->len;
}

static void
ignore_mapping (char *path, gsize length, DmHolderMode mode, gpointer user_data)
{
}

static guint
read_all_maps (Bench *bench, gboolean force_text)
{
  g_autoptr (DmPathSet) paths = dm_path_set_new ();
  g_autoptr (DmProcMaps) maps = NULL;

  dm_path_set_add (paths, bench->mount, 0);
  dm_path_set_seal (paths);
  maps = dm_proc_maps_new (paths);
  if (force_text)
    dm_proc_maps_force_text (maps);

  for (guint i = 0; i < bench->n_processes; i++)
    {
      g_autofree char *path = g_strdup_printf ("/proc/%d", (int) bench->children[i]);
      int fd = open (path, O_PATH | O_DIRECTORY | O_CLOEXEC);

      dm_proc_maps_read (maps, fd, ignore_mapping, NULL);
      close (fd);
    }

  return bench->n_processes;
}

static guint
run_maps (Bench *bench)
{
  return read_all_maps (bench, FALSE);
}

static guint
run_maps_as_text (Bench *bench)
{
  return read_all_maps (bench, TRUE);
}

/* The number of lines that a program prints; it may be missing. */
static guint
run_program (const char *const *arguments)
{
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_spawn_sync (NULL, (char **) arguments, NULL,
                     G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                     NULL, NULL, &output, NULL, NULL, NULL))
    return 0;

  lines = g_strsplit_set (output, " \n", -1);

  return g_strv_length (lines);
}

static guint
run_lsof (Bench *bench)
{
  const char *arguments[] = { "lsof", "-w", "-n", "-t", "+D", bench->mount, NULL };

  return run_program (arguments);
}

static guint
run_fuser (Bench *bench)
{
  const char *arguments[] = { "fuser", bench->file, NULL };

  return run_program (arguments);
}

typedef struct
{
  const char *name;
  BenchFunc func;
  gboolean is_slow;
} Way;

static const Way ways[] = {
  { "bare getdents + readlink", run_bare },
  { "our scan, 1 mount", run_scan },
  { "our scan, 50 mounts", run_scan_of_many },
  { "of it: mappings", run_maps },
  { "mappings on kernels < 6.11", run_maps_as_text },
  { "stream query", run_streams },
  { "lsof -t +D MOUNT", run_lsof, TRUE },
  { "fuser FILE", run_fuser, TRUE },
};

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const gint64 *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static void
measure (Bench *bench, gint64 *medians, guint *answers)
{
  g_autofree gint64 *times = g_new0 (gint64, G_N_ELEMENTS (ways) * bench->n_runs);

  for (guint run = 0; run < bench->n_runs; run++)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
        {
          gint64 start = g_get_monotonic_time ();

          if (ways[i].is_slow && run >= SLOW_RUNS)
            continue;
          answers[i] = ways[i].func (bench);
          times[i * bench->n_runs + run] = g_get_monotonic_time () - start;
        }
    }

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      guint n = ways[i].is_slow ? MIN (SLOW_RUNS, bench->n_runs) : bench->n_runs;

      qsort (times + i * bench->n_runs, n, sizeof (gint64), compare_times);
      medians[i] = times[i * bench->n_runs + n / 2];
    }
}

static void
print_table (const Bench *bench, const gint64 *medians, const guint *answers)
{
  g_print ("%u processes of %u descriptors, median of %u runs\n\n",
           bench->n_processes, bench->n_descriptors, bench->n_runs);
  g_print ("%-28s %10s %8s %8s\n", "", "ms", "x bare", "found");

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    g_print ("%-28s %10.2f %8.2f %8u\n",
             ways[i].name, medians[i] / 1000.0, (double) medians[i] / medians[0], answers[i]);
}

/* A mount is a device of its own, so not where the libraries are. */
static char *
make_base (void)
{
  char *base = g_strdup ("/dev/shm/drivemap-bench-XXXXXX");

  g_assert_nonnull (g_mkdtemp (base));

  return base;
}

static guint
get_number (int argc, char **argv, int index, guint fallback)
{
  int number = index < argc ? atoi (argv[index]) : 0;

  return number > 0 ? (guint) number : fallback;
}

int
main (int argc, char **argv)
{
  g_autofree char *base = make_base ();
  gint64 medians[G_N_ELEMENTS (ways)];
  guint answers[G_N_ELEMENTS (ways)];
  Bench bench = {
    .n_processes = get_number (argc, argv, 1, 500),
    .n_descriptors = get_number (argc, argv, 2, 64),
    .n_runs = get_number (argc, argv, 3, 15),
    .mount = g_build_filename (base, "mount", NULL),
    .file = g_build_filename (base, "mount", "file", NULL),
  };

  g_assert_no_errno (g_mkdir (bench.mount, 0700));
  g_assert_true (g_file_set_contents (bench.file, "text", -1, NULL));
  bench.children = g_new0 (pid_t, bench.n_processes);

  start_children (&bench);
  measure (&bench, medians, answers);
  end_children (&bench);
  print_table (&bench, medians, answers);

  g_unlink (bench.file);
  g_rmdir (bench.mount);
  g_rmdir (base);
  g_free (bench.children);
  g_free (bench.mount);
  g_free (bench.file);

  return 0;
}
