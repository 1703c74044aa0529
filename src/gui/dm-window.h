/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "dm-client.h"
#include "dm-watch.h"

G_BEGIN_DECLS

/**
 * DmWindow:
 *
 * The window: list and details, side by side or one over the other. Its actions
 * ("win.…") are in dm-window-actions.c.
 */
#define DM_TYPE_WINDOW (dm_window_get_type ())
G_DECLARE_FINAL_TYPE (DmWindow, dm_window, DM, WINDOW, AdwApplicationWindow)

GtkWidget *dm_window_new (GtkApplication *application, DmClient *client, DmWatch *watch);

/* Selects what has this name (local name, URI or UNC) and shows its details, as
 * soon as it is there. */
void dm_window_show_item (DmWindow *self, const char *name);

/* Opens "Map Network Drive", or "Disconnect" for what has this name. */
void dm_window_map (DmWindow *self, const char *remote);
void dm_window_disconnect (DmWindow *self, const char *name);

G_END_DECLS
