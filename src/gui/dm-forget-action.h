/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dm-client.h"

G_BEGIN_DECLS

/* Asks whether the drive @item, which is not connected, shall be forgotten, and
 * does so. */
void dm_forget_action_run (GtkWindow *parent, DmClient *client, DmItem *item);

G_END_DECLS
