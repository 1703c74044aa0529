/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-backend-process.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <unistd.h>

/* Processes of GVfs that carry no mount of their own. */
static const char *const not_backends[] = { "gvfsd-fuse", "gvfsd-metadata", NULL };

/* The letter after the last parenthesis: the name may contain anything. */
static char
read_state (const char *stat_path)
{
  g_autofree char *text = NULL;
  const char *end;

  if (!g_file_get_contents (stat_path, &text, NULL, NULL))
    return '\0';
  end = strrchr (text, ')');
  if (end == NULL || end[1] != ' ')
    return '\0';
  return end[2];
}

static gboolean
is_backend_program (const char *exe)
{
  g_autofree char *name = g_path_get_basename (exe);

  /* What the kernel adds when a package was upgraded under a running one. */
  if (g_str_has_suffix (name, " (deleted)"))
    name[strlen (name) - strlen (" (deleted)")] = '\0';
  return g_str_has_prefix (name, "gvfsd-") && !g_strv_contains (not_backends, name);
}

gboolean
dm_backend_process_is_ours (pid_t pid)
{
  g_autofree char *dir = g_strdup_printf ("/proc/%d", (int) pid);
  g_autofree char *link = g_build_filename (dir, "exe", NULL);
  g_autofree char *exe = NULL;
  struct stat info;

  if (pid <= 1 || stat (dir, &info) != 0 || info.st_uid != getuid ())
    return FALSE;
  exe = g_file_read_link (link, NULL);
  return exe != NULL && is_backend_program (exe);
}

gboolean
dm_backend_process_is_stopped (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task", (int) pid);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *task;
  guint n_tasks = 0;

  if (dir == NULL)
    return FALSE;
  while ((task = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *stat_path = g_build_filename (path, task, "stat", NULL);
      char state = read_state (stat_path);

      /* A thread that ended while we looked does nothing any more. */
      if (state == '\0' || state == 'Z' || state == 'X')
        continue;
      if (state != 'T')
        return FALSE;
      n_tasks++;
    }
  return n_tasks > 0;
}

int
dm_backend_process_open (pid_t pid, GError **error)
{
  int fd = pidfd_open (pid, 0);

  if (fd < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR,
                   code == ESRCH ? G_IO_ERROR_NOT_FOUND : g_io_error_from_errno (code),
                   "Process %d: %s", (int) pid, g_strerror (code));
    }
  return fd;
}

gboolean
dm_backend_process_signal (int pidfd, int signum)
{
  return pidfd_send_signal (pidfd, signum, NULL, 0) == 0;
}

gboolean
dm_backend_process_wait (int pidfd, int timeout_ms)
{
  gint64 deadline = g_get_monotonic_time () + timeout_ms * G_TIME_SPAN_MILLISECOND;
  struct pollfd poll_fd = { .fd = pidfd, .events = POLLIN };
  int n;

  do
    {
      gint64 left = (deadline - g_get_monotonic_time ()) / G_TIME_SPAN_MILLISECOND;

      n = poll (&poll_fd, 1, (int) MAX (left, 0));
    }
  while (n < 0 && errno == EINTR);
  return n > 0;
}
