/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-rename-job.h"

#include <glib/gi18n-lib.h>

#include "dm-drive-lock.h"
#include "dm-error.h"
#include "dm-local-name.h"

typedef struct
{
  /* Owned */
  DmManager *manager;
  DmDriveLock *lock;
  char *new_local;

  gboolean claimed; /* the new name */
} RenameJob;

static void
rename_job_free (RenameJob *self)
{
  if (self->claimed)
    dm_manager_release_name (self->manager, self->new_local);
  g_clear_pointer (&self->lock, dm_drive_lock_free);
  g_clear_pointer (&self->new_local, g_free);
  g_clear_object (&self->manager);
  g_free (self);
}

static void
succeed (GTask *task,
         DmDrive *drive)
{
  g_task_return_pointer (task, g_strdup (dm_drive_get_object_path (drive)), g_free);
}

static void
store_rename_cb (GObject *object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  RenameJob *job = g_task_get_task_data (task);

  if (dm_drive_store_rename_finish (DM_DRIVE_STORE (object), result, &error))
    {
      succeed (task, dm_manager_end_rename (job->manager, dm_drive_lock_get_drive (job->lock), job->new_local));
      return;
    }

  dm_manager_undo_rename (job->manager, dm_drive_lock_get_drive (job->lock), job->new_local);
  dm_error_normalize (&error);
  g_task_return_error (task, g_steal_pointer (&error));
}

/* Whether there is a drive of that name already. */
static gboolean
check_free (RenameJob *job,
            GError **error)
{
  DmDrive *found = dm_manager_find_drive (job->manager, job->new_local);
  g_autofree char *remote = NULL;

  if (found == NULL)
    return TRUE;

  remote = dm_location_to_remote (dm_drive_get_location (found));
  if (dm_drive_get_connection (found) != NULL || dm_drive_is_connecting (found))
    g_set_error (error, DM_ERROR, DM_ERROR_ALREADY_ASSIGNED,
                 _ ("Drive %s is already connected to %s. Choose another name, or disconnect it first."),
                 job->new_local, remote);
  else
    g_set_error (error, DM_ERROR, DM_ERROR_DEVICE_ALREADY_REMEMBERED,
                 _ ("Drive %s is remembered for %s. Choose another name, or forget that drive first."),
                 job->new_local, remote);

  return FALSE;
}

/* What cannot be written down is refused before anything is done. */
static gboolean
check_profile (RenameJob *job,
               GError **error)
{
  const GError *store_error = dm_drive_store_get_error (dm_manager_get_drive_store (job->manager));

  if (store_error == NULL || !dm_drive_get_remembered (dm_drive_lock_get_drive (job->lock)))
    return TRUE;

  g_propagate_error (error, g_error_copy (store_error));

  return FALSE;
}

static gboolean
is_same_name (RenameJob *job)
{
  return g_str_equal (dm_drive_get_local (dm_drive_lock_get_drive (job->lock)), job->new_local);
}

static gboolean
prepare (RenameJob *job,
         const char *local,
         const char *new_local,
         GError **error)
{
  job->new_local = dm_local_name_normalize (new_local, error);
  if (job->new_local == NULL)
    return FALSE;

  job->lock = dm_drive_lock_new (job->manager, local, error);
  if (job->lock == NULL)
    return FALSE;
  if (is_same_name (job))
    return TRUE;

  if (!dm_manager_check_own (dm_drive_lock_get_drive (job->lock), error) ||
      !check_free (job, error) || !check_profile (job, error) ||
      !dm_manager_claim_name (job->manager, job->new_local, error))
    return FALSE;
  job->claimed = TRUE;

  return dm_manager_begin_rename (job->manager, dm_drive_lock_get_drive (job->lock), job->new_local, error);
}

static void
start (GTask *task)
{
  RenameJob *job = g_task_get_task_data (task);
  DmDrive *drive = dm_drive_lock_get_drive (job->lock);

  if (is_same_name (job))
    succeed (task, drive);
  else if (dm_drive_get_remembered (drive))
    dm_drive_store_rename_async (dm_manager_get_drive_store (job->manager),
                                 dm_drive_get_local (drive), job->new_local,
                                 g_task_get_cancellable (task), store_rename_cb, g_object_ref (task));
  else
    succeed (task, dm_manager_end_rename (job->manager, drive, job->new_local));
}

void
dm_rename_job_async (DmManager *manager,
                     const char *local,
                     const char *new_local,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  RenameJob *job;
  GError *error = NULL;

  g_return_if_fail (DM_IS_MANAGER (manager));
  g_return_if_fail (local != NULL && new_local != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_rename_job_async);
  g_task_set_check_cancellable (task, FALSE);

  job = g_new0 (RenameJob, 1);
  job->manager = g_object_ref (manager);
  g_task_set_task_data (task, job, (GDestroyNotify) rename_job_free);

  if (prepare (job, local, new_local, &error))
    start (task);
  else
    g_task_return_error (task, error);
}

char *
dm_rename_job_finish (GAsyncResult *result,
                      GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
