/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-step-row.h"

#include <glib/gi18n-lib.h>

#include "dm-label.h"
#include "dm-names.h"

struct _DmStepRow
{
  GtkListBoxRow parent_instance;

  /* Template */
  GtkImage *icon;
  GtkSpinner *spinner;
  GtkLabel *title;
  GtkLabel *elapsed;
  GtkLabel *result;
  GtkLabel *text;
  GtkLabel *advice;

  /* Owned */
  char *name;
  DmStep *step; /* nullable */
};

typedef struct
{
  const char *icon;
  const char *style;
} Look;

G_DEFINE_FINAL_TYPE (DmStepRow, dm_step_row, GTK_TYPE_LIST_BOX_ROW)

static const Look good_look = { "dm-status-ok-symbolic", "success" };
static const Look bad_look = { "dm-step-failed-symbolic", "error" };
static const Look warning_look = { "dm-status-error-symbolic", "warning" };
static const Look unknown_look = { "dm-step-unknown-symbolic", "dim-label" };
static const Look open_look = { "dm-status-offline-symbolic", "dim-label" };

static const Look *
find_look (DmStep *step)
{
  if (step == NULL)
    return &open_look;

  switch (dm_step_get_result (step))
    {
    case DM_STEP_RESULT_GOOD:
      return &good_look;
    case DM_STEP_RESULT_BAD:
      return &bad_look;
    case DM_STEP_RESULT_SKIPPED:
      return &open_look;
    case DM_STEP_RESULT_UNKNOWN:
    default:
      return dm_step_is_warning (step) ? &warning_look : &unknown_look;
    }
}

static void
set_style (GtkWidget *widget,
           const char *style)
{
  const char *const styles[] = { "success", "error", "warning", "dim-label" };

  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
    if (!g_str_equal (styles[i], style))
      gtk_widget_remove_css_class (widget, styles[i]);
  gtk_widget_add_css_class (widget, style);
}

static void
show_look (DmStepRow *self,
           const Look *look)
{
  gtk_image_set_from_icon_name (self->icon, look->icon);
  set_style (GTK_WIDGET (self->icon), look->style);
  set_style (GTK_WIDGET (self->result), look->style);
}

/* What was not tried says so in a word. */
static const char *
get_text (DmStepRow *self)
{
  gboolean has_text = self->step != NULL && dm_step_get_result (self->step) != DM_STEP_RESULT_SKIPPED;

  return has_text ? dm_step_get_text (self->step) : "";
}

static const char *
get_result (DmStepRow *self,
            gboolean is_running,
            gboolean is_over)
{
  if (self->step != NULL)
    return dm_step_get_result_words (self->step);
  if (is_running)
    return C_ ("step", "Checking…");

  return is_over ? dm_step_get_not_tried_words () : "";
}

/* All of it is read out when the row has the focus. */
static void
name_for_readers (DmStepRow *self)
{
  const char *parts[] = { gtk_label_get_label (self->result), gtk_label_get_label (self->elapsed),
                          gtk_label_get_label (self->text), gtk_label_get_label (self->advice) };
  GString *name = g_string_new (dm_step_name_to_title (self->name));

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (*parts[i] != '\0')
      g_string_append_printf (name, "%s%s", i < 3 ? ", " : " ", parts[i]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name->str, -1);
  g_string_free (name, TRUE);
}

static void
dm_step_row_finalize (GObject *object)
{
  DmStepRow *self = DM_STEP_ROW (object);

  g_free (self->name);
  g_clear_object (&self->step);

  G_OBJECT_CLASS (dm_step_row_parent_class)->finalize (object);
}

static void
dm_step_row_class_init (DmStepRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dm_step_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, DM_OBJECT_ROOT "/dm-step-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DmStepRow, icon);
  gtk_widget_class_bind_template_child (widget_class, DmStepRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, DmStepRow, title);
  gtk_widget_class_bind_template_child (widget_class, DmStepRow, elapsed);
  gtk_widget_class_bind_template_child (widget_class, DmStepRow, result);
  gtk_widget_class_bind_template_child (widget_class, DmStepRow, text);
  gtk_widget_class_bind_template_child (widget_class, DmStepRow, advice);
}

static void
dm_step_row_init (DmStepRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dm_step_row_new (const char *name)
{
  DmStepRow *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (DM_TYPE_STEP_ROW, NULL);
  self->name = g_strdup (name);
  gtk_label_set_label (self->title, dm_step_name_to_title (name));
  dm_step_row_show (self, NULL, FALSE, FALSE);

  return GTK_WIDGET (self);
}

const char *
dm_step_row_get_name (DmStepRow *self)
{
  g_return_val_if_fail (DM_IS_STEP_ROW (self), NULL);

  return self->name;
}

DmStep *
dm_step_row_get_step (DmStepRow *self)
{
  g_return_val_if_fail (DM_IS_STEP_ROW (self), NULL);

  return self->step;
}

void
dm_step_row_show (DmStepRow *self,
                  DmStep *step,
                  gboolean is_running,
                  gboolean is_over)
{
  g_autofree char *elapsed = NULL;
  gboolean is_spinning;

  g_return_if_fail (DM_IS_STEP_ROW (self));
  g_return_if_fail (step == NULL || DM_IS_STEP (step));

  g_set_object (&self->step, step);
  is_spinning = step == NULL && is_running;
  elapsed = step != NULL ? dm_step_dup_elapsed_words (step) : g_strdup ("");

  show_look (self, find_look (step));
  gtk_spinner_set_spinning (self->spinner, is_spinning);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_spinning);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !is_spinning);
  gtk_label_set_label (self->result, get_result (self, is_running, is_over));
  dm_label_show (self->elapsed, elapsed);
  dm_label_show (self->text, get_text (self));
  dm_label_show (self->advice, step != NULL ? dm_step_get_advice (step) : "");
  name_for_readers (self);
}
