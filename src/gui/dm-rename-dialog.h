/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "dm-client.h"

G_BEGIN_DECLS

/**
 * DmRenameDialog:
 *
 * Another local name for a drive (F2). Open files are not disturbed.
 */
#define DM_TYPE_RENAME_DIALOG (dm_rename_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DmRenameDialog, dm_rename_dialog, DM, RENAME_DIALOG, AdwMessageDialog)

GtkWidget *dm_rename_dialog_new (GtkWindow *parent, DmClient *client, DmItem *item);

G_END_DECLS
