/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-bookmark-file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "dm-bookmarks.h"
#include "dm-error.h"
#include "dm-local-edit.h"
#include "dm-local-file.h"
#include "dm-names.h"

#define MAX_SIZE (1024 * 1024)

/* How long another program may take to write its bookmarks. */
#define PATIENCE_US (2 * G_USEC_PER_SEC)
#define PAUSE_US    (50 * 1000)

#define COMMENT "#"
#define HEADER  COMMENT " What Drivemap has added to the bookmarks in gtk-3.0. While this file is there, it does.\n"

/* --- the record --- */

static char *
dup_record_path (void)
{
  return g_build_filename (g_get_user_config_dir (), DM_CONFIG_DIR, "bookmarks", NULL);
}

/* (transfer full): what is ours; NULL with @error; @is_there: whether there is a record. */
static GStrv
read_record (const char *path,
             gboolean *is_there,
             GError **error)
{
  g_autoptr (GStrvBuilder) ours = g_strv_builder_new ();
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length;

  if (!dm_local_file_read (path, MAX_SIZE, &text, &length, error))
    return NULL;

  *is_there = text != NULL;
  lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && !g_str_has_prefix (lines[i], COMMENT))
      g_strv_builder_add (ours, lines[i]);

  return g_strv_builder_end (ours);
}

static gboolean
write_record (const char *path,
              const char *const *ours,
              GError **error)
{
  g_autoptr (GString) text = g_string_new (HEADER);
  g_autofree char *folder = g_path_get_dirname (path);

  for (guint i = 0; ours[i] != NULL; i++)
    g_string_append_printf (text, "%s\n", ours[i]);
  /* If this fails, so does the writing, with the better message. */
  (void) g_mkdir_with_parents (folder, 0700);

  return dm_local_file_replace (path, text->str, -1, 0600, DM_LOCAL_FILE_DURABLE, error);
}

static gboolean
remove_record (const char *path,
               GError **error)
{
  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;

  dm_local_file_set_error (error, errno);

  return FALSE;
}

/* --- the bookmarks --- */

static char *
dup_bookmarks_path (void)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "gtk-3.0", "bookmarks", NULL);

  return dm_local_file_resolve (path);
}

static GStrv
try_edit (const char *path,
          const char *const *ours,
          const char *const *lines,
          GError **error)
{
  g_autoptr (DmLocalEdit) edit = dm_local_edit_begin (path, MAX_SIZE, error);
  g_auto (GStrv) new_ours = NULL;
  g_autofree char *edited = NULL;
  const char *text;
  gsize length;

  if (edit == NULL)
    return NULL;

  text = dm_local_edit_get_text (edit, &length);
  edited = dm_bookmarks_edit (text, ours, lines, &new_ours);
  if (!g_str_equal (edited, text != NULL ? text : "") && !dm_local_edit_replace (edit, edited, error))
    return NULL;

  return g_steal_pointer (&new_ours);
}

/* (transfer full): what is ours then. */
static GStrv
edit_bookmarks (const char *path,
                const char *const *ours,
                const char *const *lines,
                GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  (void) g_mkdir_with_parents (folder, 0700);
  for (;;)
    {
      g_autoptr (GError) reason = NULL;
      GStrv new_ours = try_edit (path, ours, lines, &reason);

      if (new_ours != NULL)
        return new_ours;
      if (!g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_AGAIN) || g_get_monotonic_time () > end)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
      g_usleep (PAUSE_US);
    }
}

/* --- operations, in a thread --- */

static void
return_failure (GTask *task,
                const char *path,
                const GError *reason)
{
  gboolean is_busy = g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_AGAIN);

  g_task_return_new_error (task, DM_ERROR, DM_ERROR_EXTENDED_ERROR,
                           _ ("The file managers’ bookmarks cannot be changed: %s: %s."),
                           path, is_busy ? _ ("another program is writing to it") : reason->message);
}

static void
load_in_thread (GTask *task,
                gpointer source,
                gpointer data,
                GCancellable *cancellable)
{
  g_autofree char *path = dup_record_path ();
  g_autoptr (GError) error = NULL;
  gboolean is_there = FALSE;
  g_auto (GStrv) ours = read_record (path, &is_there, &error);

  if (ours == NULL)
    return_failure (task, path, error);
  else
    g_task_return_boolean (task, is_there);
}

static gboolean
keep_record (const char *path,
             const char *const *lines,
             const char *const *ours,
             GError **error)
{
  return lines != NULL ? write_record (path, ours, error) : remove_record (path, error);
}

/* The record comes last: better a bookmark that stays than somebody else's that goes. */
static void
update_in_thread (GTask *task,
                  gpointer source,
                  gpointer data,
                  GCancellable *cancellable)
{
  static const char *const none[] = { NULL };
  const char *const *lines = data;
  g_autofree char *record = dup_record_path ();
  g_autofree char *bookmarks = dup_bookmarks_path ();
  g_autoptr (GError) error = NULL;
  gboolean is_there = FALSE;
  g_auto (GStrv) ours = read_record (record, &is_there, &error);
  g_auto (GStrv) new_ours = NULL;

  if (ours != NULL)
    new_ours = edit_bookmarks (bookmarks, (const char *const *) ours, lines != NULL ? lines : none, &error);

  if (ours == NULL)
    return_failure (task, record, error);
  else if (new_ours == NULL)
    return_failure (task, bookmarks, error);
  else if (!keep_record (record, lines, (const char *const *) new_ours, &error))
    return_failure (task, record, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
dm_bookmark_file_load_async (GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, dm_bookmark_file_load_async);
  g_task_run_in_thread (task, load_in_thread);
}

gboolean
dm_bookmark_file_load_finish (GAsyncResult *result,
                              gboolean *is_wanted,
                              GError **error)
{
  g_autoptr (GError) reason = NULL;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  *is_wanted = g_task_propagate_boolean (G_TASK (result), &reason);
  if (reason == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&reason));

  return FALSE;
}

void
dm_bookmark_file_update_async (const char *const *lines,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, dm_bookmark_file_update_async);
  g_task_set_task_data (task, g_strdupv ((char **) lines), (GDestroyNotify) g_strfreev);
  g_task_run_in_thread (task, update_in_thread);
}

gboolean
dm_bookmark_file_update_finish (GAsyncResult *result,
                                GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
