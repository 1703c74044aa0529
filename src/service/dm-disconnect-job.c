/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-disconnect-job.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"
#include "dm-holder.h"
#include "dm-local-name.h"
#include "dm-take-down.h"

/* How many holders a refusal names. */
#define MAX_NAMED 3

typedef struct
{
  /* Owned */
  DmManager *manager;
  char *name;
  DmDrive *drive;           /* nullable: a location was cancelled */
  DmConnection *connection; /* nullable: only to be forgotten */
  DmLocation *root;         /* nullable: nothing begun */
  char *claimed;            /* nullable: the name to be forgotten */
  DmDisconnectOutcome outcome;

  DmLevel level;
  gboolean update_profile;
  gint64 started; /* monotonic, in microseconds */
} DisconnectJob;

/* Written down before anything is done: whatever happens to us meanwhile, a drive
 * that the user disconnects is not to come back by itself. */
static void
stop_wanting (DisconnectJob *self)
{
  if (self->drive == NULL)
    return;

  dm_drive_set_wanted (self->drive, FALSE);
  dm_manager_note_intent (self->manager);
}

/* What was refused is wanted as before. */
static void
want_again (DisconnectJob *self)
{
  if (self->drive == NULL || dm_drive_get_connection (self->drive) == NULL || dm_drive_get_wanted (self->drive))
    return;

  dm_drive_set_wanted (self->drive, TRUE);
  dm_manager_note_intent (self->manager);
}

static void
disconnect_job_free (DisconnectJob *self)
{
  want_again (self);
  if (self->root != NULL)
    dm_manager_end (self->manager, self->root);
  if (self->claimed != NULL)
    dm_manager_release_name (self->manager, self->claimed);
  dm_disconnect_outcome_clear (&self->outcome);
  g_clear_pointer (&self->claimed, g_free);
  g_clear_pointer (&self->root, dm_location_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_object (&self->drive);
  g_clear_object (&self->connection);
  g_clear_object (&self->manager);
  g_free (self);
}

/* The end */

static void
forget_cb (GObject *object,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  DisconnectJob *job = g_task_get_task_data (task);

  if (!dm_drive_store_forget_finish (DM_DRIVE_STORE (object), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  dm_drive_set_remembered (job->drive, FALSE);
  dm_manager_drop_drive (job->manager, job->drive);
  g_task_return_boolean (task, TRUE);
}

/* Takes over the task's reference. */
static void
succeed (GTask *task,
         DmResult result)
{
  DisconnectJob *job = g_task_get_task_data (task);

  job->outcome.result = result;
  if (job->drive != NULL && job->update_profile && dm_drive_get_remembered (job->drive))
    {
      dm_drive_store_forget_async (dm_manager_get_drive_store (job->manager),
                                   dm_drive_get_local (job->drive), NULL, forget_cb, task);
      return;
    }

  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* The part of @path that a person knows: below the mount, "/" for all of it. */
static const char *
get_shown_path (DisconnectJob *job,
                const char *path)
{
  const char *root = dm_connection_get_mount (job->connection)->path;

  if (root == NULL || !g_str_has_prefix (path, root))
    return path;
  if (path[strlen (root)] == '\0')
    return "/";

  return path[strlen (root)] == '/' ? path + strlen (root) + 1 : path;
}

static void
append_holder (DisconnectJob *job,
               GString *text,
               const DmHolder *holder)
{
  if (text->len > 0)
    g_string_append (text, _ (", "));

  g_string_append (text, holder->program != NULL ? holder->program : _ ("a program that is not known"));
  if (holder->pid > 0)
    g_string_append_printf (text, _ (" (process %d)"), holder->pid);
  if (holder->path != NULL)
    g_string_append_printf (text, ": %s", get_shown_path (job, holder->path));
}

/* Counts those of @holders that are files, or those that are not, and names the
 * first of them. */
static char *
describe_kind (DisconnectJob *job,
               GPtrArray *holders,
               gboolean files,
               guint *count)
{
  GString *text = g_string_new (NULL);

  *count = 0;
  for (guint i = 0; i < holders->len; i++)
    {
      if (dm_holder_is_file (holders->pdata[i]) != files)
        continue;
      if ((*count)++ < MAX_NAMED)
        append_holder (job, text, holders->pdata[i]);
    }

  if (*count > MAX_NAMED)
    g_string_append_printf (text, ngettext (", and %u more", ", and %u more", *count - MAX_NAMED),
                            *count - MAX_NAMED);

  return g_string_free (text, FALSE);
}

static GError *
create_refusal (DisconnectJob *job,
                GPtrArray *holders)
{
  guint n_files, n_folders;
  g_autofree char *files = describe_kind (job, holders, TRUE, &n_files);
  g_autofree char *folders = describe_kind (job, holders, FALSE, &n_folders);
  g_autoptr (GString) text = g_string_new (NULL);

  if (n_files == 0)
    g_string_printf (text, ngettext ("%s has %u folder in use: %s", "%s has %u folders in use: %s", n_folders),
                     job->name, n_folders, folders);
  else
    g_string_printf (text, ngettext ("%s has %u open file: %s", "%s has %u open files: %s", n_files),
                     job->name, n_files, files);
  if (n_files > 0 && n_folders > 0)
    g_string_append_printf (text, ngettext (", and %u folder in use: %s", ", and %u folders in use: %s", n_folders),
                            n_folders, folders);

  return g_error_new (DM_ERROR, dm_holder_list_get_error_code (holders),
                      /* Translators: %s says which files and folders are in use. */
                      ngettext ("%s. Close it and try again, or disconnect with force.",
                                "%s. Close them and try again, or disconnect with force.", holders->len),
                      text->str);
}

/* The level */

static void
start_drain (GTask *task)
{
  DisconnectJob *job = g_task_get_task_data (task);

  dm_manager_start_drain (job->manager, job->connection);
  succeed (task, DM_RESULT_DRAINING);
}

static void
take_down_cb (GObject *object,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  DisconnectJob *job = g_task_get_task_data (task);
  gboolean done = dm_take_down_finish (result, &job->outcome.holders,
                                       &job->outcome.ended_backend, &error);
  gboolean held = error == NULL || g_error_matches (error, DM_ERROR, DM_ERROR_OPEN_FILES);

  if (done)
    {
      succeed (g_steal_pointer (&task), DM_RESULT_DISCONNECTED);
    }
  else if (held && job->level == DM_LEVEL_FORCE)
    {
      start_drain (g_steal_pointer (&task));
    }
  else if (error != NULL)
    {
      dm_error_normalize (&error);
      g_task_return_error (task, g_steal_pointer (&error));
    }
  else
    {
      g_task_return_error (task, create_refusal (job, job->outcome.holders));
    }
}

static void
apply_level (GTask *task)
{
  DisconnectJob *job = g_task_get_task_data (task);
  DmTakeDown how = job->level == DM_LEVEL_LOTS_OF_FORCE ? DM_TAKE_DOWN_NOW : DM_TAKE_DOWN_IF_CLEAR;

  dm_take_down_async (job->manager, job->connection, how,
                      g_task_get_cancellable (task), take_down_cb, task);
}

/* The use */

/* Whether somebody else keeps the connection up. */
static gboolean
has_other_uses (DisconnectJob *job)
{
  guint uses = dm_connection_get_use_count (job->connection);

  return uses > 1;
}

static void
release (GTask *task)
{
  DisconnectJob *job = g_task_get_task_data (task);

  if (job->drive != NULL)
    dm_manager_detach (job->manager, job->drive, DM_STATUS_UNAVAILABLE, _ ("Disconnected"));
  else
    dm_manager_set_deviceless (job->manager, job->connection, FALSE);

  succeed (task, DM_RESULT_RELEASED);
}

static void
stop_awaiting (DisconnectJob *job)
{
  if (!dm_drive_get_wanted (job->drive))
    return;

  dm_drive_set_status (job->drive, DM_STATUS_UNAVAILABLE, _ ("Disconnected"));
  stop_wanting (job);
}

/* The name */

static GError *
create_not_connected (DisconnectJob *job)
{
  return g_error_new (DM_ERROR, DM_ERROR_NOT_CONNECTED, _ ("%s is not connected."), job->name);
}

static gboolean
resolve_drive (DisconnectJob *job,
               GError **error)
{
  g_autofree char *local = dm_local_name_normalize (job->name, error);
  DmConnection *connection;
  DmDrive *drive;

  if (local == NULL)
    return FALSE;

  drive = dm_manager_find_drive (job->manager, local);
  connection = dm_manager_lookup_connection (job->manager, local, NULL);
  g_set_object (&job->drive, drive);
  g_set_object (&job->connection, connection);

  /* A drain has no use left; the name only ends the waiting, or forgets. */
  if (connection != NULL)
    return TRUE;

  if (drive != NULL && job->update_profile && dm_drive_get_remembered (drive))
    return TRUE;

  /* Nothing to take down, but it would have come back. */
  if (drive != NULL && dm_drive_get_wanted (drive))
    return TRUE;

  g_propagate_error (error, create_not_connected (job));

  return FALSE;
}

/* A location cancels a deviceless use or a drain, never a drive. */
static gboolean
can_cancel (DmConnection *connection)
{
  return dm_connection_get_deviceless (connection) || dm_connection_get_draining (connection);
}

static gboolean
resolve_location (DisconnectJob *job,
                  GError **error)
{
  g_autoptr (DmLocation) location = dm_location_parse (job->name, error);
  g_autoptr (DmLocation) root = NULL;
  GPtrArray *connections = dm_manager_get_connections (job->manager);
  DmConnection *found = NULL;

  if (location == NULL)
    return FALSE;

  root = dm_location_dup_mount_root (location);
  for (guint i = 0; i < connections->len; i++)
    {
      DmConnection *connection = connections->pdata[i];
      DmMount *mount = dm_connection_get_mount (connection);

      if (mount->location == NULL || !dm_location_matches_mount (location, mount->location) ||
          !can_cancel (connection))
        continue;

      if (dm_location_equal (root, mount->location))
        {
          g_set_object (&job->connection, connection);
          return TRUE;
        }

      if (found != NULL)
        {
          g_set_error (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER,
                       _ ("%s is connected for several users. Name one, as in smb://user@server/share."), job->name);
          return FALSE;
        }
      found = connection;
    }

  g_set_object (&job->connection, found);
  if (found == NULL)
    g_propagate_error (error, create_not_connected (job));

  return found != NULL;
}

static gboolean
claim_name (DisconnectJob *job,
            GError **error)
{
  const char *local = dm_drive_get_local (job->drive);

  if (!dm_manager_claim_name (job->manager, local, error))
    return FALSE;

  job->claimed = g_strdup (local);

  return TRUE;
}

static gboolean
prepare (DisconnectJob *job,
         GError **error)
{
  const GError *store_error = dm_drive_store_get_error (dm_manager_get_drive_store (job->manager));
  gboolean is_local = dm_local_name_looks_like (job->name);
  DmLocation *root;

  if (*job->name == '\0')
    {
      g_set_error_literal (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER,
                           _ ("The name is empty. Give a drive (Z:) or a location (\\\\server\\share)."));
      return FALSE;
    }

  /* What cannot be written down is refused before anything is done. */
  if (is_local && job->update_profile && store_error != NULL)
    {
      g_propagate_error (error, g_error_copy (store_error));
      return FALSE;
    }

  if (!(is_local ? resolve_drive (job, error) : resolve_location (job, error)))
    return FALSE;
  if (job->drive != NULL && job->update_profile &&
      (!dm_manager_check_own (job->drive, error) || !claim_name (job, error)))
    return FALSE;

  root = job->connection != NULL ? dm_connection_get_mount (job->connection)->location : NULL;
  if (root != NULL)
    {
      if (!dm_manager_begin (job->manager, root, error))
        return FALSE;
      job->root = dm_location_ref (root);
    }

  return TRUE;
}

void
dm_disconnect_job_async (DmManager *manager,
                         const char *name,
                         DmLevel level,
                         gboolean update_profile,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task;
  DisconnectJob *job;
  GError *error = NULL;

  g_return_if_fail (DM_IS_MANAGER (manager));
  g_return_if_fail (name != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_disconnect_job_async);
  g_task_set_check_cancellable (task, FALSE);

  job = g_new0 (DisconnectJob, 1);
  job->manager = g_object_ref (manager);
  job->name = g_strdup (name);
  job->level = level;
  job->update_profile = update_profile;
  job->started = g_get_monotonic_time ();
  g_task_set_task_data (task, job, (GDestroyNotify) disconnect_job_free);

  if (!prepare (job, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
  else if (job->connection == NULL)
    {
      /* Only to be forgotten, or not to come back. */
      stop_awaiting (job);
      succeed (task, DM_RESULT_DISCONNECTED);
    }
  else if (has_other_uses (job))
    {
      release (task);
    }
  else
    {
      stop_wanting (job);
      apply_level (task);
    }
}

gboolean
dm_disconnect_job_finish (GAsyncResult *result,
                          DmDisconnectOutcome *outcome,
                          GError **error)
{
  DisconnectJob *job;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  job = g_task_get_task_data (G_TASK (result));
  job->outcome.elapsed_ms = (g_get_monotonic_time () - job->started) / 1000;
  *outcome = job->outcome;
  job->outcome.holders = NULL;

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
dm_disconnect_outcome_clear (DmDisconnectOutcome *outcome)
{
  g_clear_pointer (&outcome->holders, g_ptr_array_unref);
}
