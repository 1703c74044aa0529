/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-connection.h"
#include "dm-drive-settings.h"

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
const char *dm_drive_get_server_key (DmDrive *self);
GDBusObjectSkeleton *dm_drive_get_object (DmDrive *self);
const char *dm_drive_get_object_path (DmDrive *self);

gboolean dm_drive_get_remembered (DmDrive *self);
void dm_drive_set_remembered (DmDrive *self, gboolean remembered);

/* (nullable): the administrator's file that it comes from. */
const char *dm_drive_get_managed (DmDrive *self);
void dm_drive_set_managed (DmDrive *self, const char *file);

/* Whether it is to be there: set when it is connected or the user asks for it,
 * cleared when it is disconnected by hand. What is wanted and not connected comes
 * back by itself; as "Awaited" the bus sees it. */
gboolean dm_drive_get_wanted (DmDrive *self);
void dm_drive_set_wanted (DmDrive *self, gboolean wanted);

/* Whether it does not come back by itself all the same: it needs a password, or
 * the server has refused it for good. */
void dm_drive_set_held (DmDrive *self, gboolean held);

/* What the user has chosen for it; never NULL. */
const DmDriveSettings *dm_drive_get_settings (DmDrive *self);
void dm_drive_set_settings (DmDrive *self, const DmDriveSettings *settings);

DmStatus dm_drive_get_status (DmDrive *self);

/* Whether it is being connected just now, for the user or in the background. */
gboolean dm_drive_is_connecting (DmDrive *self);

/* In words; empty: none. */
const char *dm_drive_get_reason (DmDrive *self);

/* @reason: (nullable): in words, translated. */
void dm_drive_set_status (DmDrive *self, DmStatus status, const char *reason);

/* (nullable): what carries it; with the symlink's @path. */
DmConnection *dm_drive_get_connection (DmDrive *self);
void dm_drive_set_connection (DmDrive *self, DmConnection *connection, const char *path);

/* Its folder below what its connection is on ("": all of that). Only where it has one. */
const char *dm_drive_get_path_below (DmDrive *self);

/* Shows its connection's counts, its folder's space, and what is known of its server. */
void dm_drive_update_counts (DmDrive *self);

G_END_DECLS
