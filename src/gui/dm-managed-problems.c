/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-managed-problems.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define MAX_HEIGHT 260 /* pixels */
#define MIN_WIDTH  280

static GtkWidget *
create_row (const char *problem)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), problem);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);

  return row;
}

static GtkWidget *
create_list (const char *const *problems)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_set_valign (list, GTK_ALIGN_START);
  gtk_widget_set_margin_start (list, 4);
  gtk_widget_set_margin_end (list, 4);
  gtk_widget_set_margin_top (list, 4);
  gtk_widget_set_margin_bottom (list, 4);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Problems"), -1);
  for (guint i = 0; problems[i] != NULL; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), create_row (problems[i]));

  return list;
}

static GtkWidget *
create_scroller (GtkWidget *list)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_widget_set_size_request (scroller, MIN_WIDTH, -1);

  return scroller;
}

static void
on_copy_response_cb (AdwMessageDialog *dialog,
                     const char *response,
                     char *text)
{
  if (g_str_equal (response, "copy"))
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (dialog)), text);
}

static void
free_text (gpointer text,
           GClosure *closure)
{
  g_free (text);
}

void
dm_managed_problems_present (GtkWindow *parent,
                             DmClient *client)
{
  const char *const *problems;
  GtkWidget *dialog;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (DM_IS_CLIENT (client));

  problems = dm_client_get_managed_problems (client);
  dialog = adw_message_dialog_new (parent, _ ("Problems with Managed Drives"),
                                   _ ("Some of what your administrator has set up cannot be used. "
                                      "All else works; tell your administrator."));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), create_scroller (create_list (problems)));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "copy", _ ("_Copy"), "close", _ ("C_lose"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_copy_response_cb),
                         g_strjoinv ("\n", (char **) problems), free_text, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
