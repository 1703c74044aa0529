/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-server-traffic.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The kernel's TCP states, which the uapi headers do not name. In all others
 * the server has nothing more to say. */
#define STATE_ESTABLISHED    (1)
#define STATE_SYN_SENT       (2)
#define STATES_WITH_A_SERVER ((1 << STATE_ESTABLISHED) | (1 << STATE_SYN_SENT))

#define ANSWER_TIMEOUT_MS (200)

typedef struct
{
  struct nlmsghdr header;
  struct inet_diag_req_v2 request;
} DiagRequest;

static gboolean
fail (GError **error, const char *what)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", what, g_strerror (code));
  return FALSE;
}

static GHashTable *
list_socket_inodes (pid_t pid, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/fd", (int) pid);
  g_autoptr (GDir) dir = g_dir_open (path, 0, error);
  g_autoptr (GHashTable) inodes = g_hash_table_new (g_direct_hash, g_direct_equal);
  const char *name;

  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *link = g_build_filename (path, name, NULL);
      g_autofree char *target = g_file_read_link (link, NULL);
      unsigned int inode;

      if (target != NULL && sscanf (target, "socket:[%u]", &inode) == 1)
        g_hash_table_add (inodes, GUINT_TO_POINTER (inode));
    }
  return g_steal_pointer (&inodes);
}

static gboolean
send_request (int fd, int family, GError **error)
{
  DiagRequest message = {
    .header = {
      .nlmsg_len = sizeof message,
      .nlmsg_type = SOCK_DIAG_BY_FAMILY,
      .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
    },
    .request = {
      .sdiag_family = (__u8) family,
      .sdiag_protocol = IPPROTO_TCP,
      .idiag_ext = 1 << (INET_DIAG_INFO - 1),
      .idiag_states = STATES_WITH_A_SERVER,
    },
  };

  if (send (fd, &message, sizeof message, 0) != sizeof message)
    return fail (error, "send");
  return TRUE;
}

/* The netlink macros that step through a message do not compile without
 * warnings, so it is done by hand, here and below. */
static void
read_tcp_info (const struct inet_diag_msg *socket_info, gsize length, struct tcp_info *info)
{
  const char *attributes = (const char *) (socket_info + 1);
  gsize size = length - sizeof *socket_info;
  gsize position = 0;

  memset (info, 0, sizeof *info);
  while (position + sizeof (struct rtattr) <= size)
    {
      const struct rtattr *attribute = (const void *) (attributes + position);

      if (attribute->rta_len < sizeof *attribute || position + attribute->rta_len > size)
        break;
      if (attribute->rta_type == INET_DIAG_INFO)
        memcpy (info, attribute + 1, MIN (sizeof *info, attribute->rta_len - sizeof *attribute));
      position += RTA_ALIGN (attribute->rta_len);
    }
}

static void
add_socket (DmServerTraffic *traffic, const struct inet_diag_msg *socket_info, gsize length)
{
  struct tcp_info info;

  read_tcp_info (socket_info, length, &info);
  traffic->received += info.tcpi_bytes_received;
  traffic->outstanding |= socket_info->idiag_state == STATE_SYN_SENT ||
                          socket_info->idiag_rqueue > 0 ||
                          info.tcpi_notsent_bytes > 0 ||
                          info.tcpi_last_data_sent < info.tcpi_last_data_recv;
}

/* FALSE once the dump is complete or broken (then @error is set). */
static gboolean
read_message (const struct nlmsghdr *message,
              GHashTable *inodes,
              DmServerTraffic *traffic,
              GError **error)
{
  const struct inet_diag_msg *socket_info = NLMSG_DATA (message);

  if (message->nlmsg_type == NLMSG_DONE)
    return FALSE;
  if (message->nlmsg_type == NLMSG_ERROR)
    {
      errno = -((const struct nlmsgerr *) NLMSG_DATA (message))->error;
      return fail (error, "sock_diag");
    }
  if (message->nlmsg_len >= NLMSG_LENGTH (sizeof *socket_info) &&
      g_hash_table_contains (inodes, GUINT_TO_POINTER (socket_info->idiag_inode)))
    add_socket (traffic, socket_info, message->nlmsg_len - NLMSG_HDRLEN);
  return TRUE;
}

static gboolean
read_messages (const char *buffer,
               gsize length,
               GHashTable *inodes,
               DmServerTraffic *traffic,
               GError **error)
{
  gsize position = 0;

  while (position + NLMSG_HDRLEN <= length)
    {
      const struct nlmsghdr *message = (const void *) (buffer + position);

      if (message->nlmsg_len < NLMSG_HDRLEN || position + message->nlmsg_len > length)
        break;
      if (!read_message (message, inodes, traffic, error))
        return FALSE;
      position += NLMSG_ALIGN (message->nlmsg_len);
    }
  return TRUE;
}

static gboolean
look_at_family (int fd, int family, GHashTable *inodes, DmServerTraffic *traffic, GError **error)
{
  g_autofree char *buffer = g_malloc (32768);
  GError *local_error = NULL;
  gssize n;

  if (!send_request (fd, family, error))
    return FALSE;
  do
    {
      n = recv (fd, buffer, 32768, 0);
      if (n < 0 && errno != EINTR)
        return fail (error, "recv");
    }
  while (n < 0 || read_messages (buffer, (gsize) n, inodes, traffic, &local_error));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

gboolean
dm_server_traffic_look (pid_t backend, DmServerTraffic *traffic, GError **error)
{
  g_autoptr (GHashTable) inodes = list_socket_inodes (backend, error);
  const struct timeval timeout = { .tv_usec = ANSWER_TIMEOUT_MS * 1000 };
  gboolean complete;
  int fd;

  memset (traffic, 0, sizeof *traffic);
  if (inodes == NULL)
    return FALSE;
  fd = socket (AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (fd < 0)
    return fail (error, "sock_diag");
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  complete = look_at_family (fd, AF_INET, inodes, traffic, error) &&
             look_at_family (fd, AF_INET6, inodes, traffic, error);
  close (fd);
  return complete;
}
