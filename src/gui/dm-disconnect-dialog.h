/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "dm-client.h"
#include "dm-watch.h"

G_BEGIN_DECLS

/**
 * DmDisconnectDialog:
 *
 * The confirm-or-force question (see dm-disconnect-action.h for what follows).
 * Live: turns into the plain safe question when the last file closes. Responses
 * "keep" (default, Esc) and "disconnect".
 */
#define DM_TYPE_DISCONNECT_DIALOG (dm_disconnect_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DmDisconnectDialog, dm_disconnect_dialog, DM, DISCONNECT_DIALOG, AdwMessageDialog)

/**
 * DmDisconnectReason:
 * @DM_DISCONNECT_ASK: nothing is known to be open; the user wants to be asked.
 * @DM_DISCONNECT_IN_USE: level none was refused, or would be.
 * @DM_DISCONNECT_NO_ANSWER: the server does not answer: the third level first.
 */
typedef enum
{
  DM_DISCONNECT_ASK,
  DM_DISCONNECT_IN_USE,
  DM_DISCONNECT_NO_ANSWER,
} DmDisconnectReason;

GtkWidget *dm_disconnect_dialog_new (GtkWindow *parent, DmClient *client, DmWatch *watch, DmItem *item, DmDisconnectReason reason);

/* What the user chose; `none` while nothing is open. */
DmLevel dm_disconnect_dialog_get_level (DmDisconnectDialog *self);
guint dm_disconnect_dialog_get_n_files (DmDisconnectDialog *self); /* open now */
gboolean dm_disconnect_dialog_get_forget (DmDisconnectDialog *self);
void dm_disconnect_dialog_set_forget (DmDisconnectDialog *self, gboolean forget);

G_END_DECLS
