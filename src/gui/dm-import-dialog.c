/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-import-dialog.h"

#include <glib/gi18n-lib.h>

#include "dm-autostart.h"
#include "dm-import-choices.h"
#include "dm-import-map.h"
#include "dm-import-row.h"
#include "dm-import-sources.h"
#include "dm-names.h"
#include "dm-toast.h"

/* How many rows there are at once; the others are made when nothing else is to be
 * done, as each takes a millisecond or two. */
#define N_FIRST_ROWS 20

/* How long to work on rows before the window has its turn again, in µs. */
#define WORK_TIME 8000

struct _DmImportDialog
{
  AdwWindow parent_instance;

  /* Template */
  GtkStack *stack;
  GtkButton *cancel_button;
  GtkButton *import_button;
  GtkWidget *nothing_button;
  GtkLabel *message_label;
  GtkBox *groups;
  GtkWidget *left_out_group;
  AdwExpanderRow *left_out_row;

  /* Owned */
  DmClient *client;
  DmImportChoices *choices;
  GCancellable *cancellable;     /* of what is under way */
  GtkFileChooserNative *chooser; /* nullable: while it is open */
  char *file_name;               /* (nullable): that was chosen last */

  /* Borrowed: from the widget tree */
  GPtrArray *rows; /* DmImportRow: of the first items, in the end of all */
  GtkWidget *source_groups[DM_IMPORT_N_SOURCES];

  /* Borrowed, weakly */
  GtkWidget *parent;

  guint work_id;
  guint n_shown;         /* rows that show whether it is running */
  guint n_left_out_rows; /* made by now */
  gboolean is_running;
  gboolean is_closed;
};

G_DEFINE_FINAL_TYPE (DmImportDialog, dm_import_dialog, ADW_TYPE_WINDOW)

static void
update_button (DmImportDialog *self)
{
  guint n = dm_import_choices_get_n_chosen (self->choices);
  g_autofree char *label = n > 0 ? g_strdup_printf (ngettext ("_Import %u Drive", "_Import %u Drives", n), n)
                                 : g_strdup (_ ("_Import"));

  gtk_button_set_label (self->import_button, label);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import-dialog.import", n > 0 && !self->is_running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import-dialog.choose-file", !self->is_running);
}

static void
show_message (DmImportDialog *self,
              const char *message)
{
  gtk_label_set_label (self->message_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), message != NULL);
}

/* --- rows --- */

static GtkWidget *
ensure_group (DmImportDialog *self,
              DmImportSource source)
{
  GtkWidget *group = self->source_groups[source];

  if (group == NULL)
    {
      group = adw_preferences_group_new ();
      adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), dm_import_source_to_words (source));
      gtk_box_append (self->groups, group);
      self->source_groups[source] = group;
    }

  return group;
}

/* Those of the first @n items, where they are not there yet. */
static void
make_rows (DmImportDialog *self,
           guint n)
{
  while (self->rows->len < MIN (n, dm_import_choices_get_n_items (self->choices)))
    {
      DmImportItem *item = dm_import_choices_peek (self->choices, self->rows->len);
      GtkWidget *row = dm_import_row_new (item);

      g_ptr_array_add (self->rows, row);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (ensure_group (self, dm_import_item_get_entry (item)->source)), row);
    }
}

static void
drop_row (DmImportDialog *self)
{
  DmImportRow *row = g_ptr_array_steal_index (self->rows, self->rows->len - 1);
  DmImportSource source = dm_import_item_get_entry (dm_import_row_get_item (row))->source;

  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->source_groups[source]), GTK_WIDGET (row));
}

static char *
dup_place (const DmImportEntry *entry)
{
  g_autofree char *file = entry->file != NULL ? g_filename_display_basename (entry->file) : NULL;

  if (file == NULL)
    return g_strdup (dm_import_source_to_words (entry->source));
  if (entry->line == 0)
    return g_steal_pointer (&file);

  /* Translators: the name of a file, and a number */
  return g_strdup_printf (_ ("%s, line %u"), file, entry->line);
}

static void
make_left_out_row (DmImportDialog *self,
                   const DmImportEntry *entry)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *place = dup_place (entry);
  g_autofree char *reason = g_strdup_printf ("%s  ·  %s", entry->reason, place);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), entry->text != NULL ? entry->text : place);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), entry->text != NULL ? reason : entry->reason);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_expander_row_add_row (self->left_out_row, row);
}

/* FALSE: nothing is left to be done. */
static gboolean
work (DmImportDialog *self)
{
  if (self->is_closed)
    {
      if (self->rows->len > 0)
        drop_row (self);
      return self->rows->len > 0;
    }

  if (self->n_shown < self->rows->len)
    {
      dm_import_row_set_running (self->rows->pdata[self->n_shown++], self->is_running);
    }
  else if (self->rows->len < dm_import_choices_get_n_items (self->choices))
    {
      make_rows (self, self->rows->len + 1);
    }
  else if (adw_expander_row_get_expanded (self->left_out_row) && self->n_left_out_rows < dm_import_choices_get_n_left_out (self->choices))
    {
      make_left_out_row (self, dm_import_choices_peek_left_out (self->choices, self->n_left_out_rows++));
    }
  else
    {
      return FALSE;
    }

  return TRUE;
}

static gboolean
on_work_cb (gpointer user_data)
{
  DmImportDialog *self = DM_IMPORT_DIALOG (user_data);
  gint64 until = g_get_monotonic_time () + WORK_TIME;

  while (work (self))
    if (g_get_monotonic_time () > until)
      return G_SOURCE_CONTINUE;

  self->work_id = 0;
  if (self->is_closed)
    gtk_window_destroy (GTK_WINDOW (self));

  return G_SOURCE_REMOVE;
}

static void
queue_work (DmImportDialog *self)
{
  if (self->work_id == 0)
    self->work_id = g_idle_add (on_work_cb, self);
}

/* All that is wrong is marked; the first has the focus. */
static gboolean
check_names (DmImportDialog *self)
{
  g_autoptr (GPtrArray) problems = dm_import_choices_check_names (self->choices);
  DmImportRow *first = NULL;

  for (guint i = 0; i < problems->len; i++)
    {
      if (problems->pdata[i] != NULL)
        make_rows (self, i + 1);
      if (i < self->rows->len)
        dm_import_row_set_problem (self->rows->pdata[i], problems->pdata[i]);
      if (problems->pdata[i] != NULL && first == NULL)
        first = self->rows->pdata[i];
    }
  if (first != NULL)
    dm_import_row_focus_name (first);

  return first == NULL;
}

/* --- what was found --- */

static void
on_n_chosen_changed_cb (DmImportDialog *self)
{
  if (!self->is_closed && !self->is_running)
    update_button (self);
}

static void
show_left_out (DmImportDialog *self)
{
  guint n = dm_import_choices_get_n_left_out (self->choices);
  g_autofree char *count = g_strdup_printf (ngettext ("%u entry cannot be a drive", "%u entries cannot be drives", n), n);

  adw_expander_row_set_subtitle (self->left_out_row, count);
  gtk_widget_set_visible (self->left_out_group, n > 0);
}

static void
focus_first (DmImportDialog *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (dm_import_item_get_known (dm_import_row_get_item (self->rows->pdata[i])) == NULL &&
        gtk_widget_grab_focus (self->rows->pdata[i]))
      return;
  if (self->rows->len == 0 && dm_import_choices_get_n_left_out (self->choices) == 0)
    gtk_widget_grab_focus (self->nothing_button);
}

static void
show_page (DmImportDialog *self)
{
  gboolean has_any = self->rows->len > 0 || dm_import_choices_get_n_left_out (self->choices) > 0 || self->file_name != NULL;

  gtk_stack_set_visible_child_name (self->stack, has_any ? "list" : "nothing");
}

static void
on_read_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (DmImportDialog) self = user_data;
  g_autoptr (GListModel) found = dm_import_read_finish (DM_CLIENT (source), result, NULL);
  guint n_new;

  if (found == NULL || self->is_closed)
    return;

  n_new = dm_import_choices_add (self->choices, found);
  show_left_out (self);
  if (n_new == 0 && self->file_name != NULL)
    {
      g_autofree char *text = g_strdup_printf (_ ("“%s” has no network place that is not in this list."), self->file_name);

      show_message (self, text);
    }
  make_rows (self, N_FIRST_ROWS);
  if (self->rows->len == 0 && dm_import_choices_get_n_left_out (self->choices) > 0)
    adw_expander_row_set_expanded (self->left_out_row, TRUE);
  show_page (self);
  update_button (self);
  focus_first (self);
  queue_work (self);
}

/* @path: (nullable): that file; else what can be found. */
static void
read_drives (DmImportDialog *self,
             const char *path)
{
  const char *const files[] = { path, NULL };

  dm_import_read_async (self->client, path != NULL ? 0 : DM_IMPORT_MASK_FOUND, path != NULL ? files : NULL,
                        self->cancellable, on_read_cb, g_object_ref (self));
}

/* --- a file --- */

static void
on_chooser_responded_cb (GtkNativeDialog *chooser,
                         int response,
                         DmImportDialog *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  g_clear_object (&self->chooser);
  if (file == NULL)
    return;

  g_free (self->file_name);
  self->file_name = g_file_get_basename (file);
  show_message (self, NULL);
  if (path != NULL)
    read_drives (self, path);
  else
    show_message (self, _ ("Only a file on this computer can be read. Copy it here first."));
}

static void
activate_choose_file (GtkWidget *widget,
                      const char *action_name,
                      GVariant *parameter)
{
  DmImportDialog *self = DM_IMPORT_DIALOG (widget);

  if (self->chooser == NULL)
    {
      self->chooser = gtk_file_chooser_native_new (_ ("Import from a File"), GTK_WINDOW (self),
                                                   GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
      gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
      g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chooser_responded_cb), self, 0);
    }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* --- the import --- */

static void
set_running (DmImportDialog *self,
             gboolean is_running)
{
  self->is_running = is_running;
  update_button (self);

  /* At once, whatever the rows still show. */
  gtk_widget_set_can_target (GTK_WIDGET (self->groups), !is_running);
  gtk_widget_set_can_focus (GTK_WIDGET (self->groups), !is_running);
  self->n_shown = 0;
  queue_work (self);
}

static char *
dup_words (const DmImportSum *sum)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%u drive was added.", "%u drives were added.", sum->n_added), sum->n_added);
  if (sum->n_not_connected > 0)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, ngettext ("%u could not be connected.", "%u could not be connected.", sum->n_not_connected),
                              sum->n_not_connected);
    }
  if (sum->n_failed > 0)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, ngettext ("%u could not be added.", "%u could not be added.", sum->n_failed), sum->n_failed);
    }

  return g_string_free (text, FALSE);
}

static void
on_mapped_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (DmImportDialog) self = user_data;
  gboolean is_complete = dm_import_map_finish (DM_CLIENT (source), result, NULL);
  DmImportSum sum = dm_import_choices_take_sum (self->choices);
  g_autofree char *words = dup_words (&sum);

  if (sum.n_added > 0)
    {
      dm_autostart_turn_on_once ();
      if (self->parent != NULL)
        dm_toast_show (self->parent, words, NULL, NULL);
    }
  if (self->is_closed)
    return;

  g_set_object (&self->cancellable, NULL);
  self->cancellable = g_cancellable_new ();
  set_running (self, FALSE);
  if (sum.n_failed == 0 && sum.n_incomplete == 0 && is_complete)
    gtk_window_close (GTK_WINDOW (self));
  else
    show_message (self, words);
}

static void
activate_import (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  DmImportDialog *self = DM_IMPORT_DIALOG (widget);

  show_message (self, NULL);
  if (!check_names (self))
    return;

  dm_import_choices_start (self->choices);
  set_running (self, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->cancel_button));
  dm_import_map_async (self->client, dm_import_choices_get_items (self->choices), self->cancellable, on_mapped_cb, g_object_ref (self));
}

/* What was added stays. */
static void
activate_cancel (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

/* --- GObject --- */

static void
end (DmImportDialog *self)
{
  self->is_closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
}

static gboolean
dm_import_dialog_close_request (GtkWindow *window)
{
  DmImportDialog *self = DM_IMPORT_DIALOG (window);

  end (self);
  if (self->rows->len > N_FIRST_ROWS)
    {
      /* A thousand rows take a second to go: that is nothing to wait for. */
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      queue_work (self);
      return TRUE;
    }

  return GTK_WINDOW_CLASS (dm_import_dialog_parent_class)->close_request (window);
}

/* Also when it goes with its parent. */
static void
dm_import_dialog_dispose (GObject *object)
{
  DmImportDialog *self = DM_IMPORT_DIALOG (object);

  end (self);
  g_clear_handle_id (&self->work_id, g_source_remove);
  g_ptr_array_set_size (self->rows, 0);
  G_OBJECT_CLASS (dm_import_dialog_parent_class)->dispose (object);
}

static void
dm_import_dialog_finalize (GObject *object)
{
  DmImportDialog *self = DM_IMPORT_DIALOG (object);

  g_clear_weak_pointer (&self->parent);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->choices);
  g_clear_object (&self->client);
  g_ptr_array_unref (self->rows);
  g_free (self->file_name);
  G_OBJECT_CLASS (dm_import_dialog_parent_class)->finalize (object);
}

static void
dm_import_dialog_class_init (DmImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dm_import_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = dm_import_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = dm_import_dialog_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, DM_OBJECT_ROOT "/dm-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DmImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, DmImportDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, DmImportDialog, import_button);
  gtk_widget_class_bind_template_child (widget_class, DmImportDialog, nothing_button);
  gtk_widget_class_bind_template_child (widget_class, DmImportDialog, message_label);
  gtk_widget_class_bind_template_child (widget_class, DmImportDialog, groups);
  gtk_widget_class_bind_template_child (widget_class, DmImportDialog, left_out_group);
  gtk_widget_class_bind_template_child (widget_class, DmImportDialog, left_out_row);
  gtk_widget_class_install_action (widget_class, "import-dialog.import", NULL, activate_import);
  gtk_widget_class_install_action (widget_class, "import-dialog.choose-file", NULL, activate_choose_file);
  gtk_widget_class_install_action (widget_class, "import-dialog.cancel", NULL, activate_cancel);
}

static void
dm_import_dialog_init (DmImportDialog *self)
{
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->left_out_row, "notify::expanded", G_CALLBACK (queue_work), self, G_CONNECT_SWAPPED);
}

GtkWidget *
dm_import_dialog_new (GtkWindow *parent,
                      DmClient *client)
{
  DmImportDialog *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (DM_IS_CLIENT (client), NULL);

  self = g_object_new (DM_TYPE_IMPORT_DIALOG, "transient-for", parent, NULL);
  self->client = g_object_ref (client);
  self->choices = dm_import_choices_new (client);
  g_signal_connect_object (self->choices, "notify::n-chosen", G_CALLBACK (on_n_chosen_changed_cb), self, G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->parent, GTK_WIDGET (parent));
  update_button (self);
  read_drives (self, NULL);

  return GTK_WIDGET (self);
}
