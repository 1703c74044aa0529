/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A number that changes whenever any thread of @pid has run: how often they
 * have been switched. A request that is inside the backend, between its client
 * and the server, shows nowhere else. 0 if the process cannot be read. */
guint64 dm_backend_activity_read (pid_t pid);

G_END_DECLS
