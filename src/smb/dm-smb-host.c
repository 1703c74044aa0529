/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-smb-host.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/* A name with more of them is not tried any further. */
#define MAX_ADDRESSES 16

typedef struct
{
  /* Owned: sockets that are connecting; -1: it came to nothing. */
  struct pollfd sockets[MAX_ADDRESSES];

  nfds_t n_sockets;
  guint n_waiting;
  gboolean is_refused;
} Attempt;

static void
attempt_clear (Attempt *self)
{
  for (nfds_t i = 0; i < self->n_sockets; i++)
    {
      if (self->sockets[i].fd >= 0)
        close (self->sockets[i].fd);
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Attempt, attempt_clear)

static struct addrinfo *
resolve (const DmSmbRequest *request, int *status)
{
  const struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV };
  struct addrinfo *found = NULL;
  char port[8];

  g_snprintf (port, sizeof port, "%u", request->port);
  *status = getaddrinfo (request->server, port, &hints, &found);
  return *status == 0 ? found : NULL;
}

/* Whether it is connected at once. */
static gboolean
begin (Attempt *self, const struct addrinfo *address)
{
  struct pollfd *slot = &self->sockets[self->n_sockets++];

  slot->events = POLLOUT;
  slot->fd = socket (address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (slot->fd < 0)
    return FALSE;
  if (connect (slot->fd, address->ai_addr, address->ai_addrlen) == 0)
    return TRUE;
  if (errno == EINPROGRESS)
    {
      self->n_waiting++;
      return FALSE;
    }

  self->is_refused |= errno == ECONNREFUSED;
  close (slot->fd);
  slot->fd = -1;
  return FALSE;
}

/* Whether this one is connected. */
static gboolean
end (Attempt *self, struct pollfd *slot)
{
  int problem = 0;
  socklen_t size = sizeof problem;

  if (slot->fd < 0 || slot->revents == 0)
    return FALSE;
  (void) getsockopt (slot->fd, SOL_SOCKET, SO_ERROR, &problem, &size);
  if (problem == 0)
    return TRUE;

  self->is_refused |= problem == ECONNREFUSED;
  self->n_waiting--;
  close (slot->fd);
  slot->fd = -1;
  return FALSE;
}

static gboolean
wait_for_one (Attempt *self, guint timeout)
{
  gint64 deadline = g_get_monotonic_time () + timeout * G_TIME_SPAN_MILLISECOND;

  while (self->n_waiting > 0)
    {
      gint64 left = (deadline - g_get_monotonic_time ()) / G_TIME_SPAN_MILLISECOND;

      if (left <= 0 || poll (self->sockets, self->n_sockets, (int) left) < 0)
        return FALSE;
      for (nfds_t i = 0; i < self->n_sockets; i++)
        {
          if (end (self, &self->sockets[i]))
            return TRUE;
        }
    }

  return FALSE;
}

/* All at the same time: one dead address of several must not cost the time. */
static DmSmbFailure
connect_to_any (const struct addrinfo *addresses, guint timeout)
{
  g_auto (Attempt) attempt = { .n_sockets = 0 };

  for (const struct addrinfo *one = addresses; one != NULL && attempt.n_sockets < MAX_ADDRESSES; one = one->ai_next)
    {
      if (begin (&attempt, one))
        return DM_SMB_FAILURE_NONE;
    }
  if (wait_for_one (&attempt, timeout))
    return DM_SMB_FAILURE_NONE;

  return attempt.is_refused ? DM_SMB_FAILURE_CLOSED : DM_SMB_FAILURE_NO_ANSWER;
}

DmSmbFailure
dm_smb_host_check (const DmSmbRequest *request, guint32 *code)
{
  int status;
  struct addrinfo *addresses = resolve (request, &status);
  DmSmbFailure failure;

  *code = status == EAI_AGAIN ? EAGAIN : 0;
  if (addresses == NULL)
    return DM_SMB_FAILURE_UNKNOWN_HOST;

  failure = connect_to_any (addresses, request->timeout);
  freeaddrinfo (addresses);
  return failure;
}
