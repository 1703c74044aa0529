/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-backend-hold.h"

#include "dm-backend-process.h"
#include "dm-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define STOP_TIMEOUT   (100 * G_TIME_SPAN_MILLISECOND)
#define STOP_POLL      (200)  /* µs */
#define HOLD_LIMIT_MS  (1500) /* the guard's patience */
#define HOLD_USABLE    (1000 * G_TIME_SPAN_MILLISECOND)
#define END_TIMEOUT_MS (1000)

struct _DmBackendHold
{
  /* Borrowed */
  pid_t pid;
  int pidfd;

  /* Owned */
  pid_t guard;
  int lifeline;

  gint64 since;
};

/* Runs in the guard. Only system calls: we were forked beside threads. It
 * leaves our process group, and keeps nothing of ours open but the two
 * descriptors, so that nobody waits for the end of our output because of it. */
static void G_GNUC_NORETURN
stand_guard (int pidfd, int lifeline)
{
  struct pollfd poll_fd = { .fd = 1, .events = POLLIN };

  if (dup3 (pidfd, 0, O_CLOEXEC) < 0 || dup3 (lifeline, 1, O_CLOEXEC) < 0)
    _exit (1);
  setsid ();
  close_range (2, ~0U, 0);
  if (write (1, "", 1) != 1)
    _exit (1);
  poll (&poll_fd, 1, HOLD_LIMIT_MS);
  pidfd_send_signal (0, SIGCONT, NULL, 0);
  _exit (0);
}

static gboolean
fail (GError **error, const char *what)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", what, g_strerror (code));
  return FALSE;
}

/* Both descriptors must be above those that the guard puts them on. */
static int
raise_fd (int fd)
{
  int raised = fcntl (fd, F_DUPFD_CLOEXEC, 3);

  close (fd);
  return raised;
}

static gboolean
start_guard (DmBackendHold *self, GError **error)
{
  int fds[2];
  char ready;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
    return fail (error, "socketpair");
  self->lifeline = raise_fd (fds[0]);
  fds[1] = raise_fd (fds[1]);
  self->guard = fork ();
  if (self->guard == 0)
    stand_guard (self->pidfd, fds[1]);
  close (fds[1]);
  if (self->guard < 0)
    return fail (error, "fork");
  /* Only a guard that stands is one; if it died, this ends too. */
  if (read (self->lifeline, &ready, 1) != 1)
    return fail (error, "guard");
  return TRUE;
}

static gboolean
wait_until_still (DmBackendHold *self)
{
  gint64 deadline = self->since + STOP_TIMEOUT;

  while (!dm_backend_process_is_stopped (self->pid))
    {
      if (g_get_monotonic_time () >= deadline)
        return FALSE;
      g_usleep (STOP_POLL);
    }
  return TRUE;
}

static DmBackendHold *
prepare (pid_t pid, int pidfd)
{
  DmBackendHold *self = g_new0 (DmBackendHold, 1);

  self->pid = pid;
  self->pidfd = pidfd;
  self->guard = -1;
  self->lifeline = -1;
  return self;
}

DmBackendHold *
dm_backend_hold_new (pid_t pid, int pidfd, GError **error)
{
  g_autoptr (DmBackendHold) self = prepare (pid, pidfd);

  if (!start_guard (self, error))
    return NULL;
  self->since = g_get_monotonic_time ();
  if (dm_backend_process_signal (pidfd, SIGSTOP) && wait_until_still (self))
    return g_steal_pointer (&self);
  g_set_error (error, DM_ERROR, DM_ERROR_BUSY,
               _ ("The connection's process (%d) could not be held still. Try again in a moment."),
               (int) pid);
  return NULL;
}

void
dm_backend_hold_free (DmBackendHold *self)
{
  if (self->since != 0)
    dm_backend_process_signal (self->pidfd, SIGCONT);
  if (self->lifeline >= 0)
    close (self->lifeline);
  if (self->guard > 0)
    while (waitpid (self->guard, NULL, 0) < 0 && errno == EINTR)
      ;
  g_free (self);
}

gboolean
dm_backend_hold_end_backend (DmBackendHold *self, GError **error)
{
  gboolean in_time = g_get_monotonic_time () - self->since < HOLD_USABLE;

  if (in_time && dm_backend_process_is_stopped (self->pid) &&
      dm_backend_process_signal (self->pidfd, SIGKILL) &&
      dm_backend_process_wait (self->pidfd, END_TIMEOUT_MS))
    return TRUE;
  g_set_error (error, DM_ERROR, DM_ERROR_BUSY,
               in_time ? _ ("The connection's process (%d) was woken by somebody else. Try again in a moment.")
                       : _ ("The computer is too busy to look in time who uses the connection's process (%d). Try again in a moment."),
               (int) self->pid);
  return FALSE;
}
