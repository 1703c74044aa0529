/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows @text (nullable); a label without a text takes no room. */
void dm_label_show (GtkLabel *label, const char *text);

G_END_DECLS
