/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-export-action.h"

#include <glib/gi18n-lib.h>

#include "dm-bidi.h"
#include "dm-export.h"
#include "dm-toast.h"

typedef struct
{
  /* Owned */
  DmClient *client;
  char *file_name;
  guint n_drives;

  /* Borrowed, weakly */
  GtkWidget *parent;
} Export;

static void
export_free (Export *self)
{
  g_clear_weak_pointer (&self->parent);
  g_clear_object (&self->client);
  g_free (self->file_name);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static char *
dup_words (Export *self)
{
  g_autofree char *name = dm_bidi_isolate (self->file_name);

  /* Translators: a number, and the name of a file */
  return g_strdup_printf (ngettext ("%u drive was saved in %s, without a password",
                                    "%u drives were saved in %s, without passwords", self->n_drives),
                          self->n_drives, name);
}

static void
on_saved_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (Export) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = dup_words (self);
  gboolean is_saved = dm_export_save_finish (result, &error);

  /* The window may be gone by now. */
  if (self->parent != NULL)
    dm_toast_show (self->parent, is_saved ? words : error->message, NULL, NULL);
}

static void
save (Export *export,
      GFile *file)
{
  g_autoptr (Export) self = export;
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *text = dm_export_to_text (self->client, &self->n_drives);

  if (path == NULL)
    {
      if (self->parent != NULL)
        dm_toast_show (self->parent, _ ("Drives can only be exported to a folder on this computer. Choose another one."), NULL, NULL);
      return;
    }
  self->file_name = g_path_get_basename (path);

  /* The file chooser has asked. */
  dm_export_save_async (path, text, TRUE, NULL, on_saved_cb, g_steal_pointer (&self));
}

static void
on_chooser_responded_cb (GtkNativeDialog *chooser,
                         int response,
                         gpointer user_data)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;

  if (file != NULL)
    save (user_data, file);
  else
    export_free (user_data);
  g_object_unref (chooser);
}

void
dm_export_action_run (GtkWindow *parent,
                      DmClient *client)
{
  GtkFileChooserNative *chooser;
  Export *self;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (DM_IS_CLIENT (client));

  self = g_new0 (Export, 1);
  self->client = g_object_ref (client);
  g_set_weak_pointer (&self->parent, GTK_WIDGET (parent));

  chooser = gtk_file_chooser_native_new (_ ("Export Drives"), parent, GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), "drives.ini");
  g_signal_connect (chooser, "response", G_CALLBACK (on_chooser_responded_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
