/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "test-child.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define HOLD "--hold"

static G_NORETURN void
say_ready_and_wait (int ready)
{
  if (write (ready, "", 1) != 1)
    _exit (1);
  close (ready);

  for (;;)
    pause ();
}

/* In the child. */
static void
die_with_parent (void)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () == 1)
    _exit (1);
}

static void
wait_until_ready (int ready)
{
  char byte;

  g_assert_cmpint (read (ready, &byte, 1), ==, 1);
  close (ready);
}

pid_t
test_child_start (TestChildFunc func, gconstpointer data)
{
  int ends[2];
  pid_t pid;

  g_assert_no_errno (pipe2 (ends, O_CLOEXEC));
  pid = fork ();
  g_assert_no_errno (pid);

  if (pid == 0)
    {
      die_with_parent ();
      close (ends[0]);
      func (data);
      say_ready_and_wait (ends[1]);
    }

  close (ends[1]);
  wait_until_ready (ends[0]);

  return pid;
}

pid_t
test_child_start_program (const char *program)
{
  int ends[2];
  char ready[16];
  pid_t pid;

  g_assert_no_errno (pipe (ends));
  g_snprintf (ready, sizeof ready, "%d", ends[1]);
  pid = fork ();
  g_assert_no_errno (pid);

  if (pid == 0)
    {
      die_with_parent ();
      close (ends[0]);
      execl (program, program, HOLD, ready, NULL);
      _exit (1);
    }

  close (ends[1]);
  wait_until_ready (ends[0]);

  return pid;
}

char *
test_child_copy_program (const char *directory, const char *name)
{
  char *path = g_build_filename (directory, name, NULL);
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents ("/proc/self/exe", &text, &length, NULL));
  g_assert_true (g_file_set_contents (path, text, length, NULL));
  g_assert_no_errno (g_chmod (path, 0700));

  return path;
}

void
test_child_init (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], HOLD) == 0)
    say_ready_and_wait (atoi (argv[2]));
}

void
test_child_end (pid_t pid)
{
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

TestDirectory *
test_directory_new (void)
{
  g_autofree char *path = g_dir_make_tmp ("drivemap-test-XXXXXX", NULL);
  char *resolved;

  g_assert_nonnull (path);
  resolved = realpath (path, NULL);
  g_assert_nonnull (resolved);

  return resolved;
}

static void
remove_tree (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
      const char *name;

      while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          remove_tree (child);
        }
    }

  g_remove (path);
}

void
test_directory_free (TestDirectory *self)
{
  remove_tree (self);
  free (self);
}
