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

/* These wait for the service; what it does not know is said. They bring the window to
 * the front; one that is not there yet comes together with what was asked for, if that
 * does not take long: drawing it first would only delay that.
 * @name: a local name, or a place: UNC, URI or path on this computer. */

/* Selects it and shows its details. */
void dm_window_show_item (DmWindow *self, const char *name);

/* Opens its folder; connects it first. */
void dm_window_open_folder (DmWindow *self, const char *name);

/* Shows only what has these words. */
void dm_window_find (DmWindow *self, const char *words);

/* Opens "Disconnect" for it, or for all that there is. */
void dm_window_disconnect (DmWindow *self, const char *name);
void dm_window_disconnect_all (DmWindow *self);

/* As dm_window_show_item (); a network place that nothing is mapped or mounted at
 * is offered in "Map Network Drive". */
void dm_window_open_place (DmWindow *self, const char *place);

/* Opens "Map Network Drive". @remote: nullable. */
void dm_window_map (DmWindow *self, const char *remote);

G_END_DECLS
