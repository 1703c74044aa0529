/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-window-private.h"

#include <glib/gi18n-lib.h>

#include "dm-connect-action.h"
#include "dm-diagnose-dialog.h"
#include "dm-disconnect-action.h"
#include "dm-drive-settings-dialog.h"
#include "dm-export-action.h"
#include "dm-file-manager.h"
#include "dm-find-item.h"
#include "dm-forget-action.h"
#include "dm-import-dialog.h"
#include "dm-location.h"
#include "dm-managed-problems.h"
#include "dm-rename-dialog.h"
#include "dm-stop-trying-action.h"
#include "dm-toast.h"

#define TOAST_TIMEOUT 8 /* seconds: long enough to reach Undo by keyboard */
#define TOAST_LINES   4

static gboolean
is_at (DmItem *item,
       const char *uri)
{
  return dm_item_get_local (item) == NULL && g_strcmp0 (dm_item_get_uri (item), uri) == 0;
}

static DmItem *
find_place (DmWindow *self,
            const char *name)
{
  GListModel *items = G_LIST_MODEL (self->client);
  g_autoptr (DmLocation) location = dm_location_parse (name, NULL);
  g_autofree char *uri = location != NULL ? dm_location_to_uri (location) : NULL;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (DmItem) item = g_list_model_get_item (items, i);

      if (is_at (item, uri) || is_at (item, name))
        return item; /* the model keeps it */
    }
  return NULL;
}

DmItem *
dm_window_find_item (DmWindow *self,
                     const char *name)
{
  DmItem *drive = dm_client_find_drive (self->client, name);
  DmItem *place = drive == NULL ? find_place (self, name) : NULL;

  if (drive != NULL || place != NULL)
    return drive != NULL ? drive : place;

  return dm_find_item (self->client, name);
}

/* Errors are whole sentences: a toast of one line would cut them off. */
static AdwToast *
create_toast (const char *text)
{
  GtkWidget *label = gtk_label_new (text);
  AdwToast *toast = adw_toast_new ("");

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), TOAST_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_margin_top (label, 6);
  gtk_widget_set_margin_bottom (label, 6);
  adw_toast_set_custom_title (toast, label);
  adw_toast_set_timeout (toast, TOAST_TIMEOUT);

  return toast;
}

static void
show_toast (GtkWidget *widget,
            const char *action_name,
            GVariant *parameter)
{
  DmWindow *self = DM_WINDOW (widget);
  const char *text, *button, *action;
  AdwToast *toast;

  g_variant_get (parameter, "(&s&s&s)", &text, &button, &action);
  toast = create_toast (text);
  if (*button != '\0')
    {
      adw_toast_set_button_label (toast, button);
      adw_toast_set_detailed_action_name (toast, action);
    }
  gtk_label_set_label (self->announcer, text);

  /* One at a time: behind another its Undo would be found too late. */
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  g_set_weak_pointer (&self->toast, toast);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_folder_opened_cb (GObject *source,
                     GAsyncResult *result,
                     gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!dm_file_manager_finish (result, &error))
    dm_toast_show (GTK_WIDGET (source), error->message, NULL, NULL);
}

/* What is offline is connected first; then it can be opened. */
static void
open_item (DmWindow *self,
           DmItem *item)
{
  const char *path = dm_item_get_path (item);

  if (path != NULL)
    dm_file_manager_open_async (GTK_WIDGET (self), path, NULL, on_folder_opened_cb, NULL);
  else
    dm_connect_action_run (GTK_WINDOW (self), self->client, item, FALSE);
}

static void
activate_open (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  DmItem *item = dm_item_list_get_selected (DM_WINDOW (widget)->list);

  if (item != NULL)
    open_item (DM_WINDOW (widget), item);
}

static void
activate_open_item (GtkWidget *widget,
                    const char *action_name,
                    GVariant *parameter)
{
  DmItem *item = dm_window_find_item (DM_WINDOW (widget), g_variant_get_string (parameter, NULL));

  if (item != NULL)
    open_item (DM_WINDOW (widget), item);
}

static void
activate_connect (GtkWidget *widget,
                  const char *action_name,
                  GVariant *parameter)
{
  DmWindow *self = DM_WINDOW (widget);
  DmItem *item = dm_item_list_get_selected (self->list);

  if (item != NULL)
    dm_connect_action_run (GTK_WINDOW (self), self->client, item, FALSE);
}

static void
activate_connect_item (GtkWidget *widget,
                       const char *action_name,
                       GVariant *parameter)
{
  DmWindow *self = DM_WINDOW (widget);
  const char *name = g_variant_get_string (parameter, NULL);
  DmItem *item = dm_window_find_item (self, name);

  if (item != NULL)
    dm_connect_action_run (GTK_WINDOW (self), self->client, item, FALSE);
  else
    dm_connect_action_run_name (GTK_WINDOW (self), self->client, name);
}

static void
activate_other_credentials (GtkWidget *widget,
                            const char *action_name,
                            GVariant *parameter)
{
  DmWindow *self = DM_WINDOW (widget);
  DmItem *item = dm_item_list_get_selected (self->list);

  if (item != NULL)
    dm_connect_action_run (GTK_WINDOW (self), self->client, item, TRUE);
}

static void
on_other_credentials_cb (DmWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.other-credentials", NULL);
}

static void
activate_diagnose (GtkWidget *widget,
                   const char *action_name,
                   GVariant *parameter)
{
  DmWindow *self = DM_WINDOW (widget);
  DmItem *item = dm_item_list_get_selected (self->list);
  GtkWidget *dialog = item != NULL ? dm_diagnose_dialog_new_for_item (GTK_WINDOW (self), self->client, item) : NULL;

  if (dialog == NULL)
    return;

  /* What the system mounted is signed in to by the system. */
  if (g_strcmp0 (dm_item_get_origin (item), "kernel") != 0)
    g_signal_connect_object (dialog, "other-credentials", G_CALLBACK (on_other_credentials_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
activate_disconnect (GtkWidget *widget,
                     const char *action_name,
                     GVariant *parameter)
{
  DmWindow *self = DM_WINDOW (widget);
  DmItem *item = dm_item_list_get_selected (self->list);

  if (item != NULL)
    dm_disconnect_action_run (GTK_WINDOW (self), self->client, self->watch, item);
}

static void
activate_disconnect_all (GtkWidget *widget,
                         const char *action_name,
                         GVariant *parameter)
{
  DmWindow *self = DM_WINDOW (widget);

  dm_disconnect_action_run_all (GTK_WINDOW (self), self->client, self->watch);
}

static void
activate_forget (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  DmWindow *self = DM_WINDOW (widget);
  DmItem *item = dm_item_list_get_selected (self->list);

  if (item != NULL && dm_item_is_offline (item))
    dm_forget_action_run (GTK_WINDOW (self), self->client, item);
}

static void
activate_stop_trying (GtkWidget *widget,
                      const char *action_name,
                      GVariant *parameter)
{
  DmWindow *self = DM_WINDOW (widget);
  DmItem *item = dm_item_list_get_selected (self->list);

  if (item != NULL && dm_item_is_awaited (item))
    dm_stop_trying_action_run (GTK_WINDOW (self), self->client, item);
}

static void
activate_drive_settings (GtkWidget *widget,
                         const char *action_name,
                         GVariant *parameter)
{
  DmWindow *self = DM_WINDOW (widget);
  DmItem *item = dm_item_list_get_selected (self->list);

  if (item != NULL && dm_item_is_remembered (item))
    gtk_window_present (GTK_WINDOW (dm_drive_settings_dialog_new (GTK_WINDOW (self), self->client, item)));
}

static void
activate_managed_problems (GtkWidget *widget,
                           const char *action_name,
                           GVariant *parameter)
{
  DmWindow *self = DM_WINDOW (widget);

  dm_managed_problems_present (GTK_WINDOW (self), self->client);
}

static void
activate_import (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  DmWindow *self = DM_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (dm_import_dialog_new (GTK_WINDOW (self), self->client)));
}

static void
activate_export (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  DmWindow *self = DM_WINDOW (widget);

  dm_export_action_run (GTK_WINDOW (self), self->client);
}

static void
activate_rename (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  DmWindow *self = DM_WINDOW (widget);
  DmItem *item = dm_item_list_get_selected (self->list);

  if (item != NULL && dm_item_is_drive (item))
    gtk_window_present (GTK_WINDOW (dm_rename_dialog_new (GTK_WINDOW (self), self->client, item)));
}

static void
activate_details (GtkWidget *widget,
                  const char *action_name,
                  GVariant *parameter)
{
  DmWindow *self = DM_WINDOW (widget);

  dm_window_show_details (self);
  if (self->details != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->details));
}

static void
activate_back (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  DmWindow *self = DM_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, self->list_pane);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
activate_show_item (GtkWidget *widget,
                    const char *action_name,
                    GVariant *parameter)
{
  dm_window_want (DM_WINDOW (widget), g_variant_get_string (parameter, NULL), DM_WINDOW_WISH_AWAIT);
}

static void
activate_copy_address (GtkWidget *widget,
                       const char *action_name,
                       GVariant *parameter)
{
  DmItem *item = dm_item_list_get_selected (DM_WINDOW (widget)->list);

  if (item != NULL)
    gtk_widget_activate_action (widget, "win.copy", "s", dm_item_get_remote (item));
}

static void
activate_copy (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  const char *text = g_variant_get_string (parameter, NULL);
  g_autofree char *message = g_strdup_printf (_ ("Copied: %s"), text);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  dm_toast_show (widget, message, NULL, NULL);
}

static void
activate_look (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  dm_watch_probe_now (DM_WINDOW (widget)->watch);
}

static void
activate_find (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  DmWindow *self = DM_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, self->list_pane);
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
activate_close (GtkWidget *widget,
                const char *action_name,
                GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

void
dm_window_install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.toast", "(sss)", show_toast);
  gtk_widget_class_install_action (klass, "win.open", NULL, activate_open);
  gtk_widget_class_install_action (klass, "win.open-item", "s", activate_open_item);
  gtk_widget_class_install_action (klass, "win.connect", NULL, activate_connect);
  gtk_widget_class_install_action (klass, "win.connect-item", "s", activate_connect_item);
  gtk_widget_class_install_action (klass, "win.other-credentials", NULL, activate_other_credentials);
  gtk_widget_class_install_action (klass, "win.diagnose", NULL, activate_diagnose);
  gtk_widget_class_install_action (klass, "win.disconnect", NULL, activate_disconnect);
  gtk_widget_class_install_action (klass, "win.disconnect-all", NULL, activate_disconnect_all);
  gtk_widget_class_install_action (klass, "win.forget", NULL, activate_forget);
  gtk_widget_class_install_action (klass, "win.stop-trying", NULL, activate_stop_trying);
  gtk_widget_class_install_action (klass, "win.drive-settings", NULL, activate_drive_settings);
  gtk_widget_class_install_action (klass, "win.managed-problems", NULL, activate_managed_problems);
  gtk_widget_class_install_action (klass, "win.import", NULL, activate_import);
  gtk_widget_class_install_action (klass, "win.export", NULL, activate_export);
  gtk_widget_class_install_action (klass, "win.rename", NULL, activate_rename);
  gtk_widget_class_install_action (klass, "win.details", NULL, activate_details);
  gtk_widget_class_install_action (klass, "win.back", NULL, activate_back);
  gtk_widget_class_install_action (klass, "win.show-item", "s", activate_show_item);
  gtk_widget_class_install_action (klass, "win.copy-address", NULL, activate_copy_address);
  gtk_widget_class_install_action (klass, "win.copy", "s", activate_copy);
  gtk_widget_class_install_action (klass, "win.look", NULL, activate_look);
  gtk_widget_class_install_action (klass, "win.find", NULL, activate_find);
  gtk_widget_class_install_action (klass, "win.close", NULL, activate_close);
  gtk_widget_class_install_property_action (klass, "win.sort-by", "sort-by");
}

static gboolean
has_remembered (DmWindow *self)
{
  GListModel *items = G_LIST_MODEL (self->client);

  for (guint i = 0; items != NULL && i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (DmItem) item = g_list_model_get_item (items, i);

      if (dm_item_is_remembered (item))
        return TRUE;
    }

  return FALSE;
}

void
dm_window_update_actions (DmWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  DmItem *item = dm_item_list_get_selected (self->list);
  gboolean is_drive = item != NULL && dm_item_is_drive (item);
  gboolean is_offline = item != NULL && dm_item_is_offline (item);
  gboolean is_managed = item != NULL && dm_item_get_managed_file (item) != NULL;
  gboolean is_kept = is_drive && dm_item_is_remembered (item);
  gboolean has_any = self->client != NULL && dm_client_get_n_connections (self->client) > 0;

  gtk_widget_action_set_enabled (widget, "win.open", item != NULL);
  gtk_widget_action_set_enabled (widget, "win.connect", is_offline);
  gtk_widget_action_set_enabled (widget, "win.other-credentials", item != NULL);
  gtk_widget_action_set_enabled (widget, "win.diagnose", item != NULL);
  gtk_widget_action_set_enabled (widget, "win.disconnect", item != NULL && !(is_offline && is_managed));
  gtk_widget_action_set_enabled (widget, "win.forget", is_offline && !is_managed);
  gtk_widget_action_set_enabled (widget, "win.stop-trying", is_drive && dm_item_is_awaited (item));
  gtk_widget_action_set_enabled (widget, "win.drive-settings", is_kept && !is_managed);
  gtk_widget_action_set_enabled (widget, "win.export", has_remembered (self));
  gtk_widget_action_set_enabled (widget, "win.rename", is_drive && !is_managed);
  gtk_widget_action_set_enabled (widget, "win.details", item != NULL);
  gtk_widget_action_set_enabled (widget, "win.copy-address", item != NULL);
  gtk_widget_action_set_enabled (widget, "win.disconnect-all", has_any);
  gtk_widget_action_set_enabled (widget, "win.back",
                                 adw_leaflet_get_folded (self->leaflet) &&
                                   adw_leaflet_get_visible_child (self->leaflet) == self->details_pane);
}
