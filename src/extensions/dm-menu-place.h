/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-known-drive.h"

G_BEGIN_DECLS

/**
 * DmMenuFile:
 * @uri: its URI.
 * @target: (nullable): what opens with it, where that is elsewhere, as in network:///.
 * @is_folder: whether it is a folder.
 * @is_current: whether it is the folder that is shown, not something in it.
 *
 * What somebody opens a menu on, as the file manager knows it.
 */
typedef struct
{
  char *uri;
  char *target;
  gboolean is_folder;
  gboolean is_current;
} DmMenuFile;

/* @uri, @target: (transfer full). */
DmMenuFile *dm_menu_file_new (char *uri, char *target, gboolean is_folder, gboolean is_current);
void dm_menu_file_free (DmMenuFile *self);

/**
 * DmMenuPlace:
 * @path: (nullable): where it is on this computer.
 * @location: (nullable): where it is on the network; of a server its share IPC$.
 * @is_server: whether it is a server, not a share.
 * @is_folder: whether there can be files in it.
 * @is_inside: whether it is in something that is mounted, as the file manager shows
 *   it: a share among others of a server need not be.
 *
 * The same as a place. Made of its name alone: neither a disk nor the network is
 * asked.
 */
typedef struct
{
  char *path;
  DmLocation *location;
  gboolean is_server;
  gboolean is_folder;
  gboolean is_inside;
} DmMenuPlace;

/* @drives: (nullable): DmKnownDrive; a path below one of them is a network place. */
DmMenuPlace *dm_menu_place_new (DmMenuFile *file, GPtrArray *drives);
void dm_menu_place_free (DmMenuPlace *self);

/* (transfer none) (nullable): the drive that it is on, or the connection. */
DmKnownDrive *dm_menu_place_find (DmMenuPlace *self, GPtrArray *drives);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmMenuPlace, dm_menu_place_free)

G_END_DECLS
