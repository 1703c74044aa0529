/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "dm-location.h"

G_BEGIN_DECLS

/**
 * DmFolderRow:
 *
 * Where a network place is written, in any form, with suggestions below while
 * somebody types. The keys Down and Up go through them, Enter takes one and Esc
 * goes back to what was typed. Signals "changed" and "left": the text, the field.
 */
#define DM_TYPE_FOLDER_ROW (dm_folder_row_get_type ())
G_DECLARE_FINAL_TYPE (DmFolderRow, dm_folder_row, DM, FOLDER_ROW, AdwPreferencesRow)

GtkWidget *dm_folder_row_new (void);

/* @places: (nullable): of GtkStringObject. Browsing the network can add to
 * the one list: GtkFlattenListModel. */
void dm_folder_row_set_suggestions (DmFolderRow *self, GListModel *places);

/* The field itself. */
GtkWidget *dm_folder_row_get_entry (DmFolderRow *self);

void dm_folder_row_set_text (DmFolderRow *self, const char *text);

/* (transfer full): what is written; NULL with an error when it is no place. */
DmLocation *dm_folder_row_dup_location (DmFolderRow *self, GError **error);

/* What is written, without the spaces around it. */
char *dm_folder_row_dup_text (DmFolderRow *self);

G_END_DECLS
