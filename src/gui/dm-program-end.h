/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "dm-holder-item.h"

G_BEGIN_DECLS

/* Whether the holder's program can be asked to go: a process of this user on
 * this computer. */
gboolean dm_program_end_is_possible (GtkWidget *widget, DmHolderItem *item);

/* Asks the program to close, as the user would: by its window's close button.
 * A program without a window is ended (SIGTERM) only after a second question,
 * and only if it is still the process that was asked about. */
void dm_program_end_ask (GtkWidget *widget, DmHolderItem *item);

G_END_DECLS
