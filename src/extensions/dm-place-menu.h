/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-menu-place.h"

G_BEGIN_DECLS

/**
 * DmMenuItem:
 * @id: what it is called in the program: "drivemap-map", "drivemap-disconnect",
 *   "drivemap-holders", "drivemap-copy-unc", "drivemap-copy-uri"; of the folder that is
 *   shown "drivemap-background-map" and so on: Nautilus takes equal ones for the same.
 * @label: what stands there; "_" is doubled, as it would be taken for a mnemonic.
 * @tip: what it does, for a status bar.
 * @icon: the name of its icon.
 * @action: (nullable): the action of our application; NULL: @text is to be copied.
 * @text: its parameter, or what is to be copied.
 */
typedef struct
{
  char *id;
  char *label;
  char *tip;
  const char *icon;
  const char *action;
  char *text;
} DmMenuItem;

DmMenuItem *dm_menu_item_copy (const DmMenuItem *self);
void dm_menu_item_free (DmMenuItem *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmMenuItem, dm_menu_item_free)

/* Of more files nothing is offered: a menu must be there at once. */
#define DM_PLACE_MENU_MAX_FILES 100

/* What can be done with @files (DmMenuFile).
 * @drives: (nullable): DmKnownDrive; NULL: it is not known what there is, as the
 *   service does not run or does not answer. A place in something that is mounted then
 *   still has "Disconnect": GVfs needs no service of ours.
 * Returns: (transfer full): DmMenuItem; empty: nothing of ours. */
GPtrArray *dm_place_menu_new (GPtrArray *files, GPtrArray *drives);

/* The item under which these stand together: "drivemap" or "drivemap-background". */
DmMenuItem *dm_place_menu_new_parent (GPtrArray *files);

G_END_DECLS
