/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A field is an entry in a list's row of the style class "field". Unlike in
 * AdwEntryRow it is the entry that has the keyboard, and so screen readers are
 * told of it also by GTK before 4.10. */

/* For a click beside the entry; does nothing for other rows. */
void dm_field_focus_in_row (GtkListBoxRow *row);

/* Says with @label, which stands under @field, what is wrong with it; NULL: it
 * is fine. */
void dm_field_set_error (GtkWidget *field, GtkLabel *label, const char *message);

G_END_DECLS
