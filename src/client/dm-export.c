/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-export.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dm-error.h"

typedef struct
{
  /* Owned */
  GFile *file;
  GOutputStream *stream; /* nullable until it is open */
  char *text;
  GError *error; /* nullable: what went wrong, while the rest is removed */

  gboolean overwrite;
} Save;

static void
save_free (Save *self)
{
  g_clear_object (&self->file);
  g_clear_object (&self->stream);
  g_clear_error (&self->error);
  g_free (self->text);
  g_free (self);
}

/* The text */

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  return dm_item_compare (*(gconstpointer *) a, *(gconstpointer *) b, NULL);
}

/* An administrator's drives are not the user's to pass on. */
static gboolean
is_exported (DmItem *item)
{
  return dm_item_is_drive (item) && dm_item_is_remembered (item) &&
         dm_item_get_managed_file (item) == NULL && dm_item_get_uri (item) != NULL;
}

static GPtrArray *
list_remembered (DmClient *client)
{
  GListModel *model = G_LIST_MODEL (client);
  GPtrArray *drives = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (DmItem) item = g_list_model_get_item (model, i);

      if (is_exported (item))
        g_ptr_array_add (drives, g_steal_pointer (&item));
    }
  g_ptr_array_sort (drives, compare_items);

  return drives;
}

/* Key files allow no brackets in the name of a group. */
static char *
escape_group (const char *local)
{
  g_autoptr (GString) group = g_string_new (local);

  g_string_replace (group, "%", "%25", 0);
  g_string_replace (group, "[", "%5B", 0);
  g_string_replace (group, "]", "%5D", 0);

  return g_strdup (group->str);
}

static void
append_settings (GString *text,
                 const DmDriveSettings *settings)
{
  for (const char *const *key = dm_drive_settings_get_keys (); *key != NULL; key++)
    {
      g_autofree char *value = dm_drive_settings_format_key (settings, *key);

      if (value != NULL)
        g_string_append_printf (text, "%s=%s\n", *key, value);
    }
}

char *
dm_export_to_text (DmClient *self,
                   guint *n_drives)
{
  g_autoptr (GPtrArray) drives = NULL;
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (DM_IS_CLIENT (self), NULL);

  drives = list_remembered (self);
  text = g_string_new (_ ("# Drives exported by Drivemap. “drivemapctl import FILE” takes them over.\n"));
  for (guint i = 0; i < drives->len; i++)
    {
      DmItem *item = g_ptr_array_index (drives, i);
      g_autofree char *group = escape_group (dm_item_get_local (item));

      g_string_append_printf (text, "\n[%s]\nRemote=%s\n", group, dm_item_get_uri (item));
      append_settings (text, dm_item_get_settings (item));
    }
  if (n_drives != NULL)
    *n_drives = drives->len;

  return g_strdup (text->str);
}

/* The file */

static void
return_error (GTask *task,
              GError *error)
{
  Save *self = g_task_get_task_data (task);
  g_autofree char *name = g_file_get_parse_name (self->file);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    {
      g_clear_error (&error);
      error = g_error_new (DM_ERROR, DM_ERROR_EXTENDED_ERROR,
                           _ ("There is a file “%s” already. It was not changed."), name);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_prefix_error (&error, _ ("The drives could not be written to “%s”: "), name);
  dm_error_normalize (&error);
  g_task_return_error (task, error);
}

static void
delete_cb (GObject *object,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Save *self = g_task_get_task_data (task);

  g_file_delete_finish (G_FILE (object), result, NULL);
  return_error (task, g_steal_pointer (&self->error));
}

static void
discard_cb (GObject *object,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Save *self = g_task_get_task_data (task);

  g_output_stream_close_finish (G_OUTPUT_STREAM (object), result, NULL);
  return_error (task, g_steal_pointer (&self->error));
}

/* What was written so far is ours alone if there was no such file. What is to be
 * replaced is untouched until it is closed; that is cancelled. Takes @error
 * over. */
static void
give_up (GTask *task,
         GError *error)
{
  Save *self = g_task_get_task_data (task);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  self->error = error;
  g_cancellable_cancel (cancelled);
  if (self->overwrite)
    g_output_stream_close_async (self->stream, G_PRIORITY_DEFAULT, cancelled, discard_cb, g_object_ref (task));
  else
    g_file_delete_async (self->file, G_PRIORITY_DEFAULT, NULL, delete_cb, g_object_ref (task));
}

static void
close_cb (GObject *object,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_output_stream_close_finish (G_OUTPUT_STREAM (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    give_up (task, error);
}

static void
write_cb (GObject *object,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, NULL, &error))
    g_output_stream_close_async (G_OUTPUT_STREAM (object), G_PRIORITY_DEFAULT, NULL, close_cb, g_object_ref (task));
  else
    give_up (task, error);
}

static void
open_cb (GObject *object,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Save *self = g_task_get_task_data (task);
  GFileOutputStream *stream;
  GError *error = NULL;

  stream = self->overwrite ? g_file_replace_finish (G_FILE (object), result, &error)
                           : g_file_create_finish (G_FILE (object), result, &error);
  if (stream == NULL)
    {
      return_error (task, error);
      return;
    }

  self->stream = G_OUTPUT_STREAM (stream);
  g_output_stream_write_all_async (self->stream, self->text, strlen (self->text), G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), write_cb, g_object_ref (task));
}

void
dm_export_save_async (const char *path,
                      const char *text,
                      gboolean overwrite,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Save *self;

  g_return_if_fail (path != NULL);
  g_return_if_fail (text != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_export_save_async);
  g_task_set_check_cancellable (task, FALSE);
  self = g_new0 (Save, 1);
  self->file = g_file_new_for_path (path);
  self->text = g_strdup (text);
  self->overwrite = overwrite;
  g_task_set_task_data (task, self, (GDestroyNotify) save_free);

  if (overwrite)
    g_file_replace_async (self->file, NULL, FALSE, G_FILE_CREATE_NONE, G_PRIORITY_DEFAULT,
                          cancellable, open_cb, g_object_ref (task));
  else
    g_file_create_async (self->file, G_FILE_CREATE_NONE, G_PRIORITY_DEFAULT,
                         cancellable, open_cb, g_object_ref (task));
}

gboolean
dm_export_save_finish (GAsyncResult *result,
                       GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
