/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-connection.h"

G_BEGIN_DECLS

/**
 * DmDrive:
 *
 * A local name for a location, connected or not, and the D-Bus object that
 * shows it. It keeps facts; the manager is the one that changes them.
 */
#define DM_TYPE_DRIVE (dm_drive_get_type ())
G_DECLARE_FINAL_TYPE (DmDrive, dm_drive, DM, DRIVE, GObject)

DmDrive *dm_drive_new (const char *local, DmLocation *location);

/* The same drive under another name; @path: (nullable): its symlink's. */
DmDrive *dm_drive_new_renamed (DmDrive *drive, const char *local, const char *path);

const char *dm_drive_get_local (DmDrive *self);
DmLocation *dm_drive_get_location (DmDrive *self);
void dm_drive_set_location (DmDrive *self, DmLocation *location);
GDBusObjectSkeleton *dm_drive_get_object (DmDrive *self);
const char *dm_drive_get_object_path (DmDrive *self);

gboolean dm_drive_get_remembered (DmDrive *self);
void dm_drive_set_remembered (DmDrive *self, gboolean remembered);

DmStatus dm_drive_get_status (DmDrive *self);

/* @reason: (nullable): in words, translated. */
void dm_drive_set_status (DmDrive *self, DmStatus status, const char *reason);

/* (nullable): what carries it; with the symlink's @path. */
DmConnection *dm_drive_get_connection (DmDrive *self);
void dm_drive_set_connection (DmDrive *self, DmConnection *connection, const char *path);

/* Shows its connection's counts and space. */
void dm_drive_update_counts (DmDrive *self);

G_END_DECLS
