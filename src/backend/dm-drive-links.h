/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmDriveLinks:
 *
 * The symlinks ~/Drives/Z → FUSE folder. Only what this object made, and still
 * finds as it made it, is ever replaced or removed: each is on record (a key
 * file under XDG_STATE_HOME, written before the link) with its target. Local
 * and tiny: these functions block for microseconds; a target is never
 * followed.
 */
#define DM_TYPE_DRIVE_LINKS (dm_drive_links_get_type ())
G_DECLARE_FINAL_TYPE (DmDriveLinks, dm_drive_links, DM, DRIVE_LINKS, GObject)

/* NULLs for the user's own places. */
DmDriveLinks *dm_drive_links_new (const char *folder, const char *record);

/* Makes the link for the drive @local. DM_ERROR_ALREADY_ASSIGNED when
 * something that is not ours is in the way, naming it.
 * @path: (out) (transfer full): the link's absolute path. */
gboolean dm_drive_links_add (DmDriveLinks *self, const char *local, const char *target, char **path, GError **error);

/* Removes it if it is there and ours; TRUE also when there was none. */
gboolean dm_drive_links_remove (DmDriveLinks *self, const char *local, GError **error);

/* Removes every link of ours but those of the drives in @keep (NULL: none):
 * after a crash nothing stale is left. The folder goes too when it is empty
 * and was made by us. */
void dm_drive_links_sweep (DmDriveLinks *self, const char *const *keep);

/* Where drive @local has or would have its link. */
char *dm_drive_links_dup_path (DmDriveLinks *self, const char *local);

G_END_DECLS
