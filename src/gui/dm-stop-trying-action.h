/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "dm-client.h"

G_BEGIN_DECLS

/* The drive @item stays as it is, not connected, until the user or the next
 * sign-in connects it. Tells so by a toast. */
void dm_stop_trying_action_run (GtkWindow *parent, DmClient *client, DmItem *item);

G_END_DECLS
