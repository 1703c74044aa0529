/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmServerTraffic:
 * @outstanding: a request is on its way, or its answer waits unread.
 * @received: bytes that have come from the server so far.
 *
 * What passes between a backend and its server, from socket diagnostics.
 */
typedef struct
{
  gboolean outstanding;
  guint64 received;
} DmServerTraffic;

/* Looks at all TCP connections of @backend. A request counts as outstanding
 * when something was sent later than the last answer came. */
gboolean dm_server_traffic_look (pid_t backend,
                                 DmServerTraffic *traffic,
                                 GError **error);

G_END_DECLS
