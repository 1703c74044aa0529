/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-safe-focus.h"

static void
focus_default (GtkWindow *dialog)
{
  GtkWidget *widget = gtk_window_get_default_widget (dialog);

  if (widget != NULL)
    gtk_widget_grab_focus (widget);
}

static gboolean
is_response (AdwMessageDialog *dialog,
             GtkWidget *widget)
{
  GtkWidget *extra = adw_message_dialog_get_extra_child (dialog);

  return GTK_IS_BUTTON (widget) && (extra == NULL || !gtk_widget_is_ancestor (widget, extra));
}

/* After the layout: what is not shown by then cannot have the focus. */
static gboolean
on_ticked_cb (GtkWidget *widget,
              GdkFrameClock *clock,
              gpointer user_data)
{
  GtkWindow *dialog = GTK_WINDOW (widget);
  GtkWidget *focus = gtk_window_get_focus (dialog);

  if (focus == NULL || is_response (ADW_MESSAGE_DIALOG (dialog), focus))
    focus_default (dialog);

  return G_SOURCE_REMOVE;
}

static void
on_default_notified_cb (GtkWidget *dialog)
{
  gtk_widget_add_tick_callback (dialog, on_ticked_cb, NULL, NULL);
}

static void
on_dialog_mapped_cb (GtkWidget *dialog)
{
  focus_default (GTK_WINDOW (dialog));
  gtk_window_set_focus_visible (GTK_WINDOW (dialog), TRUE);
  gtk_widget_add_tick_callback (dialog, on_ticked_cb, NULL, NULL);
}

void
dm_safe_focus_keep (AdwMessageDialog *dialog)
{
  g_return_if_fail (ADW_IS_MESSAGE_DIALOG (dialog));

  g_signal_connect (dialog, "map", G_CALLBACK (on_dialog_mapped_cb), NULL);
  g_signal_connect (dialog, "notify::default-widget", G_CALLBACK (on_default_notified_cb), NULL);
}
