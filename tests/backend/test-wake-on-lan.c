/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-error.h"
#include "dm-wake-on-lan.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char arp[] =
  "IP address       HW type     Flags       HW address            Mask     Device\n"
  "192.168.1.2      0x1         0x2         00:11:22:AA:bb:cc     *        eth0\n"
  "192.168.1.3      0x1         0x0         00:00:00:00:00:00     *        eth0\n"
  "192.168.1.4      0x1         0x0         00:11:22:aa:bb:cd     *        eth0\n"
  "192.168.1.20     0x1         0x6         00:11:22:aa:bb:ce     *        eth0\n"
  "192.168.1.5      0x1         0x2         ff:ff:ff:ff:ff:ff     *        eth0\n"
  "192.168.1.6      0x1         0x2         garbage               *        eth0\n"
  "192.168.1.7      0x1\n"
  "\n";

static void
test_mac (void)
{
  static const char *const bad[] = {
    "", "00", "00:11:22:aa:bb", "00:11:22:aa:bb:cc:", "00:11:22:aa:bb:c", "00:11:22:aa:bb:ccc",
    "00:11:22-aa:bb:cc", "001122aabbcc", "00.11.22.aa.bb.cc", "0g:11:22:aa:bb:cc",
    " 00:11:22:aa:bb:cc", "00:11:22:aa:bb:cc ", "00:11:22:aa:bb:+1", "00:11:22:aa:bb:\xc3\xa4",
    "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:01", ":::::::::::::::::"
  };
  static const guint8 expected[] = { 0x00, 0x11, 0x22, 0xaa, 0xbb, 0xcc };
  guint8 mac[DM_WAKE_ON_LAN_MAC_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (dm_wake_on_lan_parse_mac (bad[i], mac));

  g_assert_true (dm_wake_on_lan_parse_mac ("00:11:22:aa:bb:cc", mac));
  g_assert_cmpmem (mac, sizeof mac, expected, sizeof expected);
  memset (mac, 0, sizeof mac);
  g_assert_true (dm_wake_on_lan_parse_mac ("00-11-22-AA-BB-CC", mac));
  g_assert_cmpmem (mac, sizeof mac, expected, sizeof expected);
  g_assert_true (dm_wake_on_lan_parse_mac ("00:11:22:aa:bb:cc", NULL));
}

static void
assert_found (const char *address, const char *mac)
{
  g_autofree char *found = dm_wake_on_lan_find_mac_in (arp, address);

  g_assert_cmpstr (found, ==, mac);
}

static void
test_arp (void)
{
  assert_found ("192.168.1.2", "00:11:22:aa:bb:cc");
  assert_found ("192.168.1.20", "00:11:22:aa:bb:ce");
  assert_found ("192.168.1.3", NULL);
  assert_found ("192.168.1.4", NULL);
  assert_found ("192.168.1.5", NULL);
  assert_found ("192.168.1.6", NULL);
  assert_found ("192.168.1.7", NULL);
  assert_found ("192.168.1", NULL);
  assert_found ("nas", NULL);
  assert_found ("IP", NULL);
  assert_found ("", NULL);
}

static void
test_bad_mac (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (dm_wake_on_lan_send ("nas", DM_WAKE_ON_LAN_PORT, &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER);
  g_assert_nonnull (strstr (error->message, "nas"));
}

/* A socket that hears what is sent to everybody. */
static int
open_socket (guint16 *port)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t length = sizeof address;
  struct timeval patience = { .tv_sec = 10 };
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, length), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *) &address, &length), ==, 0);
  g_assert_cmpint (setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), ==, 0);
  *port = ntohs (address.sin_port);

  return fd;
}

static void
test_packet (void)
{
  guint8 packet[2 * DM_WAKE_ON_LAN_PACKET_SIZE];
  g_autoptr (GError) error = NULL;
  guint16 port;
  int fd = open_socket (&port);

  if (!dm_wake_on_lan_send ("00:11:22:aa:bb:cc", port, &error))
    {
      g_assert_error (error, DM_ERROR, DM_ERROR_NO_NETWORK);
      g_test_skip ("this computer is in no network");
      close (fd);
      return;
    }

  g_assert_cmpint (recv (fd, packet, sizeof packet, 0), ==, DM_WAKE_ON_LAN_PACKET_SIZE);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpuint (packet[i], ==, 0xff);
  for (guint i = 1; i <= 16; i++)
    g_assert_cmpmem (packet + 6 * i, 6, "\x00\x11\x22\xaa\xbb\xcc", 6);
  close (fd);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wake-on-lan/mac", test_mac);
  g_test_add_func ("/wake-on-lan/arp", test_arp);
  g_test_add_func ("/wake-on-lan/bad-mac", test_bad_mac);
  g_test_add_func ("/wake-on-lan/packet", test_packet);

  return g_test_run ();
}
