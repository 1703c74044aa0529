/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DmProcDir:
 *
 * Reads the names in a directory of /proc by getdents64 () into a fixed
 * buffer: no allocation, no stat. Lives on the stack or inside a scan.
 */
typedef struct
{
  int fd;
  glong filled;
  glong position;
  guint64 buffer[4096];
} DmProcDir;

/* Starts reading @fd, which stays the caller's. */
void dm_proc_dir_init (DmProcDir *self, int fd);

/* The next name that is a number (a pid, a descriptor); NULL at the end. */
const char *dm_proc_dir_next_number (DmProcDir *self);

/* The inode in "socket:[123]", what a descriptor of a socket links to;
 * 0 if @link is anything else. */
guint64 dm_proc_parse_socket (const char *link);

G_END_DECLS
