/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-manager.h"

G_BEGIN_DECLS

/**
 * DmDriveLock:
 *
 * Keeps every other operation off one drive while its entry in the profile is
 * changed: claims its name and, if it is connected, its place. Freeing it lets
 * go.
 */
typedef struct _DmDriveLock DmDriveLock;

/* @local: as it was given. DM_ERROR_BAD_DEVICE, DM_ERROR_NOT_CONNECTED when there
 * is no such drive, DM_ERROR_BUSY, or what is wrong with the profile. */
DmDriveLock *dm_drive_lock_new (DmManager *manager, const char *local, GError **error);
void dm_drive_lock_free (DmDriveLock *self);

DmDrive *dm_drive_lock_get_drive (DmDriveLock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmDriveLock, dm_drive_lock_free)

G_END_DECLS
