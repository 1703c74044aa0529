/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-remember-job.h"

#include "dm-drive-lock.h"
#include "dm-error.h"

typedef struct
{
  /* Owned */
  DmManager *manager;
  DmDriveLock *lock;

  gboolean remembered;
} RememberJob;

static void
remember_job_free (RememberJob *self)
{
  g_clear_pointer (&self->lock, dm_drive_lock_free);
  g_clear_object (&self->manager);
  g_free (self);
}

static void
store_cb (GObject *object,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  RememberJob *job = g_task_get_task_data (task);
  DmDrive *drive = dm_drive_lock_get_drive (job->lock);
  gboolean done = job->remembered ? dm_drive_store_remember_finish (DM_DRIVE_STORE (object), result, &error)
                                  : dm_drive_store_forget_finish (DM_DRIVE_STORE (object), result, &error);

  if (!done)
    {
      dm_error_normalize (&error);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  dm_drive_set_remembered (drive, job->remembered);
  dm_manager_drop_drive (job->manager, drive);
  g_task_return_boolean (task, TRUE);
}

static gboolean
prepare (RememberJob *job,
         const char *local,
         GError **error)
{
  const GError *store_error = dm_drive_store_get_error (dm_manager_get_drive_store (job->manager));

  job->lock = dm_drive_lock_new (job->manager, local, error);
  if (job->lock != NULL && store_error != NULL)
    g_propagate_error (error, g_error_copy (store_error));

  return job->lock != NULL && store_error == NULL;
}

void
dm_remember_job_async (DmManager *manager,
                       const char *local,
                       gboolean remembered,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  RememberJob *job;
  GError *error = NULL;
  DmDriveStore *store;
  DmDrive *drive;

  g_return_if_fail (DM_IS_MANAGER (manager));
  g_return_if_fail (local != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_remember_job_async);
  g_task_set_check_cancellable (task, FALSE);

  job = g_new0 (RememberJob, 1);
  job->manager = g_object_ref (manager);
  job->remembered = remembered;
  g_task_set_task_data (task, job, (GDestroyNotify) remember_job_free);

  if (!prepare (job, local, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  store = dm_manager_get_drive_store (manager);
  drive = dm_drive_lock_get_drive (job->lock);
  if (remembered)
    dm_drive_store_remember_async (store, dm_drive_get_local (drive), dm_drive_get_location (drive),
                                   cancellable, store_cb, g_object_ref (task));
  else
    dm_drive_store_forget_async (store, dm_drive_get_local (drive),
                                 cancellable, store_cb, g_object_ref (task));
}

gboolean
dm_remember_job_finish (GAsyncResult *result,
                        GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
