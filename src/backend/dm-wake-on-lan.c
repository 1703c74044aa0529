/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-wake-on-lan.h"

#include <arpa/inet.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "dm-error.h"

#define MAC_LENGTH (3 * DM_WAKE_ON_LAN_MAC_SIZE - 1)

/* In the columns of /proc/net/arp: the entry is valid. */
#define FLAG_COMPLETE 0x2

static void
make_packet (const guint8 mac[DM_WAKE_ON_LAN_MAC_SIZE],
             guint8 packet[DM_WAKE_ON_LAN_PACKET_SIZE])
{
  memset (packet, 0xff, DM_WAKE_ON_LAN_MAC_SIZE);
  for (guint at = DM_WAKE_ON_LAN_MAC_SIZE; at < DM_WAKE_ON_LAN_PACKET_SIZE;
       at += DM_WAKE_ON_LAN_MAC_SIZE)
    memcpy (packet + at, mac, DM_WAKE_ON_LAN_MAC_SIZE);
}

static gboolean
send_packet (int fd, const guint8 *packet, guint32 address, guint16 port)
{
  struct sockaddr_in to = {
    .sin_family = AF_INET,
    .sin_port = htons (port),
    .sin_addr.s_addr = address,
  };

  return sendto (fd, packet, DM_WAKE_ON_LAN_PACKET_SIZE, MSG_DONTWAIT,
                 (struct sockaddr *) &to, sizeof to) == DM_WAKE_ON_LAN_PACKET_SIZE;
}

static gboolean
has_broadcast (const struct ifaddrs *interface)
{
  return interface->ifa_addr != NULL && interface->ifa_addr->sa_family == AF_INET &&
         interface->ifa_broadaddr != NULL && (interface->ifa_flags & IFF_BROADCAST) != 0 &&
         (interface->ifa_flags & IFF_UP) != 0;
}

static guint
send_to_interfaces (int fd, const guint8 *packet, guint16 port)
{
  struct ifaddrs *interfaces = NULL;
  guint n_sent = 0;

  if (getifaddrs (&interfaces) != 0)
    return 0;

  for (struct ifaddrs *each = interfaces; each != NULL; each = each->ifa_next)
    if (has_broadcast (each) &&
        send_packet (fd, packet,
                     ((struct sockaddr_in *) (void *) each->ifa_broadaddr)->sin_addr.s_addr, port))
      n_sent++;

  freeifaddrs (interfaces);
  return n_sent;
}

/* The first goes where the default route does, the others into each network. */
static guint
send_everywhere (const guint8 *packet, guint16 port)
{
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  int on = 1;
  guint n_sent = 0;

  if (fd < 0)
    return 0;

  if (setsockopt (fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof on) == 0)
    {
      n_sent += send_packet (fd, packet, htonl (INADDR_BROADCAST), port) ? 1 : 0;
      n_sent += send_to_interfaces (fd, packet, port);
    }

  close (fd);
  return n_sent;
}

/* One line of /proc/net/arp: address, type, flags, MAC, mask, device. */
static char *
read_arp_line (const char *line, const char *address)
{
  g_autofree char *spaced = g_strdelimit (g_strdup (line), "\t\r", ' ');
  g_auto (GStrv) words = g_strsplit (spaced, " ", -1);
  const char *columns[4] = { NULL };
  guint n = 0;

  for (guint i = 0; words[i] != NULL && n < G_N_ELEMENTS (columns); i++)
    if (*words[i] != '\0')
      columns[n++] = words[i];

  if (n < G_N_ELEMENTS (columns) || !g_str_equal (columns[0], address) ||
      (g_ascii_strtoull (columns[2], NULL, 16) & FLAG_COMPLETE) == 0 ||
      !dm_wake_on_lan_parse_mac (columns[3], NULL))
    return NULL;

  return g_ascii_strdown (columns[3], -1);
}

gboolean
dm_wake_on_lan_parse_mac (const char *text,
                          guint8 mac[DM_WAKE_ON_LAN_MAC_SIZE])
{
  guint8 bytes[DM_WAKE_ON_LAN_MAC_SIZE];
  guint8 any = 0;

  if (strlen (text) != MAC_LENGTH || (text[2] != ':' && text[2] != '-'))
    return FALSE;

  for (guint i = 0; i < MAC_LENGTH; i++)
    if (i % 3 == 2 ? text[i] != text[2] : !g_ascii_isxdigit (text[i]))
      return FALSE;

  for (guint i = 0; i < DM_WAKE_ON_LAN_MAC_SIZE; i++)
    {
      bytes[i] = (guint8) (g_ascii_xdigit_value (text[3 * i]) << 4 |
                           g_ascii_xdigit_value (text[3 * i + 1]));
      any |= bytes[i];
    }
  if (any == 0 || (bytes[0] & 1) != 0)
    return FALSE;

  if (mac != NULL)
    memcpy (mac, bytes, sizeof bytes);
  return TRUE;
}

gboolean
dm_wake_on_lan_send (const char *mac, guint16 port, GError **error)
{
  guint8 packet[DM_WAKE_ON_LAN_PACKET_SIZE];
  guint8 bytes[DM_WAKE_ON_LAN_MAC_SIZE];

  if (!dm_wake_on_lan_parse_mac (mac, bytes))
    {
      g_set_error (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER,
                   _ ("“%s” is not the hardware address of a network card. One "
                      "looks like 00:11:22:aa:bb:cc."),
                   mac);
      return FALSE;
    }

  make_packet (bytes, packet);
  if (send_everywhere (packet, port) > 0)
    return TRUE;

  g_set_error (error, DM_ERROR, DM_ERROR_NO_NETWORK,
               _ ("The computer %s cannot be woken: this computer is in no "
                  "network. Check that it is connected."),
               mac);
  return FALSE;
}

char *
dm_wake_on_lan_find_mac_in (const char *arp, const char *address)
{
  g_auto (GStrv) lines = g_strsplit (arp, "\n", -1);
  char *mac = NULL;

  for (guint i = 0; lines[i] != NULL && mac == NULL; i++)
    mac = read_arp_line (lines[i], address);

  return mac;
}

/* Text from memory, like all of /proc: reading it waits for nothing. */
char *
dm_wake_on_lan_find_mac (const char *address)
{
  g_autofree char *arp = NULL;

  if (!g_file_get_contents ("/proc/net/arp", &arp, NULL, NULL))
    return NULL;

  return dm_wake_on_lan_find_mac_in (arp, address);
}
