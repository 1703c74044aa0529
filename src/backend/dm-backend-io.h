/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How much the process has read and written in its life, from /proc: whenever a
 * GVfs backend has done anything for anybody, this has grown; while nobody asks it
 * anything it stays as it is. The number itself means nothing. 0: not known.
 * Waits for nothing. */
guint64 dm_backend_io_read (pid_t backend);

/* The same in a text like that of /proc/PID/io. */
guint64 dm_backend_io_read_text (const char *text);

G_END_DECLS
