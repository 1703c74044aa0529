/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "dm-client.h"

G_BEGIN_DECLS

/**
 * DmImportDialog:
 *
 * What other programs know of network places, grouped by where it was found: the
 * user chooses what becomes a drive, and under which name. Also from a file. Tells
 * what was done by a toast; stays while something could not be added.
 */
#define DM_TYPE_IMPORT_DIALOG (dm_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DmImportDialog, dm_import_dialog, DM, IMPORT_DIALOG, AdwWindow)

GtkWidget *dm_import_dialog_new (GtkWindow *parent, DmClient *client);

G_END_DECLS
