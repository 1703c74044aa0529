/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-drive-store.h"

#include "dm-drive-file.h"
#include "dm-error.h"
#include "dm-local-edit.h"
#include "dm-local-file.h"
#include "dm-local-name.h"
#include "dm-names.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* Nobody has that many drives; a larger file is something else. */
#define MAX_FILE_SIZE (1024 * 1024)

/* How long we begin anew while somebody else is writing it: a save is refused
 * then, a reading takes what there is. */
#define SAVE_PATIENCE_MS 5000
#define READ_PATIENCE_MS 1000

/* How long a file that had drives may be gone, or empty: editors do that. */
#define GONE_PATIENCE_MS 500

/* Between two tries, twice that at most: two who meet do not meet again. */
#define PAUSE_MS 10

/* Editors truncate and write, or remove and rename: look when they are done. */
#define SETTLE_MS 150

struct _DmDriveStore
{
  GObject parent_instance;

  /* Owned */
  char *path;
  GPtrArray *drives;
  GError *error; /* (nullable) */
  GFileMonitor *monitor;
  GFileMonitor *target_monitor; /* (nullable): where a symlink leads */
  char *target;
  GQueue waiting; /* GTask with an Operation: one at a time, in order */

  /* Values */
  gboolean running;
  gboolean loaded;
  guint settle_id;
};

G_DEFINE_FINAL_TYPE (DmDriveStore, dm_drive_store, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/**
 * Operation:
 * @local: (nullable): the drive to change; NULL: only read.
 * @location: (nullable): where it shall lead; NULL: forget it, or what follows.
 * @new_local: (nullable): what it shall be called.
 * @settings: (nullable): what it shall be set to.
 * @had_drives: whether the file is expected to have any.
 * @is_first: nothing has been read yet.
 * @drives: (nullable): what the file says afterwards.
 *
 * What a thread does with the file. It belongs to the caller's task; while the
 * thread has it nobody else looks at it. The thread sees nothing of the store.
 */
typedef struct
{
  char *path;
  char *local;
  DmLocation *location;
  char *new_local;
  DmDriveSettings *settings;
  gboolean had_drives;
  gboolean is_first;
  GPtrArray *drives;
} Operation;

/* What came of one try to change the file. */
typedef enum
{
  EDIT_DONE,
  EDIT_FAILED,
  EDIT_BUSY, /* with an error: somebody else is writing it */
  EDIT_GONE, /* without: for the moment, perhaps */
} EditResult;

static void run_next (DmDriveStore *self);

static void
operation_free (Operation *self)
{
  g_free (self->path);
  g_free (self->local);
  g_clear_pointer (&self->location, dm_location_unref);
  g_free (self->new_local);
  g_clear_pointer (&self->settings, dm_drive_settings_free);
  g_clear_pointer (&self->drives, g_ptr_array_unref);
  g_free (self);
}

static GPtrArray *
new_drives (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dm_stored_drive_free);
}

static void
set_read_error (GError **error, const char *path, const GError *reason)
{
  g_set_error (error, DM_ERROR, DM_ERROR_CANNOT_OPEN_PROFILE,
               _ ("The remembered drives in %s cannot be read: %s. "
                  "Make the file readable, or move it away to start afresh."),
               path, reason->message);
}

static void
set_write_error (GError **error, const char *path, const GError *reason)
{
  gboolean is_busy = g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_AGAIN);

  g_set_error (error, DM_ERROR, DM_ERROR_CANNOT_OPEN_PROFILE,
               _ ("The remembered drives in %s cannot be written: %s. "
                  "Nothing was changed; make the file readable and the folder "
                  "writable, or free some space, then try again."),
               path, is_busy ? _ ("another program is writing to it") : reason->message);
}

/* FALSE: that was long enough since @start. */
static gboolean
pause_until (gint64 start, guint patience_ms)
{
  if (g_get_monotonic_time () - start >= (gint64) patience_ms * 1000)
    return FALSE;

  g_usleep ((gulong) g_random_int_range (PAUSE_MS, 2 * PAUSE_MS) * 1000);
  return TRUE;
}

static gboolean
looks_gone (Operation *op, const char *text)
{
  return op->had_drives && (text == NULL || *text == '\0');
}

/* The text of the file, "" if there is none; not while it is being written, if
 * that does not take for ever. */
static char *
read_text (Operation *op, gsize *length, GError **error)
{
  gint64 start = g_get_monotonic_time ();

  for (;;)
    {
      g_autoptr (GError) reason = NULL;
      g_autofree char *text = NULL;
      gboolean ok = dm_local_edit_read (op->path, MAX_FILE_SIZE, &text, length, &reason);
      gboolean again = g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_AGAIN);

      if ((again && pause_until (start, READ_PATIENCE_MS)) ||
          (ok && looks_gone (op, text) && pause_until (start, GONE_PATIENCE_MS)))
        continue;
      if (again)
        {
          g_clear_error (&reason);
          ok = dm_local_file_read (op->path, MAX_FILE_SIZE, &text, length, &reason);
        }
      if (ok)
        return text != NULL ? g_steal_pointer (&text) : g_strdup ("");
      set_read_error (error, op->path, reason);
      return NULL;
    }
}

static gboolean
read_drives (Operation *op, GError **error)
{
  g_autofree char *target = dm_local_file_resolve (op->path);
  g_autofree char *text = NULL;
  gsize length;

  if (op->is_first)
    dm_local_edit_tidy (target);
  text = read_text (op, &length, error);
  if (text == NULL)
    return FALSE;

  op->drives = dm_drive_file_parse (text, length, op->path, error);
  return op->drives != NULL;
}

static const DmStoredDrive *
find_drive (GPtrArray *drives, const char *local)
{
  for (guint i = 0; i < drives->len; i++)
    {
      const DmStoredDrive *drive = g_ptr_array_index (drives, i);

      if (g_str_equal (drive->local, local))
        return drive;
    }

  return NULL;
}

static char *
rename_in_text (Operation *op, const char *text, GPtrArray *drives, GError **error)
{
  const DmStoredDrive *taken = find_drive (drives, op->new_local);
  g_autofree char *remote = NULL;

  if (taken == NULL)
    return dm_drive_file_rename (text, op->local, op->new_local);

  remote = dm_location_to_remote (taken->location);
  g_set_error (error, DM_ERROR, DM_ERROR_DEVICE_ALREADY_REMEMBERED,
               _ ("Drive %s is remembered for %s. Choose another name, or forget that drive first."),
               op->new_local, remote);
  return NULL;
}

static char *
set_in_text (Operation *op, const char *text, GPtrArray *drives, GError **error)
{
  if (find_drive (drives, op->local) != NULL)
    return dm_drive_file_set_settings (text, op->local, op->settings);

  g_set_error (error, DM_ERROR, DM_ERROR_NOT_CONNECTED,
               _ ("Drive %s is not remembered, so nothing can be set for it. Remember it first."),
               op->local);
  return NULL;
}

/* What the file shall say instead of @text, which has @drives. */
static char *
edit_text (Operation *op, const char *text, GPtrArray *drives, GError **error)
{
  if (op->new_local != NULL)
    return rename_in_text (op, text, drives, error);
  if (op->settings != NULL)
    return set_in_text (op, text, drives, error);
  return dm_drive_file_edit (text, op->local, op->location);
}

static EditResult
fail_writing (Operation *op, const GError *reason, GError **error)
{
  set_write_error (error, op->path, reason);
  return g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_AGAIN) ? EDIT_BUSY : EDIT_FAILED;
}

static EditResult
replace_text (Operation *op, DmLocalEdit *edit, const char *edited, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (strlen (edited) > MAX_FILE_SIZE)
    dm_local_file_set_error (&reason, EFBIG);
  else
    dm_local_edit_replace (edit, edited, &reason);

  return reason != NULL ? fail_writing (op, reason, error) : EDIT_DONE;
}

/* Done without having written when there is nothing to write. */
static EditResult
change_text (Operation *op, DmLocalEdit *edit, const char *text, gsize length, GError **error)
{
  g_autoptr (GPtrArray) before = dm_drive_file_parse (text, length, op->path, error);
  g_autoptr (GPtrArray) after = NULL;
  g_autofree char *edited = NULL;
  EditResult result = EDIT_DONE;

  if (before == NULL)
    return EDIT_FAILED;

  /* What we are about to write must be something that we can read. */
  edited = edit_text (op, text, before, error);
  if (edited == NULL)
    return EDIT_FAILED;
  after = dm_drive_file_parse (edited, strlen (edited), op->path, error);
  if (after == NULL)
    return EDIT_FAILED;

  if (!g_str_equal (edited, text))
    result = replace_text (op, edit, edited, error);
  if (result == EDIT_DONE)
    op->drives = g_steal_pointer (&after);
  return result;
}

static EditResult
try_edit (Operation *op, const char *target, gboolean may_be_gone, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (DmLocalEdit) edit = dm_local_edit_begin (target, MAX_FILE_SIZE, &reason);
  const char *text;
  gsize length;

  if (edit == NULL)
    return fail_writing (op, reason, error);

  text = dm_local_edit_get_text (edit, &length);
  if (!may_be_gone && looks_gone (op, text))
    return EDIT_GONE;

  return change_text (op, edit, text != NULL ? text : "", length, error);
}

static gboolean
edit_file (Operation *op, GCancellable *cancellable, GError **error)
{
  g_autofree char *target = dm_local_file_resolve (op->path);
  g_autofree char *folder = g_path_get_dirname (target);
  gint64 start = g_get_monotonic_time ();
  gboolean may_be_gone = FALSE;

  /* If this fails, so does the writing, with the better message. */
  (void) g_mkdir_with_parents (folder, 0700);

  for (;;)
    {
      g_autoptr (GError) reason = NULL;
      EditResult result = try_edit (op, target, may_be_gone, &reason);

      if (result == EDIT_DONE)
        return TRUE;
      if (result == EDIT_GONE)
        may_be_gone = !pause_until (start, GONE_PATIENCE_MS);
      else if (result == EDIT_FAILED || !pause_until (start, SAVE_PATIENCE_MS))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Operation *op = data;
  GError *error = NULL;
  gboolean ok;

  /* Later than here it is too late: what is on disk is not undone. */
  if (g_task_return_error_if_cancelled (task))
    return;

  ok = op->local != NULL ? edit_file (op, cancellable, &error) : read_drives (op, &error);
  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
drives_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    {
      const DmStoredDrive *one = g_ptr_array_index (a, i);
      const DmStoredDrive *other = g_ptr_array_index (b, i);

      if (!g_str_equal (one->local, other->local) ||
          !dm_location_equal (one->location, other->location) ||
          !dm_drive_settings_equal (one->settings, other->settings))
        return FALSE;
    }

  return TRUE;
}

static gboolean
errors_equal (const GError *a, const GError *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->code == b->code && g_str_equal (a->message, b->message);
}

/* Takes over what the file says now. A file that cannot be read says nothing:
 * the drives known so far stay. */
static void
adopt (DmDriveStore *self, GPtrArray *drives, const GError *error)
{
  gboolean changed = !errors_equal (self->error, error);

  g_clear_error (&self->error);
  if (error != NULL)
    self->error = g_error_copy (error);

  if (drives != NULL && !drives_equal (self->drives, drives))
    {
      g_ptr_array_unref (self->drives);
      self->drives = g_ptr_array_ref (drives);
      changed = TRUE;
    }

  if (changed && self->loaded)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* Only the file's own state is kept: an edit that failed for want of space, or
 * that was cancelled, leaves a good file behind. */
static gboolean
tells_about_file (const Operation *op, const GError *error)
{
  return error->domain == DM_ERROR &&
         (op->local == NULL || error->code == DM_ERROR_BAD_PROFILE);
}

static void
on_operation_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DmDriveStore *self = DM_DRIVE_STORE (source);
  g_autoptr (GTask) outer = user_data;
  g_autoptr (GError) error = NULL;
  Operation *op = g_task_get_task_data (outer);

  g_task_propagate_boolean (G_TASK (result), &error);
  self->running = FALSE;
  if (error == NULL || tells_about_file (op, error))
    adopt (self, op->drives, error);
  self->loaded |= op->local == NULL;

  if (error != NULL)
    g_task_return_error (outer, g_steal_pointer (&error));
  else
    g_task_return_boolean (outer, TRUE);
  run_next (self);
}

/* The thread has its own task, so that the order stays ours: GTask's pool may
 * run two at once. */
static void
run_next (DmDriveStore *self)
{
  g_autoptr (GTask) inner = NULL;
  Operation *op;
  GTask *outer;

  if (self->running || g_queue_is_empty (&self->waiting))
    return;

  outer = g_queue_pop_head (&self->waiting);
  op = g_task_get_task_data (outer);
  op->had_drives = self->drives->len > 0;
  op->is_first = !self->loaded;
  inner = g_task_new (self, g_task_get_cancellable (outer), on_operation_done_cb, outer);
  g_task_set_source_tag (inner, run_next);
  g_task_set_check_cancellable (inner, FALSE);
  g_task_set_task_data (inner, op, NULL);
  self->running = TRUE;
  g_task_run_in_thread (inner, run_in_thread);
}

static Operation *
new_operation (const char *local)
{
  Operation *op = g_new0 (Operation, 1);

  op->local = g_strdup (local);
  return op;
}

/* Takes @op. */
static void
enqueue (DmDriveStore *self,
         gpointer tag,
         Operation *op,
         GCancellable *cancellable,
         GAsyncReadyCallback callback,
         gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  op->path = g_strdup (self->path);
  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, op, (GDestroyNotify) operation_free);
  g_queue_push_tail (&self->waiting, task);
  run_next (self);
}

static gboolean
on_settled_cb (gpointer user_data)
{
  DmDriveStore *self = user_data;

  self->settle_id = 0;
  dm_drive_store_load_async (self, NULL, NULL, NULL);
  return G_SOURCE_REMOVE;
}

static void
on_file_changed_cb (DmDriveStore *self)
{
  g_clear_handle_id (&self->settle_id, g_source_remove);
  self->settle_id = g_timeout_add (SETTLE_MS, on_settled_cb, self);
}

/* GIO looks for a missing folder every four seconds, so we let none be
 * missing. */
static gboolean
ensure_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return g_mkdir_with_parents (folder, 0700) == 0;
}

static GFileMonitor *
watch_file (DmDriveStore *self, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GFileMonitor *monitor;

  monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (monitor != NULL)
    g_signal_connect_object (monitor, "changed", G_CALLBACK (on_file_changed_cb),
                             self, G_CONNECT_SWAPPED);
  return monitor;
}

static void
watch (DmDriveStore *self)
{
  g_autofree char *target = dm_local_file_resolve (self->path);
  gboolean can_watch = ensure_folder_of (self->path);

  if (self->monitor == NULL && can_watch)
    self->monitor = watch_file (self, self->path);

  if (g_strcmp0 (self->target, target) == 0)
    return;
  g_clear_object (&self->target_monitor);
  if (!g_str_equal (target, self->path) && ensure_folder_of (target))
    self->target_monitor = watch_file (self, target);
  g_free (self->target);
  self->target = g_steal_pointer (&target);
}

static void
dm_drive_store_finalize (GObject *object)
{
  DmDriveStore *self = DM_DRIVE_STORE (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_object (&self->monitor);
  g_clear_object (&self->target_monitor);
  g_clear_pointer (&self->drives, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self->target);
  g_free (self->path);

  G_OBJECT_CLASS (dm_drive_store_parent_class)->finalize (object);
}

static void
dm_drive_store_class_init (DmDriveStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = dm_drive_store_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
dm_drive_store_init (DmDriveStore *self)
{
  self->drives = new_drives ();
  g_queue_init (&self->waiting);
}

void
dm_stored_drive_free (DmStoredDrive *self)
{
  g_free (self->local);
  g_clear_pointer (&self->location, dm_location_unref);
  g_clear_pointer (&self->settings, dm_drive_settings_free);
  g_free (self);
}

DmDriveStore *
dm_drive_store_new (const char *path)
{
  DmDriveStore *self = g_object_new (DM_TYPE_DRIVE_STORE, NULL);

  self->path = path != NULL
                 ? g_strdup (path)
                 : g_build_filename (g_get_user_config_dir (), DM_CONFIG_DIR,
                                     DM_DRIVES_FILE, NULL);
  return self;
}

void
dm_drive_store_load_async (DmDriveStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (DM_IS_DRIVE_STORE (self));

  /* Before reading, so that no change falls between. */
  watch (self);
  enqueue (self, dm_drive_store_load_async, new_operation (NULL), cancellable, callback, user_data);
}

gboolean
dm_drive_store_load_finish (DmDriveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

const GError *
dm_drive_store_get_error (DmDriveStore *self)
{
  g_return_val_if_fail (DM_IS_DRIVE_STORE (self), NULL);

  return self->error;
}

GPtrArray *
dm_drive_store_list (DmDriveStore *self)
{
  GPtrArray *list = g_ptr_array_new ();

  g_return_val_if_fail (DM_IS_DRIVE_STORE (self), list);

  for (guint i = 0; i < self->drives->len; i++)
    g_ptr_array_add (list, g_ptr_array_index (self->drives, i));
  return list;
}

const DmStoredDrive *
dm_drive_store_find (DmDriveStore *self, const char *local)
{
  g_return_val_if_fail (DM_IS_DRIVE_STORE (self), NULL);

  return find_drive (self->drives, local);
}

void
dm_drive_store_remember_async (DmDriveStore *self, const char *local, DmLocation *location, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Operation *op;

  g_return_if_fail (DM_IS_DRIVE_STORE (self));
  g_return_if_fail (local != NULL && location != NULL);

  op = new_operation (local);
  op->location = dm_location_ref (location);
  enqueue (self, dm_drive_store_remember_async, op, cancellable, callback, user_data);
}

gboolean
dm_drive_store_remember_finish (DmDriveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
dm_drive_store_forget_async (DmDriveStore *self, const char *local, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (DM_IS_DRIVE_STORE (self));
  g_return_if_fail (local != NULL);

  enqueue (self, dm_drive_store_forget_async, new_operation (local), cancellable, callback, user_data);
}

gboolean
dm_drive_store_forget_finish (DmDriveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
dm_drive_store_rename_async (DmDriveStore *self, const char *local, const char *new_local, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Operation *op;

  g_return_if_fail (DM_IS_DRIVE_STORE (self));
  g_return_if_fail (local != NULL && new_local != NULL);

  op = new_operation (local);
  op->new_local = g_strdup (new_local);
  enqueue (self, dm_drive_store_rename_async, op, cancellable, callback, user_data);
}

gboolean
dm_drive_store_rename_finish (DmDriveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
dm_drive_store_set_settings_async (DmDriveStore *self, const char *local, const DmDriveSettings *settings, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Operation *op;

  g_return_if_fail (DM_IS_DRIVE_STORE (self));
  g_return_if_fail (local != NULL && settings != NULL);

  op = new_operation (local);
  op->settings = dm_drive_settings_copy (settings);
  enqueue (self, dm_drive_store_set_settings_async, op, cancellable, callback, user_data);
}

gboolean
dm_drive_store_set_settings_finish (DmDriveStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
