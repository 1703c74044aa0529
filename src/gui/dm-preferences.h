/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "dm-client.h"

G_BEGIN_DECLS

/**
 * DmPreferences:
 *
 * The preferences window, bound to GSettings.
 */
#define DM_TYPE_PREFERENCES (dm_preferences_get_type ())
G_DECLARE_FINAL_TYPE (DmPreferences, dm_preferences, DM, PREFERENCES, AdwPreferencesWindow)

GtkWidget *dm_preferences_new (GtkWindow *parent, DmClient *client);

G_END_DECLS
