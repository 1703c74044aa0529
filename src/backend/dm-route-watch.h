/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * DmRouteWatch:
 *
 * The kernel's word that the ways into the networks have changed. GIO's
 * GNetworkMonitor is not used: where there is NetworkManager it waits for that
 * on the main loop, and its part that listens to the kernel goes deaf when it
 * once misses a message.
 *
 * Signals:
 *   "changed" (): a route to other machines came or went, or an address of
 *     ours did, also with its link. One link that comes up is several. What
 *     stays within a link, as with every container that starts, is none.
 */
#define DM_TYPE_ROUTE_WATCH (dm_route_watch_get_type ())
G_DECLARE_FINAL_TYPE (DmRouteWatch, dm_route_watch, DM, ROUTE_WATCH, GObject)

DmRouteWatch *dm_route_watch_new (void);

G_END_DECLS
