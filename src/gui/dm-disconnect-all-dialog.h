/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "dm-client.h"

G_BEGIN_DECLS

/**
 * DmDisconnectAllDialog:
 *
 * "Disconnect all network drives?", with what is in use, live. Responses "keep"
 * (default, Esc) and "disconnect".
 */
#define DM_TYPE_DISCONNECT_ALL_DIALOG (dm_disconnect_all_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DmDisconnectAllDialog, dm_disconnect_all_dialog, DM, DISCONNECT_ALL_DIALOG, AdwMessageDialog)

GtkWidget *dm_disconnect_all_dialog_new (GtkWindow *parent, DmClient *client);

/* What is connected and can be disconnected: (transfer full): DmItem. */
GPtrArray *dm_disconnect_all_dialog_list_items (DmClient *client);

/* The level for @item: what was chosen where it is in use, else `none`. */
DmLevel dm_disconnect_all_dialog_get_level (DmDisconnectAllDialog *self, DmItem *item);

G_END_DECLS
