/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "dm-item.h"

G_BEGIN_DECLS

/**
 * DmItemRow:
 *
 * What the list says of one drive or connection. Properties: "item" (DmItem),
 * "heading" (string, nullable): the title of the group that starts here.
 */
#define DM_TYPE_ITEM_ROW (dm_item_row_get_type ())
G_DECLARE_FINAL_TYPE (DmItemRow, dm_item_row, DM, ITEM_ROW, AdwBin)

GtkWidget *dm_item_row_new (void);

DmItem *dm_item_row_get_item (DmItemRow *self); /* nullable */
void dm_item_row_set_item (DmItemRow *self, DmItem *item);
void dm_item_row_set_heading (DmItemRow *self, const char *heading);

G_END_DECLS
