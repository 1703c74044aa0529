/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "dm-client.h"

G_BEGIN_DECLS

/**
 * DmMapDialog:
 *
 * "Map Network Drive": folder, drive, credentials; errors stand beside the field
 * that is wrong; progress with Cancel.
 */
#define DM_TYPE_MAP_DIALOG (dm_map_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DmMapDialog, dm_map_dialog, DM, MAP_DIALOG, AdwWindow)

/* @remote: (nullable): what to start with. */
GtkWidget *dm_map_dialog_new (GtkWindow *parent, DmClient *client, const char *remote);

G_END_DECLS
