/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-location.h"

G_BEGIN_DECLS

/**
 * DmKnownDrive:
 * @local: (nullable): its local name; NULL: a connection.
 * @path: (nullable): where programs see it.
 * @location: (nullable): where it is.
 * @is_connected: whether there is a connection under it.
 * @is_shown: whether it is one for whoever looks at a list: every drive is; a
 *   connection is if it is used without a local name, too.
 * @open_count: its holders, as of the service's last look; 0 if it cannot see any.
 *
 * A drive or a connection, as the service last said.
 */
typedef struct
{
  char *local;
  char *path;
  DmLocation *location;
  gboolean is_connected;
  gboolean is_shown;
  guint open_count;
} DmKnownDrive;

DmKnownDrive *dm_known_drive_new (void);
void dm_known_drive_free (DmKnownDrive *self);

/* @properties: a{sv}, some or all of an object of the service. What cannot be
 * understood stays as it was. Returns whether anything is different now. */
gboolean dm_known_drive_update (DmKnownDrive *self, GVariant *properties);

/* (transfer full): by what the service knows it; NULL if it cannot be named. */
char *dm_known_drive_dup_name (DmKnownDrive *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmKnownDrive, dm_known_drive_free)

G_END_DECLS
