/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-route-watch.h"

#include <errno.h>
#include <glib-unix.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "dm-addresses.h"

/* Enough for any message about one route; a longer one is cut off. */
#define MESSAGE_SIZE 8192

struct _DmRouteWatch
{
  GObject parent_instance;

  /* Owned */
  char *addresses; /* as last seen; NULL: not known */

  int fd; /* -1: the kernel tells us nothing */
  guint source_id;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmRouteWatch, dm_route_watch, G_TYPE_OBJECT)

static gboolean
is_within_link (const guint8 *address)
{
  return address[0] == 0xff || (address[0] == 0xfe && (address[1] & 0xc0) == 0x80);
}

/* Whether it leads to fe80::/10 or ff00::/8. Without a destination it is the
 * default route. */
static gboolean
stays_in_link (const struct nlmsghdr *header)
{
  const struct rtmsg *route = NLMSG_DATA (header);
  gsize position = NLMSG_LENGTH (sizeof *route);

  while (route->rtm_family == AF_INET6 && position + RTA_LENGTH (0) <= header->nlmsg_len)
    {
      const struct rtattr *attribute = (const void *) ((const guint8 *) header + position);

      if (attribute->rta_len < RTA_LENGTH (0) || position + attribute->rta_len > header->nlmsg_len)
        return FALSE;

      if (attribute->rta_type == RTA_DST && RTA_PAYLOAD (attribute) >= sizeof (struct in6_addr))
        return is_within_link (RTA_DATA (attribute));

      position += RTA_ALIGN (attribute->rta_len);
    }

  return FALSE;
}

static gboolean
is_new_way (const struct nlmsghdr *header)
{
  const struct rtmsg *route = NLMSG_DATA (header);

  if ((header->nlmsg_type != RTM_NEWROUTE && header->nlmsg_type != RTM_DELROUTE) ||
      header->nlmsg_len < NLMSG_LENGTH (sizeof *route))
    return FALSE;

  return route->rtm_type == RTN_UNICAST && (route->rtm_flags & RTM_F_CLONED) == 0 &&
         !stays_in_link (header);
}

static gboolean
has_new_way (const guint8 *messages, gsize length)
{
  gsize position = 0;

  while (position + NLMSG_HDRLEN <= length)
    {
      const struct nlmsghdr *header = (const void *) (messages + position);

      if (header->nlmsg_len < NLMSG_HDRLEN || position + header->nlmsg_len > length)
        return FALSE;
      if (is_new_way (header))
        return TRUE;

      position += NLMSG_ALIGN (header->nlmsg_len);
    }

  return FALSE;
}

/* Takes one message; FALSE when there is none. */
static gboolean
receive (DmRouteWatch *self, gboolean *is_news)
{
  guint8 message[MESSAGE_SIZE] __attribute__ ((aligned (NLMSG_ALIGNTO)));
  ssize_t n = recv (self->fd, message, sizeof message, MSG_DONTWAIT);

  /* What was missed may have been news. */
  if ((n < 0 && errno == ENOBUFS) || (n > 0 && has_new_way (message, (gsize) n)))
    *is_news = TRUE;

  return n > 0 || (n < 0 && (errno == ENOBUFS || errno == EINTR));
}

/* The kernel drops the routes of a link that goes down without a word, and
 * tells of links and addresses for many reasons: so look. */
static gboolean
has_other_addresses (DmRouteWatch *self)
{
  g_autofree char *old = g_steal_pointer (&self->addresses);

  self->addresses = dm_addresses_describe ();
  return g_strcmp0 (old, self->addresses) != 0;
}

static gboolean
on_message_cb (int fd, GIOCondition condition, gpointer user_data)
{
  DmRouteWatch *self = DM_ROUTE_WATCH (user_data);
  gboolean is_news = FALSE;

  while (receive (self, &is_news))
    ;
  if (has_other_addresses (self) || is_news)
    g_signal_emit (self, signals[CHANGED], 0);

  return G_SOURCE_CONTINUE;
}

static int
open_socket (void)
{
  struct sockaddr_nl address = {
    .nl_family = AF_NETLINK,
    .nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR |
                 RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE,
  };
  int fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);

  if (fd >= 0 && bind (fd, (struct sockaddr *) &address, sizeof address) == 0)
    return fd;

  g_debug ("Routes are not watched: %s", g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return -1;
}

static void
dm_route_watch_finalize (GObject *object)
{
  DmRouteWatch *self = DM_ROUTE_WATCH (object);

  g_clear_handle_id (&self->source_id, g_source_remove);
  if (self->fd >= 0)
    close (self->fd);
  g_clear_pointer (&self->addresses, g_free);

  G_OBJECT_CLASS (dm_route_watch_parent_class)->finalize (object);
}

static void
dm_route_watch_class_init (DmRouteWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dm_route_watch_finalize;

  signals[CHANGED] = g_signal_new ("changed", DM_TYPE_ROUTE_WATCH, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dm_route_watch_init (DmRouteWatch *self)
{
  self->fd = open_socket ();
  self->addresses = dm_addresses_describe ();
  if (self->fd >= 0)
    self->source_id = g_unix_fd_add (self->fd, G_IO_IN, on_message_cb, self);
}

DmRouteWatch *
dm_route_watch_new (void)
{
  return g_object_new (DM_TYPE_ROUTE_WATCH, NULL);
}
