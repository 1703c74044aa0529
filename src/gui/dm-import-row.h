/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "dm-import-item.h"

G_BEGIN_DECLS

/**
 * DmImportRow:
 *
 * A place that can become a drive: whether it is to, what it will be called, and
 * what has become of it.
 */
#define DM_TYPE_IMPORT_ROW (dm_import_row_get_type ())
G_DECLARE_FINAL_TYPE (DmImportRow, dm_import_row, DM, IMPORT_ROW, AdwActionRow)

/* @item can be used. */
GtkWidget *dm_import_row_new (DmImportItem *item);

DmImportItem *dm_import_row_get_item (DmImportRow *self);

/* What is wrong with the name; NULL: it is fine. Goes when the name is changed. */
void dm_import_row_set_problem (DmImportRow *self, const char *problem);

void dm_import_row_focus_name (DmImportRow *self);

/* While it is being imported nothing can be changed. */
void dm_import_row_set_running (DmImportRow *self, gboolean is_running);

G_END_DECLS
