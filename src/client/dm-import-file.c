/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-import-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* More than is parsed, so that it is known that there was more, and the NUL
 * byte that ends it. */
#define BUFFER_SIZE (DM_IMPORT_MAX_SIZE + 2)

typedef struct
{
  /* Owned */
  char *path;
  char *buffer; /* wiped: there may be passwords in it */

  int source; /* -1: not known */
  gboolean optional;
} Read;

static void
read_free (Read *self)
{
  if (self->buffer != NULL)
    explicit_bzero (self->buffer, BUFFER_SIZE);
  g_free (self->buffer);
  g_free (self->path);
  g_free (self);
}

static void
return_entries (GTask *task,
                GPtrArray *entries)
{
  g_task_return_pointer (task, entries, (GDestroyNotify) g_ptr_array_unref);
}

static void
return_reason (GTask *task,
               const char *reason)
{
  Read *self = g_task_get_task_data (task);
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_import_entry_free);
  DmImportSource source = self->source >= 0 ? (DmImportSource) self->source : DM_IMPORT_DRIVES;
  DmImportEntry *entry = dm_import_entry_new (source, self->path, 0);

  entry->reason = g_strdup (reason);
  g_ptr_array_add (entries, entry);
  return_entries (task, entries);
}

/* Takes @error over. */
static void
return_failure (GTask *task,
                GError *error)
{
  g_autoptr (GError) owned = error;
  Read *self = g_task_get_task_data (task);

  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&owned));
  else if (self->optional && g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return_entries (task, g_ptr_array_new_with_free_func ((GDestroyNotify) dm_import_entry_free));
  else
    return_reason (task, owned->message);
}

static void
return_parsed (GTask *task,
               gsize length)
{
  Read *self = g_task_get_task_data (task);
  DmImportSource source = DM_IMPORT_GTK;

  self->buffer[length] = '\0';
  if (self->source >= 0)
    source = (DmImportSource) self->source;
  else if (length <= DM_IMPORT_MAX_SIZE && !dm_import_guess_source (self->buffer, length, &source))
    {
      return_reason (task, _ ("This is no file that drives can be imported from. "
                              "It has to be bookmarks, a file systems table, or drives that were exported."));
      return;
    }

  return_entries (task, dm_import_parse (source, self->path, self->buffer, length));
}

static void
read_cb (GObject *object,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gsize length;

  if (g_input_stream_read_all_finish (G_INPUT_STREAM (object), result, &length, &error))
    return_parsed (task, length);
  else
    return_failure (task, error);
}

static void
open_cb (GObject *object,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GFileInputStream) stream = NULL;
  Read *self = g_task_get_task_data (task);
  GError *error = NULL;

  stream = g_file_read_finish (G_FILE (object), result, &error);
  if (stream == NULL)
    {
      return_failure (task, error);
      return;
    }

  self->buffer = g_malloc0 (BUFFER_SIZE);
  g_input_stream_read_all_async (G_INPUT_STREAM (stream), self->buffer, BUFFER_SIZE - 1, G_PRIORITY_DEFAULT,
                                 g_task_get_cancellable (task), read_cb, g_object_ref (task));
}

/* A pipe or a device would never end. */
static void
query_cb (GObject *object,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GFileInfo) info = NULL;
  GError *error = NULL;

  info = g_file_query_info_finish (G_FILE (object), result, &error);
  if (info == NULL)
    return_failure (task, error);
  else if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return_reason (task, _ ("This is not a regular file."));
  else
    g_file_read_async (G_FILE (object), G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                       open_cb, g_object_ref (task));
}

void
dm_import_file_async (const char *path,
                      int source,
                      gboolean optional,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GFile) file = NULL;
  Read *self;

  g_return_if_fail (path != NULL);
  g_return_if_fail (source < DM_IMPORT_N_SOURCES && source != DM_IMPORT_MOUNTED);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_import_file_async);
  self = g_new0 (Read, 1);
  self->path = g_strdup (path);
  self->source = source;
  self->optional = optional;
  g_task_set_task_data (task, self, (GDestroyNotify) read_free);

  file = g_file_new_for_path (path);
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT,
                           cancellable, query_cb, g_object_ref (task));
}

GPtrArray *
dm_import_file_finish (GAsyncResult *result,
                       GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
