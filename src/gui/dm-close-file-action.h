/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dm-holder-item.h"
#include "dm-server-holders.h"

G_BEGIN_DECLS

/* Whether the server could close what @item tells of. */
gboolean dm_close_file_is_possible (DmHolderItem *item);

/* Has the server close it after a question, and says what came of it. @server: the
 * list that @item comes from, which is asked for anew then. */
void dm_close_file_ask (GtkWidget *widget, DmServerHolders *server, DmHolderItem *item);

G_END_DECLS
