/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-import-dialog.h"

#include <glib/gi18n-lib.h>

#include "dm-autostart.h"
#include "dm-bidi.h"
#include "dm-import-map.h"
#include "dm-import-row.h"
#include "dm-import-sources.h"
#include "dm-local-name.h"
#include "dm-names.h"
#include "dm-toast.h"

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
  GListStore *items;             /* DmImportItem: those that can be used */
  GCancellable *cancellable;     /* of what is under way */
  GtkFileChooserNative *chooser; /* nullable: while it is open */
  char *file_name;               /* (nullable): that was chosen last */

  /* Borrowed: from the widget tree */
  GPtrArray *rows; /* DmImportRow */
  GtkWidget *source_groups[DM_IMPORT_N_SOURCES];

  /* Borrowed, weakly */
  GtkWidget *parent;

  guint n_left_out;
  gboolean is_running;
  gboolean is_closed;
};

/* What has become of those that were chosen. */
typedef struct
{
  guint n_added;
  guint n_not_connected; /* of these */
  guint n_failed;
} Sum;

G_DEFINE_FINAL_TYPE (DmImportDialog, dm_import_dialog, ADW_TYPE_WINDOW)

static guint
count_chosen (DmImportDialog *self)
{
  guint n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    n += dm_import_item_get_chosen (dm_import_row_get_item (self->rows->pdata[i]));

  return n;
}

static void
update_button (DmImportDialog *self)
{
  guint n = count_chosen (self);
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

/* --- names --- */

/* By another row that is, or could be, a drive. */
static gboolean
is_proposed (DmImportDialog *self,
             DmImportItem *except,
             const char *name)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      DmImportItem *item = dm_import_row_get_item (self->rows->pdata[i]);

      if (item != except && dm_import_item_get_known (item) == NULL &&
          g_ascii_strcasecmp (dm_import_item_get_local (item), name) == 0)
        return TRUE;
    }

  return FALSE;
}

/* The letter is shown, not only that there will be one. */
static void
choose_letter (DmImportDialog *self,
               DmImportItem *item)
{
  const char *local = dm_import_item_get_local (item);

  if (dm_import_item_get_known (item) != NULL ||
      (!g_str_equal (local, "*") && !is_proposed (self, item, local)))
    return;

  for (char c = 'Z'; c >= 'D'; c--)
    {
      const char letter[] = { c, ':', '\0' };

      if (dm_client_find_drive (self->client, letter) == NULL && !is_proposed (self, item, letter))
        {
          dm_import_item_set_local (item, letter);
          return;
        }
    }
  dm_import_item_set_local (item, "");
}

/* (nullable): what is wrong with the name that a chosen one is to have. */
static char *
dup_name_problem (DmImportDialog *self,
                  DmImportItem *item)
{
  const char *typed = dm_import_item_get_local (item);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  if (*typed == '\0')
    return g_strdup (_ ("Enter a letter such as Z:, or a name."));
  name = dm_local_name_normalize (typed, &error);
  if (name == NULL)
    return g_strdup (error->message);
  dm_import_item_set_local (item, name);
  if (dm_client_find_drive (self->client, name) != NULL)
    return g_strdup_printf (_ ("There is a drive “%s” already. Choose another name."), name);
  for (guint i = 0; i < self->rows->len; i++)
    {
      DmImportItem *other = dm_import_row_get_item (self->rows->pdata[i]);

      if (other != item && dm_import_item_get_chosen (other) &&
          g_ascii_strcasecmp (dm_import_item_get_local (other), name) == 0)
        return g_strdup_printf (_ ("“%s” is there twice. Choose another name."), name);
    }

  return NULL;
}

/* All that is wrong is marked; the first has the focus. */
static gboolean
check_names (DmImportDialog *self)
{
  DmImportRow *first = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      DmImportRow *row = self->rows->pdata[i];
      DmImportItem *item = dm_import_row_get_item (row);
      g_autofree char *problem = dm_import_item_get_chosen (item) ? dup_name_problem (self, item) : NULL;

      dm_import_row_set_problem (row, problem);
      if (problem != NULL && first == NULL)
        first = row;
    }
  if (first != NULL)
    dm_import_row_focus_name (first);

  return first == NULL;
}

/* --- what was found --- */

static gboolean
is_listed (DmImportDialog *self,
           DmImportItem *item)
{
  DmLocation *location = dm_import_item_get_entry (item)->location;

  for (guint i = 0; i < self->rows->len; i++)
    {
      DmImportItem *other = dm_import_row_get_item (self->rows->pdata[i]);

      if (dm_location_equal (dm_import_item_get_entry (other)->location, location))
        return TRUE;
    }

  return FALSE;
}

static void
on_item_chosen_cb (DmImportDialog *self)
{
  if (!self->is_closed)
    update_button (self);
}

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

static void
add_item (DmImportDialog *self,
          DmImportItem *item)
{
  GtkWidget *group = ensure_group (self, dm_import_item_get_entry (item)->source);
  GtkWidget *row;

  choose_letter (self, item);
  row = dm_import_row_new (item);
  g_list_store_append (self->items, item);
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_signal_connect_object (item, "notify::chosen", G_CALLBACK (on_item_chosen_cb), self, G_CONNECT_SWAPPED);
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
add_left_out (DmImportDialog *self,
              const DmImportEntry *entry)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *place = dup_place (entry);
  g_autofree char *reason = g_strdup_printf ("%s  ·  %s", entry->reason, place);
  g_autofree char *count = NULL;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), entry->text != NULL ? entry->text : place);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), entry->text != NULL ? reason : entry->reason);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_expander_row_add_row (self->left_out_row, row);

  self->n_left_out++;
  count = g_strdup_printf (ngettext ("%u entry cannot be a drive", "%u entries cannot be drives", self->n_left_out),
                           self->n_left_out);
  adw_expander_row_set_subtitle (self->left_out_row, count);
  gtk_widget_set_visible (self->left_out_group, TRUE);
}

static guint
add_found (DmImportDialog *self,
           GListModel *found)
{
  guint n_new = 0;

  for (guint i = 0; i < g_list_model_get_n_items (found); i++)
    {
      g_autoptr (DmImportItem) item = g_list_model_get_item (found, i);

      if (!dm_import_item_is_usable (item))
        {
          add_left_out (self, dm_import_item_get_entry (item));
          n_new++;
        }
      else if (!is_listed (self, item))
        {
          add_item (self, item);
          n_new++;
        }
    }

  return n_new;
}

static void
focus_first (DmImportDialog *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (dm_import_item_get_known (dm_import_row_get_item (self->rows->pdata[i])) == NULL &&
        gtk_widget_grab_focus (self->rows->pdata[i]))
      return;
  if (self->rows->len == 0 && self->n_left_out == 0)
    gtk_widget_grab_focus (self->nothing_button);
}

static void
show_page (DmImportDialog *self)
{
  gboolean has_any = self->rows->len > 0 || self->n_left_out > 0 || self->file_name != NULL;

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

  n_new = add_found (self, found);
  if (n_new == 0 && self->file_name != NULL)
    {
      g_autofree char *text = g_strdup_printf (_ ("“%s” has no network place that is not in this list."), self->file_name);

      show_message (self, text);
    }
  if (self->rows->len == 0 && self->n_left_out > 0)
    adw_expander_row_set_expanded (self->left_out_row, TRUE);
  show_page (self);
  update_button (self);
  focus_first (self);
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
  for (guint i = 0; i < self->rows->len; i++)
    dm_import_row_set_running (self->rows->pdata[i], is_running);
  update_button (self);
}

/* What is done is not done again. */
static Sum
take_sum (DmImportDialog *self)
{
  Sum sum = { 0 };

  /* The rows may be gone by now. */
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (DmImportItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      DmImportState state = dm_import_item_get_state (item);

      if (!dm_import_item_get_chosen (item) || state == DM_IMPORT_FOUND)
        continue;
      sum.n_failed += state == DM_IMPORT_FAILED;
      sum.n_not_connected += state == DM_IMPORT_REMEMBERED;
      sum.n_added += state >= DM_IMPORT_REMEMBERED;
      if (state >= DM_IMPORT_REMEMBERED)
        dm_import_item_set_chosen (item, FALSE);
    }

  return sum;
}

static char *
dup_words (const Sum *sum)
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
  Sum sum = take_sum (self);
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
  if (sum.n_failed == 0 && is_complete)
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

  for (guint i = 0; i < self->rows->len; i++)
    {
      DmImportItem *item = dm_import_row_get_item (self->rows->pdata[i]);

      if (dm_import_item_get_chosen (item))
        dm_import_item_set_state (item, DM_IMPORT_FOUND, NULL);
    }
  set_running (self, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->cancel_button));
  dm_import_map_async (self->client, G_LIST_MODEL (self->items), self->cancellable, on_mapped_cb, g_object_ref (self));
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
  end (DM_IMPORT_DIALOG (window));

  return GTK_WINDOW_CLASS (dm_import_dialog_parent_class)->close_request (window);
}

/* Also when it goes with its parent. */
static void
dm_import_dialog_dispose (GObject *object)
{
  DmImportDialog *self = DM_IMPORT_DIALOG (object);

  end (self);
  g_ptr_array_set_size (self->rows, 0);
  G_OBJECT_CLASS (dm_import_dialog_parent_class)->dispose (object);
}

static void
dm_import_dialog_finalize (GObject *object)
{
  DmImportDialog *self = DM_IMPORT_DIALOG (object);

  g_clear_weak_pointer (&self->parent);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->items);
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
  self->items = g_list_store_new (DM_TYPE_IMPORT_ITEM);
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
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
  g_set_weak_pointer (&self->parent, GTK_WIDGET (parent));
  update_button (self);
  read_drives (self, NULL);

  return GTK_WIDGET (self);
}
