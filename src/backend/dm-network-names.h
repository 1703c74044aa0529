/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmNetworkNames:
 *
 * What NetworkManager calls the connections that are active now. It is asked
 * over the system bus, and tells of changes itself; it is never started.
 *
 * Signals:
 *   "changed" (): the names are others, or have become known or unknown.
 */
#define DM_TYPE_NETWORK_NAMES (dm_network_names_get_type ())
G_DECLARE_FINAL_TYPE (DmNetworkNames, dm_network_names, DM, NETWORK_NAMES, GObject)

DmNetworkNames *dm_network_names_new (void);

/* Sorted, each once; NULL: not known. g_strfreev (). */
GStrv dm_network_names_dup (DmNetworkNames *self);

/* FALSE until it has answered for the first time, or it is clear that there is none:
 * "changed" comes then, as somebody waits for it. */
gboolean dm_network_names_has_asked (DmNetworkNames *self);

G_END_DECLS
