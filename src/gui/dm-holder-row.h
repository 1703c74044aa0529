/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "dm-holder-item.h"

G_BEGIN_DECLS

/**
 * DmHolderRow:
 *
 * One program and what it keeps open: icon, file, program, mode, since when,
 * where seen; and what can be done about it ("Switch to", "Show in Files",
 * "Copy Path", "Ask to Close", "Close on the Server", which is the details' action).
 */
#define DM_TYPE_HOLDER_ROW (dm_holder_row_get_type ())
G_DECLARE_FINAL_TYPE (DmHolderRow, dm_holder_row, DM, HOLDER_ROW, GtkListBoxRow)

/* @is_compact: for the disconnect dialog: "Switch" only. */
GtkWidget *dm_holder_row_new (DmHolderItem *item, gboolean is_compact);

G_END_DECLS
