/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "dm-client.h"

G_BEGIN_DECLS

/**
 * DmDriveSettingsDialog:
 *
 * What is chosen for one remembered drive (DmDriveSettings). What is wrong is said
 * below its field.
 */
#define DM_TYPE_DRIVE_SETTINGS_DIALOG (dm_drive_settings_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DmDriveSettingsDialog, dm_drive_settings_dialog, DM, DRIVE_SETTINGS_DIALOG, AdwWindow)

GtkWidget *dm_drive_settings_dialog_new (GtkWindow *parent, DmClient *client, DmItem *item);

G_END_DECLS
