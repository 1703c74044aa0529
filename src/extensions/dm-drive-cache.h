/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "dm-known-drive.h"

G_BEGIN_DECLS

/**
 * DmDriveCache:
 *
 * What the service last said of its drives and connections, for a file manager's
 * menus: these must be there at once, whatever the service and the servers are doing.
 * So nothing here waits, and nothing starts the service: it is listened to while it
 * runs. (DmClient would start it, and GLib's object manager under it waits in some
 * versions for an answer of a service that appears.)
 *
 * Signal "changed": what is known is different now. Of several changes at a time there
 * is one signal.
 */
#define DM_TYPE_DRIVE_CACHE (dm_drive_cache_get_type ())
G_DECLARE_FINAL_TYPE (DmDriveCache, dm_drive_cache, DM, DRIVE_CACHE, GObject)

DmDriveCache *dm_drive_cache_new (void);

/* (transfer container) (nullable): DmKnownDrive, as long as nothing changes; NULL: the
 * service does not run, or has not answered yet. */
GPtrArray *dm_drive_cache_get_drives (DmDriveCache *self);

/* Asks the service to count what is open, so that the next menu knows: seldom enough
 * to be called with every menu. */
void dm_drive_cache_count_open_files (DmDriveCache *self);

G_END_DECLS
