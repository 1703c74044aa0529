/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-level-chooser.h"

enum
{
  PROP_0,
  PROP_LEVEL,
  N_PROPS,
};

struct _DmLevelChooser
{
  GtkWidget parent_instance;

  /* Template */
  GtkBox *box;
  GtkCheckButton *wait_button;
  GtkLabel *wait_label;
  GtkLabel *wait_description;
  GtkCheckButton *now_button;
  GtkLabel *now_label;
  GtkLabel *now_description;
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DmLevelChooser, dm_level_chooser, GTK_TYPE_WIDGET)

/* Of a group the one that is left is told first, the one that is chosen last. */
static void
on_now_button_toggled_cb (DmLevelChooser *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LEVEL]);
}

static void
dm_level_chooser_dispose (GObject *object)
{
  DmLevelChooser *self = DM_LEVEL_CHOOSER (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), DM_TYPE_LEVEL_CHOOSER);

  G_OBJECT_CLASS (dm_level_chooser_parent_class)->dispose (object);
}

static void
dm_level_chooser_get_property (GObject *object,
                               guint prop_id,
                               GValue *value,
                               GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_LEVEL:
      g_value_set_int (value, dm_level_chooser_get_level (DM_LEVEL_CHOOSER (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dm_level_chooser_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_LEVEL:
      dm_level_chooser_set_level (DM_LEVEL_CHOOSER (object), g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dm_level_chooser_class_init (DmLevelChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dm_level_chooser_dispose;
  object_class->get_property = dm_level_chooser_get_property;
  object_class->set_property = dm_level_chooser_set_property;

  properties[PROP_LEVEL] =
    g_param_spec_int ("level", NULL, NULL, DM_LEVEL_FORCE, DM_LEVEL_LOTS_OF_FORCE, DM_LEVEL_FORCE,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/drivemap/Drivemap/dm-level-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, DmLevelChooser, box);
  gtk_widget_class_bind_template_child (widget_class, DmLevelChooser, wait_button);
  gtk_widget_class_bind_template_child (widget_class, DmLevelChooser, wait_label);
  gtk_widget_class_bind_template_child (widget_class, DmLevelChooser, wait_description);
  gtk_widget_class_bind_template_child (widget_class, DmLevelChooser, now_button);
  gtk_widget_class_bind_template_child (widget_class, DmLevelChooser, now_label);
  gtk_widget_class_bind_template_child (widget_class, DmLevelChooser, now_description);
  gtk_widget_class_bind_template_callback (widget_class, on_now_button_toggled_cb);
}

/* Names them for screen readers: a child of a check button does not. */
static void
relate (GtkCheckButton *button,
        GtkLabel *label,
        GtkLabel *description)
{
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL,
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, description, NULL,
                                  -1);
}

static void
dm_level_chooser_init (DmLevelChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  relate (self->wait_button, self->wait_label, self->wait_description);
  relate (self->now_button, self->now_label, self->now_description);
}

DmLevel
dm_level_chooser_get_level (DmLevelChooser *self)
{
  g_return_val_if_fail (DM_IS_LEVEL_CHOOSER (self), DM_LEVEL_FORCE);

  return gtk_check_button_get_active (self->now_button) ? DM_LEVEL_LOTS_OF_FORCE : DM_LEVEL_FORCE;
}

void
dm_level_chooser_set_level (DmLevelChooser *self,
                            DmLevel level)
{
  g_return_if_fail (DM_IS_LEVEL_CHOOSER (self));

  gtk_check_button_set_active (level == DM_LEVEL_LOTS_OF_FORCE ? self->now_button : self->wait_button, TRUE);
}

void
dm_level_chooser_set_now_first (DmLevelChooser *self,
                                gboolean is_first)
{
  g_return_if_fail (DM_IS_LEVEL_CHOOSER (self));

  gtk_box_reorder_child_after (self->box, GTK_WIDGET (self->wait_button),
                               is_first ? GTK_WIDGET (self->now_button) : NULL);
}

void
dm_level_chooser_set_texts (DmLevelChooser *self,
                            DmLevel level,
                            const char *label,
                            const char *description)
{
  gboolean is_now = level == DM_LEVEL_LOTS_OF_FORCE;

  g_return_if_fail (DM_IS_LEVEL_CHOOSER (self));

  gtk_label_set_label (is_now ? self->now_label : self->wait_label, label);
  gtk_label_set_label (is_now ? self->now_description : self->wait_description, description);
}
