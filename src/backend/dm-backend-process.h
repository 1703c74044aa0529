/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The process behind a GVfs mount, as the kernel sees it. None of this
 * touches a mount or blocks. */

/* Whether @pid runs a GVfs backend (gvfsd-smb, …) of this user: nothing else
 * may ever be signalled. */
gboolean dm_backend_process_is_ours (pid_t pid);

/* Whether every thread of @pid stands still, by SIGSTOP (not a debugger). */
gboolean dm_backend_process_is_stopped (pid_t pid);

/* A pidfd, or -1 with @error set (G_IO_ERROR_NOT_FOUND: it has gone). */
int dm_backend_process_open (pid_t pid, GError **error);

/* FALSE if the process has gone or may not be signalled. */
gboolean dm_backend_process_signal (int pidfd, int signum);

/* Waits until the process has ended; FALSE if it still runs by then. */
gboolean dm_backend_process_wait (int pidfd, int timeout_ms);

G_END_DECLS
