/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "dm-client.h"
#include "dm-watch.h"

G_BEGIN_DECLS

/* Disconnects @item as the user decides: at `none` where nothing is open (asking
 * first if the preference says so), else after DmDisconnectDialog at the level
 * chosen there; refused again, it asks again; when even the third level fails,
 * Retry or Cancel. Never escalates by itself. Tells what was done by a toast
 * (dm-toast.h) with Undo where it can be undone. */
void dm_disconnect_action_run (GtkWindow *parent, DmClient *client, DmWatch *watch, DmItem *item);

/* Every row: one question that lists what is in use, then each at `none` or, if
 * chosen, at the level for all. */
void dm_disconnect_action_run_all (GtkWindow *parent, DmClient *client, DmWatch *watch);

G_END_DECLS
