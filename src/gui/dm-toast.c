/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-toast.h"

/* A dialog that is closing still knows whose it was. */
static GtkWidget *
find_main_window (GtkWidget *widget)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));

  while (window != NULL && gtk_window_get_transient_for (window) != NULL)
    window = gtk_window_get_transient_for (window);

  return GTK_WIDGET (window);
}

void
dm_toast_show (GtkWidget *widget,
               const char *text,
               const char *button,
               const char *detailed_action)
{
  GtkWidget *window;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);
  g_return_if_fail ((button == NULL) == (detailed_action == NULL));

  window = find_main_window (widget);
  if (window != NULL)
    gtk_widget_activate_action (window, "win.toast", "(sss)", text,
                                button != NULL ? button : "",
                                detailed_action != NULL ? detailed_action : "");
}
