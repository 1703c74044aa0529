/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a screen reader says of something, where GTK 4.18 would say less than
 * GTK 4.8. */

/* Calls @button what its accessible label says, though something else stands on it. */
void dm_spoken_name_prefer (GtkButton *button);

/* Names the items of the menu of @button, each time that it opens. */
void dm_spoken_name_keep_in_menu (GtkMenuButton *button);

/* Calls the list's own widget around @row, which is what a screen reader lands on,
 * @sentence. */
void dm_spoken_name_set_for_row (GtkWidget *row, const char *sentence);

G_END_DECLS
