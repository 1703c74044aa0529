/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-managed-drive.h"

G_BEGIN_DECLS

/**
 * DmManagedSnapshot:
 * @drives: DmManagedDrive, no two of one name; those that delete are there too,
 *   for what they say of the user's own drives.
 * @problems: strings, whole sentences: what is not honoured, and why.
 * @folders: strings: the folders that it was read from.
 *
 * What all administrator's files say at one moment.
 *
 * Read are, in this order: *.ini (dm-managed-file.h) and *.xml (dm-gpp-drives.h)
 * in drivemap/drives.d of the configuration folders, by the files' names, where
 * a file of an earlier folder takes the place of one of the same name in a later
 * one; then Drives.xml of the users' policies, below the policy folders, by path.
 * The first definition of a local name counts.
 *
 * Policy folders: samba-gpupdate keeps what it fetched below gpo_cache, as
 * DOMAIN/POLICIES/{GUID}/USER/PREFERENCES/DRIVES/DRIVES.XML, all upper case; adsys
 * below sysvol, as Policies/{GUID}/User/Preferences/Drives/Drives.xml. Both
 * belong to root and may be closed to users (the files, or the whole folder), and
 * neither says there for whom a policy is. So an administrator who opens them, or
 * who puts a copy or a symlink into drives.d, says that they are for everybody
 * whom the filters in them do not rule out.
 */
typedef struct
{
  GPtrArray *drives;
  GPtrArray *problems;
  GPtrArray *folders;
} DmManagedSnapshot;

/* (transfer full): reads files and asks for the user's groups: in a thread. */
DmManagedSnapshot *dm_managed_snapshot_read (const char *const *config_folders, const char *const *policy_folders);

/* (transfer full): what @file alone would give, were @text in it. In a thread. */
DmManagedSnapshot *dm_managed_snapshot_check (const char *file, const char *text, gsize length);

void dm_managed_snapshot_free (DmManagedSnapshot *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmManagedSnapshot, dm_managed_snapshot_free)

G_END_DECLS
