/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmNetworkWatch:
 *
 * Whether this computer is in a network, and in which ones. Nothing in it ever
 * waits: what it knows comes in later.
 *
 * Signals:
 *   "changed" (): the network is another one, or the names of the active
 *     connections are others or have become known. A link that comes up sends
 *     a burst of changes: they are one signal, a second after the first.
 */
#define DM_TYPE_NETWORK_WATCH (dm_network_watch_get_type ())
G_DECLARE_FINAL_TYPE (DmNetworkWatch, dm_network_watch, DM, NETWORK_WATCH, GObject)

DmNetworkWatch *dm_network_watch_new (void);

/* FALSE only when this computer has no address but its own loopback's. A
 * default route is not needed: a file server is often the next machine. */
gboolean dm_network_watch_is_available (DmNetworkWatch *self);

/* What NetworkManager calls the active connections (“Office”, a Wi-Fi's name, a
 * VPN's), sorted; empty when none is active; NULL when it is not known: no
 * NetworkManager, or it has not answered yet. g_strfreev (). */
GStrv dm_network_watch_dup_names (DmNetworkWatch *self);

/* FALSE while NetworkManager has just been asked for the first time: whether there are
 * names is not known yet, and "changed" follows. */
gboolean dm_network_watch_has_asked (DmNetworkWatch *self);

G_END_DECLS
