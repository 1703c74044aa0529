/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Wake-on-LAN: a packet that wakes a computer whose network card was told to
 * listen for it. */

#define DM_WAKE_ON_LAN_PORT 9
#define DM_WAKE_ON_LAN_MAC_SIZE 6
#define DM_WAKE_ON_LAN_PACKET_SIZE 102

/* Reads "aa:bb:cc:dd:ee:ff" or "aa-bb-cc-dd-ee-ff", in either case, and nothing
 * else; nor a group's address, nor none (all zero). @mac (nullable) takes it. */
gboolean dm_wake_on_lan_parse_mac (const char *text,
                                   guint8 mac[DM_WAKE_ON_LAN_MAC_SIZE]);

/* Sends the packet to everybody in each network that this computer is in, and
 * does not wait. @port: DM_WAKE_ON_LAN_PORT, save in tests. That it was sent
 * says nothing of whether a computer wakes up. DM_ERROR_INVALID_PARAMETER when
 * @mac is none; DM_ERROR_NO_NETWORK when it could be sent nowhere. */
gboolean dm_wake_on_lan_send (const char *mac, guint16 port, GError **error);

/* The MAC that the kernel knows for an IPv4 address it talked to lately, as
 * "aa:bb:cc:dd:ee:ff"; NULL when it knows none (the server is behind a router,
 * or @address is a name or an IPv6 address). g_free (). */
char *dm_wake_on_lan_find_mac (const char *address);

/* The same in a text like that of /proc/net/arp. */
char *dm_wake_on_lan_find_mac_in (const char *arp, const char *address);

G_END_DECLS
