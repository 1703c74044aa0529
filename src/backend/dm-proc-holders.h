/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-holder.h"

G_BEGIN_DECLS

/**
 * DmProcScan:
 *
 * One pass over the /proc of the user's processes that looks for several
 * mounts and several socket inodes at once. readlink () only: nothing on a
 * mount is ever touched, so a dead server cannot hang it. Any thread.
 */
typedef struct _DmProcScan DmProcScan;

DmProcScan *dm_proc_scan_new (void);
void dm_proc_scan_free (DmProcScan *self);

/* Looks for whatever is open at or below @path (absolute, without a slash at
 * the end). @tag comes back in the match. */
void dm_proc_scan_add_path (DmProcScan *self, const char *path, guint tag);

/* Looks for the owner of the socket with that inode. */
void dm_proc_scan_add_socket (DmProcScan *self, guint64 inode, guint tag);

/* @holder is only lent; copy it to keep it. For a socket its kind is
 * DM_HOLDER_STREAM, path and mode are not known. */
typedef void (*DmProcScanFunc) (const DmHolder *holder,
                                guint tag,
                                guint64 inode,
                                gpointer user_data);

/* Runs the pass. FALSE only when /proc itself cannot be read. Processes that
 * may not be read (another user's) or end meanwhile are passed over. */
gboolean dm_proc_scan_run (DmProcScan *self,
                           DmProcScanFunc func,
                           gpointer user_data,
                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmProcScan, dm_proc_scan_free)

G_END_DECLS
