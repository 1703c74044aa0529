/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A toast in the window that @widget belongs to, also announced to screen
 * readers. @button with @detailed_action (both nullable) offers what to do. */
void dm_toast_show (GtkWidget *widget, const char *text, const char *button, const char *detailed_action);

G_END_DECLS
