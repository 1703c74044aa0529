/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-holder-view.h"

#include <glib/gi18n-lib.h>

#include "dm-holder-row.h"
#include "dm-names.h"
#include "dm-toast.h"

/* Three rows and a piece of the next, so that there is seen to be more. */
#define COMPACT_HEIGHT 192

#define SHADOW 4

enum
{
  PROP_0,
  PROP_MODEL,
  PROP_COMPACT,
  N_PROPS,
};

struct _DmHolderView
{
  GtkWidget parent_instance;

  /* Template */
  GtkStack *stack;
  GtkSpinner *spinner;
  GtkLabel *message;
  GtkWidget *copy_button;
  GtkBox *place;
  GtkListBox *list;

  /* Owned */
  DmHolderModel *model;

  gboolean is_compact;
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DmHolderView, dm_holder_view, GTK_TYPE_WIDGET)

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  DmHolderView *self = user_data;

  return dm_holder_row_new (item, self->is_compact);
}

static void
show_message (DmHolderView *self,
              const char *text)
{
  gtk_label_set_label (self->message, text);
  gtk_widget_set_visible (self->copy_button, !dm_holder_model_sees_programs (self->model));
  gtk_stack_set_visible_child_name (self->stack, "message");
}

static void
update_page (DmHolderView *self)
{
  const char *error = self->model != NULL ? dm_holder_model_get_error (self->model) : NULL;
  gboolean is_waiting = self->model != NULL && error == NULL && !dm_holder_model_is_complete (self->model);

  if (self->model == NULL || is_waiting)
    gtk_stack_set_visible_child_name (self->stack, "waiting");
  else if (error != NULL)
    show_message (self, error);
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0)
    show_message (self, _ ("No files are open"));
  else
    gtk_stack_set_visible_child_name (self->stack, "list");

  /* An animation nobody sees costs as much as one that is seen. */
  gtk_spinner_set_spinning (self->spinner, is_waiting);
}

/* The message says what it does. */
static void
on_copy_button_clicked_cb (DmHolderView *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), DM_ALLOW_LOOK_COMMAND);
  dm_toast_show (GTK_WIDGET (self), _ ("Command copied"), NULL, NULL);
}

static void
on_model_changed_cb (DmHolderView *self)
{
  update_page (self);
}

static void
drop_model (DmHolderView *self)
{
  if (self->model == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->model);
}

/* Only where there is little room: a GtkScrolledWindow does not ask how high its
 * content is at the width that it gets. */
static GtkWidget *
create_scroller (GtkWidget *list)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), COMPACT_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);

  return scroller;
}

static void
make_compact (DmHolderView *self)
{
  g_autoptr (GtkWidget) list = g_object_ref (GTK_WIDGET (self->list));

  self->is_compact = TRUE;
  gtk_box_remove (self->place, list);
  gtk_box_append (self->place, create_scroller (list));

  /* What scrolls cuts off the list's shadow. */
  gtk_widget_set_margin_start (list, SHADOW);
  gtk_widget_set_margin_end (list, SHADOW);
  gtk_widget_set_margin_top (list, SHADOW);
  gtk_widget_set_margin_bottom (list, SHADOW);
}

static void
dm_holder_view_dispose (GObject *object)
{
  DmHolderView *self = DM_HOLDER_VIEW (object);

  drop_model (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), DM_TYPE_HOLDER_VIEW);

  G_OBJECT_CLASS (dm_holder_view_parent_class)->dispose (object);
}

static void
dm_holder_view_get_property (GObject *object,
                             guint prop_id,
                             GValue *value,
                             GParamSpec *pspec)
{
  DmHolderView *self = DM_HOLDER_VIEW (object);

  switch (prop_id)
    {
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;
    case PROP_COMPACT:
      g_value_set_boolean (value, self->is_compact);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dm_holder_view_set_property (GObject *object,
                             guint prop_id,
                             const GValue *value,
                             GParamSpec *pspec)
{
  DmHolderView *self = DM_HOLDER_VIEW (object);

  switch (prop_id)
    {
    case PROP_MODEL:
      dm_holder_view_set_model (self, g_value_get_object (value));
      break;
    case PROP_COMPACT:
      if (g_value_get_boolean (value) && !self->is_compact)
        make_compact (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dm_holder_view_class_init (DmHolderViewClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dm_holder_view_dispose;
  object_class->get_property = dm_holder_view_get_property;
  object_class->set_property = dm_holder_view_set_property;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, DM_TYPE_HOLDER_MODEL, flags);
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/drivemap/Drivemap/dm-holder-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DmHolderView, stack);
  gtk_widget_class_bind_template_child (widget_class, DmHolderView, spinner);
  gtk_widget_class_bind_template_child (widget_class, DmHolderView, message);
  gtk_widget_class_bind_template_child (widget_class, DmHolderView, copy_button);
  gtk_widget_class_bind_template_child (widget_class, DmHolderView, place);
  gtk_widget_class_bind_template_child (widget_class, DmHolderView, list);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_button_clicked_cb);
}

static void
dm_holder_view_init (DmHolderView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_page (self);
}

GtkWidget *
dm_holder_view_new (void)
{
  return g_object_new (DM_TYPE_HOLDER_VIEW, NULL);
}

void
dm_holder_view_set_model (DmHolderView *self,
                          DmHolderModel *model)
{
  g_return_if_fail (DM_IS_HOLDER_VIEW (self));
  g_return_if_fail (model == NULL || DM_IS_HOLDER_MODEL (model));

  if (self->model == model)
    return;

  drop_model (self);
  if (model != NULL)
    {
      self->model = g_object_ref (model);
      gtk_list_box_bind_model (self->list, G_LIST_MODEL (model), create_row, self, NULL);
      g_signal_connect_object (model, "items-changed", G_CALLBACK (on_model_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (model, "notify", G_CALLBACK (on_model_changed_cb), self, G_CONNECT_SWAPPED);
    }
  update_page (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}
