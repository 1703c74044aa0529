/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-stream-holders.h"

#include "dm-proc-dir.h"
#include "dm-sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* How often a list that changed under the kernel's hands is asked for again. */
#define MAX_TRIES 4

/* The kernel's state of a connected socket (TCP_ESTABLISHED). */
#define STATE_CONNECTED 1

/* A socket that a backend has, and what the kernel says of it. */
typedef struct
{
  guint64 inode;
  pid_t backend;
  guint64 peer; /* 0: none, or the client is gone */
  gboolean is_named;
  gboolean has_named_peer;
  guint32 unread;
} Socket;

/* What one record of the dump says. */
typedef struct
{
  guint64 inode;
  guint64 peer;
  gboolean is_named;
  guint32 unread;
} Record;

static void
set_error (GError **error, int code)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               _ ("The system cannot tell which programs use a connection: %s"),
               g_strerror (code));
}

static int
compare_sockets (gconstpointer a, gconstpointer b)
{
  const Socket *x = a, *y = b;

  return (x->inode > y->inode) - (x->inode < y->inode);
}

static Socket *
find_socket (GArray *sockets, guint64 inode)
{
  guint low = 0, high = sockets->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;
      Socket *socket = &g_array_index (sockets, Socket, middle);

      if (socket->inode == inode)
        return socket;
      if (socket->inode < inode)
        low = middle + 1;
      else
        high = middle;
    }

  return NULL;
}

/* Adds what /proc/PID/fd has. A backend that is gone has nothing; one that
 * cannot be looked into is an error, as "no streams" would be a lie. */
static gboolean
add_sockets (GArray *sockets, pid_t backend, GError **error)
{
  DmProcDir directory;
  const char *name;
  char path[32], link[64];
  int fd;

  g_snprintf (path, sizeof path, "/proc/%d/fd", (int) backend);
  fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    {
      if (errno == ENOENT || errno == ESRCH)
        return TRUE;

      set_error (error, errno);
      return FALSE;
    }

  dm_proc_dir_init (&directory, fd);
  while ((name = dm_proc_dir_next_number (&directory)) != NULL)
    {
      gssize length = readlinkat (fd, name, link, sizeof link - 1);
      Socket socket = { .backend = backend };

      link[MAX (length, 0)] = '\0';
      socket.inode = dm_proc_parse_socket (link);
      if (socket.inode != 0)
        g_array_append_val (sockets, socket);
    }

  close (fd);

  return TRUE;
}

static GArray *
list_sockets (const pid_t *backends, gsize n_backends, GError **error)
{
  g_autoptr (GArray) sockets = g_array_new (FALSE, FALSE, sizeof (Socket));

  for (gsize i = 0; i < n_backends; i++)
    {
      if (backends[i] > 0 && !add_sockets (sockets, backends[i], error))
        return NULL;
    }

  g_array_sort (sockets, compare_sockets);

  return g_steal_pointer (&sockets);
}

static int
send_request (int fd)
{
  struct
  {
    struct nlmsghdr header;
    struct unix_diag_req request;
  } message = {
    .header = {
      .nlmsg_len = sizeof message,
      .nlmsg_type = SOCK_DIAG_BY_FAMILY,
      .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
    },
    .request = {
      .sdiag_family = AF_UNIX,
      .udiag_states = 1 << STATE_CONNECTED,
      .udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN,
    },
  };
  struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };

  if (sendto (fd, &message, sizeof message, 0, (struct sockaddr *) &kernel, sizeof kernel) < 0)
    return errno;

  return 0;
}

static void
parse_attribute (const struct nlattr *attribute, Record *record)
{
  const void *data = (const char *) attribute + NLA_HDRLEN;
  gsize size = attribute->nla_len - NLA_HDRLEN;

  if (attribute->nla_type == UNIX_DIAG_NAME)
    record->is_named = size > 0;
  else if (attribute->nla_type == UNIX_DIAG_PEER && size >= sizeof (guint32))
    record->peer = *(const guint32 *) data;
  else if (attribute->nla_type == UNIX_DIAG_RQLEN && size >= sizeof (struct unix_diag_rqlen))
    record->unread = ((const struct unix_diag_rqlen *) data)->udiag_rqueue;
}

/* FALSE for sockets of another kind (datagrams). The netlink macros that step
 * through a message do not compile without warnings, so it is done by hand. */
static gboolean
parse_record (const struct nlmsghdr *header, Record *record)
{
  const struct unix_diag_msg *message = NLMSG_DATA (header);
  gsize position = NLMSG_LENGTH (sizeof *message);

  if (header->nlmsg_len < position || message->udiag_type != SOCK_STREAM)
    return FALSE;

  *record = (Record){ .inode = message->udiag_ino };
  while (position + NLA_HDRLEN <= header->nlmsg_len)
    {
      const struct nlattr *attribute = (const void *) ((const char *) header + position);

      if (attribute->nla_len < NLA_HDRLEN || position + attribute->nla_len > header->nlmsg_len)
        break;

      parse_attribute (attribute, record);
      position += NLA_ALIGN (attribute->nla_len);
    }

  return TRUE;
}

/* The other end comes in a record of its own, before or after ours. */
static void
take_record (GArray *sockets, const Record *record)
{
  Socket *own = find_socket (sockets, record->inode);
  Socket *other = record->is_named ? find_socket (sockets, record->peer) : NULL;

  if (own != NULL)
    {
      own->peer = record->peer;
      own->is_named = record->is_named;
      own->unread = record->unread;
    }

  if (other != NULL)
    other->has_named_peer = TRUE;
}

/* Takes one datagram of the answer; TRUE when it was the last, with 0 or an
 * errno in *@code. */
static gboolean
take_messages (GArray *sockets, const char *buffer, gsize length, gboolean *interrupted, int *code)
{
  gsize position = 0;
  Record record;

  *code = 0;
  while (position + NLMSG_HDRLEN <= length)
    {
      const struct nlmsghdr *header = (const void *) (buffer + position);

      if (header->nlmsg_len < NLMSG_HDRLEN || position + header->nlmsg_len > length)
        break;

      *interrupted |= (header->nlmsg_flags & NLM_F_DUMP_INTR) != 0;
      if (header->nlmsg_type == NLMSG_DONE)
        return TRUE;

      if (header->nlmsg_type == NLMSG_ERROR)
        {
          *code = -((const struct nlmsgerr *) NLMSG_DATA (header))->error;
          return TRUE;
        }

      if (header->nlmsg_type == SOCK_DIAG_BY_FAMILY && parse_record (header, &record))
        take_record (sockets, &record);
      position += NLMSG_ALIGN (header->nlmsg_len);
    }

  return FALSE;
}

static int
receive_answer (int fd, GArray *sockets, gboolean *interrupted)
{
  /* As much as the kernel puts into one datagram of a dump. */
  guint64 buffer[4096];
  gboolean complete = FALSE;
  int code = 0;

  while (!complete)
    {
      gssize length = recv (fd, buffer, sizeof buffer, 0);

      if (length > 0)
        complete = take_messages (sockets, (char *) buffer, length, interrupted, &code);
      else if (length == 0 || errno != EINTR)
        return length == 0 ? EPIPE : errno;
    }

  return code;
}

/* One dump of all connected Unix sockets. Returns 0 or an errno. */
static int
dump (GArray *sockets, gboolean *interrupted)
{
  struct timeval limit = { .tv_sec = 1 };
  int fd = socket (AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  int code;

  if (fd < 0)
    return errno;

  /* It always answers at once; but never hang for a kernel that does not. */
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);

  *interrupted = FALSE;
  code = send_request (fd);
  if (code == 0)
    code = receive_answer (fd, sockets, interrupted);

  close (fd);

  return code;
}

/* (transfer full): the sockets of @backends with all that is known of them. */
static GArray *
query_sockets (const pid_t *backends, gsize n_backends, GError **error)
{
  g_autoptr (GArray) sockets = NULL;
  gboolean interrupted = TRUE;

  /* The kernel lists the sockets there, too, but nobody says whose they are. */
  if (dm_sandbox_is_inside ())
    {
      dm_sandbox_set_blind (error);
      return NULL;
    }

  sockets = list_sockets (backends, n_backends, error);
  if (sockets == NULL)
    return NULL;

  for (int i = 0; i < MAX_TRIES && interrupted && sockets->len > 0; i++)
    {
      int code = dump (sockets, &interrupted);

      if (code != 0)
        {
          set_error (error, code);
          return NULL;
        }
    }

  return g_steal_pointer (&sockets);
}

/* Both ends without a name. When both are in the backend a file is just being
 * handed to its program: a stream too, counted at one of them. */
static gboolean
is_stream (GArray *sockets, const Socket *socket)
{
  const Socket *other;

  if (socket->peer == 0 || socket->is_named || socket->has_named_peer)
    return FALSE;

  other = find_socket (sockets, socket->peer);

  return other == NULL || other->backend != socket->backend || socket->inode < socket->peer;
}

GArray *
dm_stream_holders_list (const pid_t *backends, gsize n_backends, GError **error)
{
  g_autoptr (GArray) sockets = query_sockets (backends, n_backends, error);
  GArray *streams;

  if (sockets == NULL)
    return NULL;

  streams = g_array_new (FALSE, FALSE, sizeof (DmStream));
  for (guint i = 0; i < sockets->len; i++)
    {
      const Socket *socket = &g_array_index (sockets, Socket, i);
      DmStream stream = { socket->backend, socket->peer };

      if (is_stream (sockets, socket))
        g_array_append_val (streams, stream);
    }

  return streams;
}

int
dm_stream_holders_count_unread (pid_t backend)
{
  g_autoptr (GArray) sockets = query_sockets (&backend, 1, NULL);
  int count = 0;

  if (sockets == NULL)
    return -1;

  for (guint i = 0; i < sockets->len; i++)
    {
      const Socket *socket = &g_array_index (sockets, Socket, i);

      if (socket->is_named && socket->unread > 0)
        count++;
    }

  return count;
}
