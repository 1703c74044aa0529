/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-holder-row.h"

#include <glib/gi18n-lib.h>

#include "dm-close-file-action.h"
#include "dm-file-manager.h"
#include "dm-holder-words.h"
#include "dm-program-end.h"
#include "dm-program-windows.h"
#include "dm-spoken-name.h"
#include "dm-toast.h"

#define COMPACT_ICON_SIZE 24
#define MAX_NAME          60

struct _DmHolderRow
{
  GtkListBoxRow parent_instance;

  /* Template */
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkLabel *note;
  GtkLabel *origin;
  GtkWidget *switch_button;
  GtkWidget *menu_button;

  /* Owned */
  DmHolderItem *item;

  gboolean is_compact;
};

G_DEFINE_FINAL_TYPE (DmHolderRow, dm_holder_row, GTK_TYPE_LIST_BOX_ROW)

/* --- what it can do --- */

static void
activate_switch (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  DmHolderRow *self = DM_HOLDER_ROW (widget);
  g_autofree char *title = dm_holder_dup_title (self->item);

  dm_program_windows_switch (gtk_widget_get_display (widget),
                             dm_holder_item_get_holder (self->item)->pid,
                             dm_holder_get_app (self->item), title);
}

static void
on_shown_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!dm_file_manager_finish (result, &error) && gtk_widget_get_root (GTK_WIDGET (source)) != NULL)
    dm_toast_show (GTK_WIDGET (source), error->message, NULL, NULL);
}

static void
activate_show (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  const DmHolder *holder = dm_holder_item_get_holder (DM_HOLDER_ROW (widget)->item);

  if (dm_holder_is_file (holder))
    dm_file_manager_show_async (widget, holder->path, NULL, on_shown_cb, NULL);
  else
    dm_file_manager_open_async (widget, holder->path, NULL, on_shown_cb, NULL);
}

static void
activate_copy (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  const DmHolder *holder = dm_holder_item_get_holder (DM_HOLDER_ROW (widget)->item);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), holder->path);
  dm_toast_show (widget, _ ("Path copied"), NULL, NULL);
}

static void
activate_close (GtkWidget *widget,
                const char *action_name,
                GVariant *parameter)
{
  dm_program_end_ask (widget, DM_HOLDER_ROW (widget)->item);
}

static void
activate_close_on_server (GtkWidget *widget,
                          const char *action_name,
                          GVariant *parameter)
{
  int position = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (widget));

  gtk_widget_activate_action (widget, "details.close-on-server", "u", (guint) position);
}

static gboolean
can_switch (DmHolderRow *self)
{
  const DmHolder *holder = dm_holder_item_get_holder (self->item);

  return holder->pid > 0 && holder->source != DM_HOLDER_SOURCE_SERVER &&
         dm_program_windows_can_switch (gtk_widget_get_display (GTK_WIDGET (self)), holder->pid,
                                        dm_holder_get_app (self->item));
}

/* Windows come and go, so this is asked when it matters. */
static void
update_actions (DmHolderRow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const DmHolder *holder = dm_holder_item_get_holder (self->item);
  gboolean is_local = holder->source != DM_HOLDER_SOURCE_SERVER;

  gtk_widget_action_set_enabled (widget, "holder.switch", can_switch (self));
  gtk_widget_action_set_enabled (widget, "holder.show", is_local && holder->path != NULL);
  gtk_widget_action_set_enabled (widget, "holder.copy", holder->path != NULL);
  gtk_widget_action_set_enabled (widget, "holder.close", dm_program_end_is_possible (widget, self->item));
  gtk_widget_action_set_enabled (widget, "holder.close-on-server", dm_close_file_is_possible (self->item));
}

/* --- what it says --- */

static void
set_text (GtkLabel *label,
          const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
update_accessible (DmHolderRow *self,
                   const char *title,
                   const char *subtitle,
                   const char *path)
{
  g_autofree char *name = g_strdup_printf ("%s, %s", title, subtitle);
  g_autofree char *origin = dm_holder_dup_origin (self->item);
  g_autofree char *description = g_strdup_printf ("%s%s%s", path != NULL ? path : "", path != NULL ? ", " : "", origin);
  g_autofree char *menu = g_strdup_printf (_ ("What can be done about %s"), title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, menu, -1);
}

static void
update_switch_button (DmHolderRow *self,
                      const char *title)
{
  g_autofree char *program = dm_holder_dup_program_name (self->item);
  g_autofree char *name = g_strdup_printf (_ ("Switch to %s"), program);

  gtk_widget_set_visible (self->switch_button, self->is_compact && can_switch (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->switch_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update (DmHolderRow *self)
{
  const DmHolder *holder = dm_holder_item_get_holder (self->item);
  g_autofree char *title = dm_holder_dup_title (self->item);
  g_autofree char *name = dm_holder_dup_program_name (self->item);
  g_autofree char *program = dm_dup_quotable (name, MAX_NAME);
  g_autofree char *use = dm_holder_dup_use (self->item);
  g_autofree char *path = dm_holder_dup_shown_path (self->item);
  g_autofree char *origin = self->is_compact ? NULL : dm_holder_dup_origin (self->item);
  g_autofree char *subtitle = *use != '\0' ? g_strdup_printf ("%s · %s", program, use) : g_strdup (program);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->subtitle, subtitle);
  set_text (self->note, self->is_compact ? NULL : holder->note);
  set_text (self->origin, origin);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), path != NULL ? path : holder->note);
  update_accessible (self, title, subtitle, holder->source != DM_HOLDER_SOURCE_SERVER ? path : NULL);
  update_switch_button (self, title);
  update_actions (self);
}

static void
on_item_notified_cb (DmHolderRow *self)
{
  update (self);
}

static void
on_menu_activated_cb (DmHolderRow *self)
{
  update_actions (self);
}

static void
set_item (DmHolderRow *self,
          DmHolderItem *item)
{
  g_autoptr (GIcon) icon = dm_holder_dup_icon (item);

  self->item = g_object_ref (item);
  g_signal_connect_object (item, "notify", G_CALLBACK (on_item_notified_cb), self, G_CONNECT_SWAPPED);
  gtk_image_set_from_gicon (self->icon, icon);
  if (self->is_compact)
    gtk_image_set_pixel_size (self->icon, COMPACT_ICON_SIZE);
  gtk_widget_set_visible (self->menu_button, !self->is_compact);
  update (self);
}

static void
dm_holder_row_dispose (GObject *object)
{
  DmHolderRow *self = DM_HOLDER_ROW (object);

  g_clear_object (&self->item);

  G_OBJECT_CLASS (dm_holder_row_parent_class)->dispose (object);
}

static void
dm_holder_row_class_init (DmHolderRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dm_holder_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/drivemap/Drivemap/dm-holder-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DmHolderRow, icon);
  gtk_widget_class_bind_template_child (widget_class, DmHolderRow, title);
  gtk_widget_class_bind_template_child (widget_class, DmHolderRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, DmHolderRow, note);
  gtk_widget_class_bind_template_child (widget_class, DmHolderRow, origin);
  gtk_widget_class_bind_template_child (widget_class, DmHolderRow, switch_button);
  gtk_widget_class_bind_template_child (widget_class, DmHolderRow, menu_button);
  gtk_widget_class_install_action (widget_class, "holder.switch", NULL, activate_switch);
  gtk_widget_class_install_action (widget_class, "holder.show", NULL, activate_show);
  gtk_widget_class_install_action (widget_class, "holder.copy", NULL, activate_copy);
  gtk_widget_class_install_action (widget_class, "holder.close", NULL, activate_close);
  gtk_widget_class_install_action (widget_class, "holder.close-on-server", NULL, activate_close_on_server);
}

static void
dm_holder_row_init (DmHolderRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dm_spoken_name_prefer (GTK_BUTTON (self->switch_button));
  g_signal_connect_object (self->menu_button, "notify::active",
                           G_CALLBACK (on_menu_activated_cb), self, G_CONNECT_SWAPPED);
  /* After that: it shows and hides items. */
  dm_spoken_name_keep_in_menu (GTK_MENU_BUTTON (self->menu_button));
}

GtkWidget *
dm_holder_row_new (DmHolderItem *item,
                   gboolean is_compact)
{
  DmHolderRow *self;

  g_return_val_if_fail (DM_IS_HOLDER_ITEM (item), NULL);

  self = g_object_new (DM_TYPE_HOLDER_ROW, NULL);
  self->is_compact = is_compact;
  set_item (self, item);

  return GTK_WIDGET (self);
}
