/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmStream:
 * @backend: the pid of the backend that serves it.
 * @peer_inode: the socket inode of the other end; who has it is for /proc.
 *
 * An open GIO file: an unnamed socketpair between a program and the backend
 * of the mount (for a file opened through FUSE the program is gvfsd-fuse).
 */
typedef struct
{
  pid_t backend;
  guint64 peer_inode;
} DmStream;

/* Every stream of @backends, by one query of socket diagnostics (UNIX_DIAG).
 * Blocks for well under a millisecond, touches no mount, may run in any
 * thread. A backend that has gone has no streams.
 * (transfer full): an array of DmStream; NULL if the kernel does not answer,
 * and in a sandbox. */
GArray *dm_stream_holders_list (const pid_t *backends,
                                gsize n_backends,
                                GError **error);

/* How many requests wait unread in sockets that clients have to @backend, the
 * streams left out: not zero means that somebody is asking just now.
 * -1 if it cannot be told. Same query, same cost. */
int dm_stream_holders_count_unread (pid_t backend);

G_END_DECLS
