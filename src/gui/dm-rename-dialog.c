/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-rename-dialog.h"

#include <glib/gi18n-lib.h>

#include "dm-bidi.h"
#include "dm-local-name.h"
#include "dm-name-picker.h"
#include "dm-toast.h"

struct _DmRenameDialog
{
  AdwMessageDialog parent_instance;

  /* Template */
  DmNamePicker *name_picker;
  GtkLabel *folder_label;

  /* Owned */
  DmClient *client;
  char *local;
  char *wanted; /* (nullable): while it is being renamed */

  /* Borrowed */
  GtkWidget *parent; /* (nullable): NULL once it is gone */

  gboolean is_closed;
};

G_DEFINE_FINAL_TYPE (DmRenameDialog, dm_rename_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
show_folder (DmRenameDialog *self,
             const char *name)
{
  g_autofree char *file = dm_local_name_to_file_name (name);
  g_autofree char *path = g_strconcat ("~/Drives/", file, NULL);
  g_autofree char *shown = dm_bidi_isolate (path);
  g_autofree char *text = g_strdup_printf (g_str_equal (name, self->local)
                                             ? _ ("Its folder is %s.")
                                             : _ ("Its folder will be %s."),
                                           shown);

  gtk_label_set_label (self->folder_label, text);
}

static void
set_can_rename (DmRenameDialog *self,
                gboolean can_rename)
{
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "rename", can_rename);
}

static gboolean
is_other (DmRenameDialog *self,
          const char *name)
{
  return name != NULL && !g_str_equal (name, self->local);
}

static void
on_name_changed_cb (DmRenameDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = dm_name_picker_dup_name (self->name_picker, &error);

  show_folder (self, name != NULL ? name : self->local);
  /* One that is wrong can be asked for, to be told why. */
  set_can_rename (self, name == NULL || is_other (self, name));
}

static void
on_renamed_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (DmRenameDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dm_client_rename_finish (DM_CLIENT (source), result, &error);
  g_autofree char *wanted = g_steal_pointer (&self->wanted);

  if (path != NULL && self->parent != NULL)
    {
      g_autofree char *old_name = dm_bidi_isolate (self->local);
      g_autofree char *new_name = dm_bidi_isolate (wanted);
      /* Translators: two names of drives */
      g_autofree char *text = g_strdup_printf (_ ("%s is now %s"), old_name, new_name);

      dm_toast_show (self->parent, text, NULL, NULL);
      gtk_widget_activate_action (self->parent, "win.show-item", "s", wanted);
    }
  else if (error != NULL && !self->is_closed)
    {
      dm_name_picker_set_frozen (self->name_picker, FALSE);
      dm_name_picker_set_error (self->name_picker, error->message);
      dm_name_picker_focus (self->name_picker);
      set_can_rename (self, TRUE);
    }

  if (path != NULL && !self->is_closed)
    gtk_window_destroy (GTK_WINDOW (self));
}

static void
rename_drive (DmRenameDialog *self)
{
  g_autoptr (GError) error = NULL;
  char *name = dm_name_picker_dup_name (self->name_picker, &error);

  if (name == NULL)
    {
      dm_name_picker_set_error (self->name_picker, error->message);
      dm_name_picker_focus (self->name_picker);
      return;
    }

  self->wanted = name;
  set_can_rename (self, FALSE);
  dm_name_picker_set_frozen (self->name_picker, TRUE);
  dm_client_rename_async (self->client, self->local, name, NULL, on_renamed_cb, g_object_ref (self));
}

/* Stays until it is renamed: what is wrong is said here. */
static gboolean
dm_rename_dialog_close_request (GtkWindow *window)
{
  GTK_WINDOW_CLASS (dm_rename_dialog_parent_class)->close_request (window);

  return GDK_EVENT_STOP;
}

static void
dm_rename_dialog_response (AdwMessageDialog *dialog,
                           const char *response)
{
  DmRenameDialog *self = DM_RENAME_DIALOG (dialog);

  if (!g_str_equal (response, "rename"))
    gtk_window_destroy (GTK_WINDOW (dialog));
  else if (self->wanted == NULL)
    rename_drive (self);
}

static void
dm_rename_dialog_dispose (GObject *object)
{
  DmRenameDialog *self = DM_RENAME_DIALOG (object);

  self->is_closed = TRUE;
  g_clear_object (&self->client);

  G_OBJECT_CLASS (dm_rename_dialog_parent_class)->dispose (object);
}

static void
dm_rename_dialog_finalize (GObject *object)
{
  DmRenameDialog *self = DM_RENAME_DIALOG (object);

  g_clear_weak_pointer (&self->parent);
  g_free (self->local);
  g_free (self->wanted);

  G_OBJECT_CLASS (dm_rename_dialog_parent_class)->finalize (object);
}

static void
dm_rename_dialog_class_init (DmRenameDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dm_rename_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = dm_rename_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = dm_rename_dialog_close_request;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = dm_rename_dialog_response;

  g_type_ensure (DM_TYPE_NAME_PICKER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/drivemap/Drivemap/dm-rename-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DmRenameDialog, name_picker);
  gtk_widget_class_bind_template_child (widget_class, DmRenameDialog, folder_label);
  gtk_widget_class_bind_template_callback (widget_class, on_name_changed_cb);
}

static void
dm_rename_dialog_init (DmRenameDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dm_rename_dialog_new (GtkWindow *parent,
                      DmClient *client,
                      DmItem *item)
{
  DmRenameDialog *self;
  g_autofree char *shown = NULL;
  g_autofree char *title = NULL;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (DM_IS_CLIENT (client), NULL);
  g_return_val_if_fail (DM_IS_ITEM (item) && dm_item_is_drive (item), NULL);

  self = g_object_new (DM_TYPE_RENAME_DIALOG, "transient-for", parent, "modal", TRUE, NULL);
  self->client = g_object_ref (client);
  self->local = g_strdup (dm_item_get_local (item));
  g_set_weak_pointer (&self->parent, GTK_WIDGET (parent));

  shown = dm_bidi_isolate (self->local);
  /* Translators: a drive's name */
  title = g_strdup_printf (_ ("Rename “%s”"), self->local);
  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (self), _ ("Rename “%s”"), shown);
  /* The heading's, but for what isolates. */
  gtk_window_set_title (GTK_WINDOW (self), title);
  dm_name_picker_set_client (self->name_picker, client, self->local);
  on_name_changed_cb (self);
  dm_name_picker_focus (self->name_picker);

  return GTK_WIDGET (self);
}
