/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-item-row.h"

#include <glib/gi18n-lib.h>

#include "dm-item-words.h"
#include "dm-names.h"
#include "dm-space-bar.h"
#include "dm-spoken-name.h"
#include "dm-status-look.h"

struct _DmItemRow
{
  AdwBin parent_instance;

  /* Template */
  GtkLabel *heading;
  GtkWidget *card;
  GtkImage *icon;
  GtkLabel *title;
  GtkImage *status_icon;
  GtkLabel *status;
  GtkLabel *place;
  GtkWidget *managed;
  GtkLevelBar *space;
  GtkLabel *free_space;
  GtkLabel *summary;
  GtkButton *connect_button;

  /* Owned */
  DmItem *item;
  GSignalGroup *item_signals;
};

enum
{
  PROP_0,
  PROP_ITEM,
  PROP_HEADING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DmItemRow, dm_item_row, ADW_TYPE_BIN)

static void
show_status (DmItemRow *self)
{
  gboolean is_offline = dm_item_is_offline (self->item);

  dm_status_look_show (dm_item_get_status (self->item), self->status_icon, self->status);
  gtk_widget_set_visible (GTK_WIDGET (self->connect_button), is_offline);
  if (is_offline)
    gtk_widget_add_css_class (self->card, "offline");
  else
    gtk_widget_remove_css_class (self->card, "offline");
}

static void
show_space (DmItemRow *self)
{
  double fullness = dm_item_get_fullness (self->item);
  g_autofree char *text = dm_item_dup_free_space (self->item);

  gtk_widget_set_visible (GTK_WIDGET (self->space), fullness >= 0);
  gtk_widget_set_visible (GTK_WIDGET (self->free_space), fullness >= 0);
  gtk_label_set_label (self->free_space, text);
  if (fullness >= 0)
    gtk_level_bar_set_value (self->space, fullness);
}

static void
update (DmItemRow *self)
{
  g_autofree char *title = NULL;
  g_autofree char *place = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *connect = NULL;
  g_autofree char *sentence = NULL;

  if (self->item == NULL)
    return;

  title = dm_item_dup_title (self->item);
  place = dm_item_dup_place (self->item);
  summary = dm_item_dup_summary (self->item);
  connect = g_strdup_printf (_ ("Connect %s"), title);
  gtk_image_set_from_icon_name (self->icon, dm_item_is_drive (self->item) ? "dm-drive-symbolic" : "dm-connection-symbolic");
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->place, place);
  gtk_widget_set_visible (self->managed, dm_item_get_managed_file (self->item) != NULL);
  gtk_label_set_label (self->summary, summary);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->connect_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, connect, -1);
  show_status (self);
  show_space (self);
  sentence = dm_item_dup_sentence (self->item);
  dm_spoken_name_set_for_row (GTK_WIDGET (self), sentence);
}

static void
on_item_notify_cb (DmItemRow *self)
{
  update (self);
}

static void
on_connect_clicked_cb (GtkButton *button,
                       DmItemRow *self)
{
  if (self->item != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.connect-item", "s", dm_item_get_name (self->item));
}

static void
dm_item_row_get_property (GObject *object,
                          guint prop_id,
                          GValue *value,
                          GParamSpec *pspec)
{
  DmItemRow *self = DM_ITEM_ROW (object);

  switch (prop_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, self->item);
      break;
    case PROP_HEADING:
      g_value_set_string (value, gtk_label_get_label (self->heading));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dm_item_row_set_property (GObject *object,
                          guint prop_id,
                          const GValue *value,
                          GParamSpec *pspec)
{
  DmItemRow *self = DM_ITEM_ROW (object);

  switch (prop_id)
    {
    case PROP_ITEM:
      dm_item_row_set_item (self, g_value_get_object (value));
      break;
    case PROP_HEADING:
      dm_item_row_set_heading (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dm_item_row_dispose (GObject *object)
{
  DmItemRow *self = DM_ITEM_ROW (object);

  g_clear_object (&self->item_signals);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (dm_item_row_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (klass, DM_OBJECT_ROOT "/dm-item-row.ui");
  gtk_widget_class_bind_template_child (klass, DmItemRow, heading);
  gtk_widget_class_bind_template_child (klass, DmItemRow, card);
  gtk_widget_class_bind_template_child (klass, DmItemRow, icon);
  gtk_widget_class_bind_template_child (klass, DmItemRow, title);
  gtk_widget_class_bind_template_child (klass, DmItemRow, status_icon);
  gtk_widget_class_bind_template_child (klass, DmItemRow, status);
  gtk_widget_class_bind_template_child (klass, DmItemRow, place);
  gtk_widget_class_bind_template_child (klass, DmItemRow, managed);
  gtk_widget_class_bind_template_child (klass, DmItemRow, space);
  gtk_widget_class_bind_template_child (klass, DmItemRow, free_space);
  gtk_widget_class_bind_template_child (klass, DmItemRow, summary);
  gtk_widget_class_bind_template_child (klass, DmItemRow, connect_button);
  gtk_widget_class_bind_template_callback (klass, on_connect_clicked_cb);
}

static void
dm_item_row_class_init (DmItemRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = dm_item_row_dispose;
  object_class->get_property = dm_item_row_get_property;
  object_class->set_property = dm_item_row_set_property;

  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, DM_TYPE_ITEM, flags);
  properties[PROP_HEADING] = g_param_spec_string ("heading", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  bind_template (widget_class);
}

static void
dm_item_row_init (DmItemRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dm_space_bar_prepare (self->space);
  dm_spoken_name_prefer (self->connect_button);
  self->item_signals = g_signal_group_new (DM_TYPE_ITEM);
  g_signal_group_connect_object (self->item_signals, "notify", G_CALLBACK (on_item_notify_cb),
                                 self, G_CONNECT_SWAPPED);
}

GtkWidget *
dm_item_row_new (void)
{
  return g_object_new (DM_TYPE_ITEM_ROW, NULL);
}

DmItem *
dm_item_row_get_item (DmItemRow *self)
{
  g_return_val_if_fail (DM_IS_ITEM_ROW (self), NULL);

  return self->item;
}

void
dm_item_row_set_item (DmItemRow *self,
                      DmItem *item)
{
  g_return_if_fail (DM_IS_ITEM_ROW (self));

  if (!g_set_object (&self->item, item))
    return;

  g_signal_group_set_target (self->item_signals, item);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

void
dm_item_row_set_heading (DmItemRow *self,
                         const char *heading)
{
  g_return_if_fail (DM_IS_ITEM_ROW (self));

  if (g_strcmp0 (gtk_label_get_label (self->heading), heading != NULL ? heading : "") == 0)
    return;

  gtk_label_set_label (self->heading, heading != NULL ? heading : "");
  gtk_widget_set_visible (GTK_WIDGET (self->heading), heading != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HEADING]);
}
