/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "dm-client.h"

G_BEGIN_DECLS

/* (transfer full): the detailed name of an action of @parent that connects
 * @item again as it is now; to be asked for before it is disconnected. What is
 * going to be forgotten is mapped, and remembered, again. */
char *dm_disconnect_undo_prepare (GtkWindow *parent, DmClient *client, DmItem *item, gboolean forget);

G_END_DECLS
