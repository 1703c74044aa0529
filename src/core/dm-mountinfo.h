/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-mount.h"

G_BEGIN_DECLS

/* Reads the text of /proc/self/mountinfo and gives the network mounts in it
 * (cifs, smb3, nfs, nfs4, fuse.sshfs, davfs/fuse.davfs2) as DmMounts of origin
 * kernel, in the file's order. Octal escapes are undone; a line that cannot be
 * read is skipped, never the rest. (transfer container), freed by
 * dm_mount_unref (). */
GPtrArray *dm_mountinfo_parse (const char *text);

G_END_DECLS
