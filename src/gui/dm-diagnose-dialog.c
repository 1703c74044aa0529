/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-diagnose-dialog.h"

#include <glib/gi18n-lib.h>

#include "dm-client-servers.h"
#include "dm-diagnose-report.h"
#include "dm-item-words.h"
#include "dm-names.h"
#include "dm-step-row.h"

#define LOGIN         "login"
#define TOAST_TIMEOUT 3 /* seconds */

struct _DmDiagnoseDialog
{
  AdwWindow parent_instance;

  /* Template */
  AdwWindowTitle *window_title;
  AdwToastOverlay *toasts;
  GtkLabel *summary;
  GtkLabel *place_label;
  GtkWidget *credentials_button;
  GtkListBox *list;
  GtkLabel *announcer;

  /* Owned */
  DmClient *client;
  char *name;
  char *title;
  char *place;
  GListStore *found;         /* DmStep: as told until now */
  GCancellable *cancellable; /* (nullable): while it checks */

  /* Borrowed: from the widget tree */
  GPtrArray *rows; /* DmStepRow */

  gboolean is_closed;
};

enum
{
  OTHER_CREDENTIALS,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmDiagnoseDialog, dm_diagnose_dialog, ADW_TYPE_WINDOW)

/* --- the list --- */

static void
add_row (DmDiagnoseDialog *self,
         const char *name)
{
  GtkWidget *row = dm_step_row_new (name);

  g_ptr_array_add (self->rows, row);
  gtk_list_box_append (self->list, row);
}

static DmStep *
find_step (DmDiagnoseDialog *self,
           const char *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->found)); i++)
    {
      g_autoptr (DmStep) step = g_list_model_get_item (G_LIST_MODEL (self->found), i);

      if (g_str_equal (dm_step_get_step (step), name))
        return step; /* the list keeps it */
    }

  return NULL;
}

static gboolean
has_row (DmDiagnoseDialog *self,
         const char *name)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_str_equal (dm_step_row_get_name (self->rows->pdata[i]), name))
      return TRUE;

  return FALSE;
}

/* A newer service may know of more. */
static void
add_missing_rows (DmDiagnoseDialog *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->found)); i++)
    {
      g_autoptr (DmStep) step = g_list_model_get_item (G_LIST_MODEL (self->found), i);

      if (!has_row (self, dm_step_get_step (step)))
        add_row (self, dm_step_get_step (step));
    }
}

/* What runs is the first that nothing was told of. */
static void
update_rows (DmDiagnoseDialog *self)
{
  gboolean is_over = self->cancellable == NULL;
  gboolean is_next = !is_over;

  add_missing_rows (self);
  for (guint i = 0; i < self->rows->len; i++)
    {
      DmStepRow *row = self->rows->pdata[i];
      DmStep *step = find_step (self, dm_step_row_get_name (row));

      dm_step_row_show (row, step, is_next, is_over);
      is_next = is_next && step != NULL;
    }
}

/* --- the check --- */

static gboolean
can_use_others (DmDiagnoseDialog *self)
{
  g_autoptr (DmStep) bad = dm_diagnose_report_find_bad (G_LIST_MODEL (self->found));

  return bad != NULL && g_str_equal (dm_step_get_step (bad), LOGIN) &&
         g_signal_has_handler_pending (self, signals[OTHER_CREDENTIALS], 0, FALSE);
}

static void
update_actions (DmDiagnoseDialog *self)
{
  gboolean is_over = self->cancellable == NULL;
  gboolean has_any = g_list_model_get_n_items (G_LIST_MODEL (self->found)) > 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "diagnose-dialog.again", is_over);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "diagnose-dialog.copy", is_over && has_any);
  gtk_widget_set_visible (self->credentials_button, is_over && can_use_others (self));
}

static void
end_check (DmDiagnoseDialog *self,
           const GError *error)
{
  g_autofree char *summary = dm_diagnose_report_dup_summary (G_LIST_MODEL (self->found));

  update_rows (self);
  update_actions (self);
  gtk_label_set_label (self->summary, error != NULL ? error->message : summary);
}

static void
on_diagnosed_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (DmDiagnoseDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) steps = dm_client_diagnose_finish (DM_CLIENT (source), result, &error);

  g_clear_object (&self->cancellable);
  if (!self->is_closed)
    end_check (self, steps == NULL ? error : NULL);
}

static void
begin_check (DmDiagnoseDialog *self)
{
  self->cancellable = g_cancellable_new ();
  g_list_store_remove_all (self->found);
  gtk_label_set_label (self->summary, _ ("Checking each step on the way…"));
  update_rows (self);
  update_actions (self);
  dm_client_diagnose_async (self->client, self->name, NULL, NULL, self->found, self->cancellable,
                            on_diagnosed_cb, g_object_ref (self));
}

static void
on_found_changed_cb (DmDiagnoseDialog *self)
{
  if (!self->is_closed)
    update_rows (self);
}

/* --- actions --- */

static void
activate_close (GtkWidget *widget,
                const char *action_name,
                GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

static void
activate_again (GtkWidget *widget,
                const char *action_name,
                GVariant *parameter)
{
  begin_check (DM_DIAGNOSE_DIALOG (widget));
}

static void
activate_copy (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  DmDiagnoseDialog *self = DM_DIAGNOSE_DIALOG (widget);
  g_autofree char *report = dm_diagnose_report_dup (self->title, self->place, G_LIST_MODEL (self->found));
  const char *text = _ ("The report is copied");
  AdwToast *toast = adw_toast_new (text);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), report);
  gtk_label_set_label (self->announcer, text);
  adw_toast_set_timeout (toast, TOAST_TIMEOUT);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* It makes room first: what comes then may be a window, too. */
static void
activate_other_credentials (GtkWidget *widget,
                            const char *action_name,
                            GVariant *parameter)
{
  gtk_widget_set_visible (widget, FALSE);
  g_signal_emit (widget, signals[OTHER_CREDENTIALS], 0);
  gtk_window_close (GTK_WINDOW (widget));
}

/* --- GObject --- */

static void
stop (DmDiagnoseDialog *self)
{
  self->is_closed = TRUE;
  g_cancellable_cancel (self->cancellable);
}

static gboolean
dm_diagnose_dialog_close_request (GtkWindow *window)
{
  stop (DM_DIAGNOSE_DIALOG (window));

  return GTK_WINDOW_CLASS (dm_diagnose_dialog_parent_class)->close_request (window);
}

/* Also when it goes with its parent. */
static void
dm_diagnose_dialog_dispose (GObject *object)
{
  stop (DM_DIAGNOSE_DIALOG (object));

  G_OBJECT_CLASS (dm_diagnose_dialog_parent_class)->dispose (object);
}

static void
dm_diagnose_dialog_finalize (GObject *object)
{
  DmDiagnoseDialog *self = DM_DIAGNOSE_DIALOG (object);

  g_ptr_array_unref (self->rows);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->found);
  g_clear_object (&self->client);
  g_free (self->name);
  g_free (self->title);
  g_free (self->place);

  G_OBJECT_CLASS (dm_diagnose_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (klass, DM_OBJECT_ROOT "/dm-diagnose-dialog.ui");
  gtk_widget_class_bind_template_child (klass, DmDiagnoseDialog, window_title);
  gtk_widget_class_bind_template_child (klass, DmDiagnoseDialog, toasts);
  gtk_widget_class_bind_template_child (klass, DmDiagnoseDialog, summary);
  gtk_widget_class_bind_template_child (klass, DmDiagnoseDialog, place_label);
  gtk_widget_class_bind_template_child (klass, DmDiagnoseDialog, credentials_button);
  gtk_widget_class_bind_template_child (klass, DmDiagnoseDialog, list);
  gtk_widget_class_bind_template_child (klass, DmDiagnoseDialog, announcer);
}

static void
dm_diagnose_dialog_class_init (DmDiagnoseDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dm_diagnose_dialog_dispose;
  object_class->finalize = dm_diagnose_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = dm_diagnose_dialog_close_request;

  signals[OTHER_CREDENTIALS] = g_signal_new ("other-credentials", DM_TYPE_DIAGNOSE_DIALOG, G_SIGNAL_RUN_LAST,
                                             0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "diagnose-dialog.close", NULL, activate_close);
  gtk_widget_class_install_action (widget_class, "diagnose-dialog.again", NULL, activate_again);
  gtk_widget_class_install_action (widget_class, "diagnose-dialog.copy", NULL, activate_copy);
  gtk_widget_class_install_action (widget_class, "diagnose-dialog.other-credentials", NULL, activate_other_credentials);
}

static void
dm_diagnose_dialog_init (DmDiagnoseDialog *self)
{
  self->rows = g_ptr_array_new ();
  self->found = g_list_store_new (DM_TYPE_STEP);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (const char *const *name = dm_step_get_names (); *name != NULL; name++)
    add_row (self, *name);
  g_signal_connect_object (self->found, "items-changed", G_CALLBACK (on_found_changed_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
dm_diagnose_dialog_new (GtkWindow *parent,
                        DmClient *client,
                        const char *name,
                        const char *title,
                        const char *place)
{
  DmDiagnoseDialog *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (DM_IS_CLIENT (client), NULL);
  g_return_val_if_fail (name != NULL && title != NULL && place != NULL, NULL);

  self = g_object_new (DM_TYPE_DIAGNOSE_DIALOG, "transient-for", parent, NULL);
  self->client = g_object_ref (client);
  self->name = g_strdup (name);
  self->title = g_strdup (title);
  self->place = g_strdup (place);
  adw_window_title_set_subtitle (self->window_title, title);
  gtk_label_set_label (self->place_label, place);
  gtk_widget_set_visible (GTK_WIDGET (self->place_label), !g_str_equal (title, place));
  gtk_widget_grab_focus (self->rows->pdata[0]);
  begin_check (self);

  return GTK_WIDGET (self);
}

GtkWidget *
dm_diagnose_dialog_new_for_item (GtkWindow *parent,
                                 DmClient *client,
                                 DmItem *item)
{
  g_autofree char *title = NULL;
  const char *remote;

  g_return_val_if_fail (DM_IS_ITEM (item), NULL);

  title = dm_item_dup_title (item);
  remote = dm_item_get_remote (item);

  return dm_diagnose_dialog_new (parent, client, dm_item_get_name (item), title, remote != NULL ? remote : title);
}
