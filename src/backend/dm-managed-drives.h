/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-managed-snapshot.h"

G_BEGIN_DECLS

/**
 * DmManagedDrives:
 *
 * The drives that an administrator has set up: see DmManagedSnapshot for where.
 * They are read in a thread and watched; this object lives in one main context.
 * While nothing changes, it does nothing.
 */
#define DM_TYPE_MANAGED_DRIVES (dm_managed_drives_get_type ())
G_DECLARE_FINAL_TYPE (DmManagedDrives, dm_managed_drives, DM, MANAGED_DRIVES, GObject)

/* NULLs: XDG_CONFIG_DIRS, and where samba-gpupdate and adsys keep policies. */
DmManagedDrives *dm_managed_drives_new (const char *const *config_folders, const char *const *policy_folders);

/* Reads, and from then on watches. Never fails: what cannot be read is a problem.
 * After the first load "changed" is emitted whenever drives or problems differ. */
void dm_managed_drives_load_async (DmManagedDrives *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_managed_drives_load_finish (DmManagedDrives *self, GAsyncResult *result, GError **error);

/* Borrowed until the next change: DmManagedDrive; strings. */
GPtrArray *dm_managed_drives_get_drives (DmManagedDrives *self);
GPtrArray *dm_managed_drives_get_problems (DmManagedDrives *self);

G_END_DECLS
