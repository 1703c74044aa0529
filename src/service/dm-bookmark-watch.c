/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-bookmark-watch.h"

#include <glib/gi18n-lib.h>

#include "dm-bookmark-file.h"
#include "dm-bookmarks.h"
#include "dm-error.h"
#include "dm-local-name.h"

struct _DmBookmarkWatch
{
  GObject parent_instance;

  /* Owned */
  DmManager *manager;
  GStrv lines;     /* as they were applied last; NULL: not yet */
  GTask *switching; /* nullable: on or off */

  gboolean enabled;
  gboolean is_running; /* the file is being read or written */
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmBookmarkWatch, dm_bookmark_watch, G_TYPE_OBJECT)

static void update (DmBookmarkWatch *self);

static int
compare_drives (gconstpointer a,
                gconstpointer b)
{
  return dm_local_name_compare (dm_drive_get_local (*(DmDrive *const *) a),
                                dm_drive_get_local (*(DmDrive *const *) b));
}

static GStrv
list_lines (DmBookmarkWatch *self)
{
  g_autoptr (GPtrArray) drives = dm_manager_list_drives (self->manager);
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();

  g_ptr_array_sort (drives, compare_drives);
  for (guint i = 0; i < drives->len; i++)
    {
      DmDrive *drive = drives->pdata[i];
      g_autofree char *line = dm_bookmarks_create_line (dm_drive_get_local (drive), dm_drive_get_location (drive));

      if (dm_drive_get_remembered (drive) || dm_drive_get_managed (drive) != NULL)
        g_strv_builder_add (lines, line);
    }

  return g_strv_builder_end (lines);
}

static void
set_enabled (DmBookmarkWatch *self,
             gboolean enabled)
{
  if (enabled == self->enabled)
    return;

  self->enabled = enabled;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- the file --- */

static void
on_updated_cb (GObject *object,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (DmBookmarkWatch) self = user_data;
  g_autoptr (GError) error = NULL;

  self->is_running = FALSE;
  if (!dm_bookmark_file_update_finish (result, &error))
    g_warning ("%s", error->message);
  update (self);
}

static void
start (DmBookmarkWatch *self,
       GAsyncReadyCallback callback)
{
  self->is_running = TRUE;
  dm_bookmark_file_update_async ((const char *const *) self->lines, NULL, callback, g_object_ref (self));
}

static void
on_switched_cb (GObject *object,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (DmBookmarkWatch) self = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&self->switching);
  GError *error = NULL;

  self->is_running = FALSE;
  if (dm_bookmark_file_update_finish (result, &error))
    {
      set_enabled (self, GPOINTER_TO_INT (g_task_get_task_data (task)));
      g_task_return_boolean (task, TRUE);
    }
  else
    {
      g_clear_pointer (&self->lines, g_strfreev);
      g_task_return_error (task, error);
    }
  update (self);
}

/* What has changed meanwhile is done when that has been done. */
static void
update (DmBookmarkWatch *self)
{
  g_auto (GStrv) lines = NULL;

  if (self->is_running)
    return;
  if (self->switching != NULL)
    {
      g_clear_pointer (&self->lines, g_strfreev);
      if (GPOINTER_TO_INT (g_task_get_task_data (self->switching)))
        self->lines = list_lines (self);
      start (self, on_switched_cb);
      return;
    }
  if (!self->enabled)
    return;

  lines = list_lines (self);
  if (self->lines != NULL && g_strv_equal ((const char *const *) lines, (const char *const *) self->lines))
    return;

  g_strfreev (self->lines);
  self->lines = g_steal_pointer (&lines);
  start (self, on_updated_cb);
}

static void
on_loaded_cb (GObject *object,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (DmBookmarkWatch) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_wanted;

  self->is_running = FALSE;
  if (dm_bookmark_file_load_finish (result, &is_wanted, &error))
    set_enabled (self, is_wanted);
  else
    g_warning ("%s", error->message);
  update (self);
}

/* --- GObject --- */

static void
dm_bookmark_watch_finalize (GObject *object)
{
  DmBookmarkWatch *self = DM_BOOKMARK_WATCH (object);

  g_clear_pointer (&self->lines, g_strfreev);
  g_clear_object (&self->manager);

  G_OBJECT_CLASS (dm_bookmark_watch_parent_class)->finalize (object);
}

static void
dm_bookmark_watch_class_init (DmBookmarkWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dm_bookmark_watch_finalize;

  signals[CHANGED] = g_signal_new ("changed", DM_TYPE_BOOKMARK_WATCH, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dm_bookmark_watch_init (DmBookmarkWatch *self)
{
}

DmBookmarkWatch *
dm_bookmark_watch_new (DmManager *manager)
{
  DmBookmarkWatch *self;

  g_return_val_if_fail (DM_IS_MANAGER (manager), NULL);

  self = g_object_new (DM_TYPE_BOOKMARK_WATCH, NULL);
  self->manager = g_object_ref (manager);
  self->is_running = TRUE;
  g_signal_connect_object (manager, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  dm_bookmark_file_load_async (NULL, on_loaded_cb, g_object_ref (self));

  return self;
}

gboolean
dm_bookmark_watch_get_enabled (DmBookmarkWatch *self)
{
  g_return_val_if_fail (DM_IS_BOOKMARK_WATCH (self), FALSE);

  return self->enabled;
}

void
dm_bookmark_watch_set_enabled_async (DmBookmarkWatch *self,
                                     gboolean enabled,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DM_IS_BOOKMARK_WATCH (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_bookmark_watch_set_enabled_async);
  g_task_set_task_data (task, GINT_TO_POINTER (enabled), NULL);
  if (self->switching != NULL)
    {
      g_task_return_new_error (task, DM_ERROR, DM_ERROR_BUSY, _ ("The bookmarks are being changed already. Try again."));
      return;
    }

  self->switching = g_steal_pointer (&task);
  update (self);
}

gboolean
dm_bookmark_watch_set_enabled_finish (DmBookmarkWatch *self,
                                      GAsyncResult *result,
                                      GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
