/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-remember-job.h"

#include <glib/gi18n-lib.h>

#include "dm-drive-lock.h"
#include "dm-error.h"

typedef struct
{
  /* Owned */
  DmManager *manager;
  DmDriveLock *lock;

  gboolean remembered;
} RememberJob;

typedef struct
{
  /* Owned */
  DmManager *manager;
  DmDrive *drive;
} AddJob;

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
  if (job->lock != NULL && !job->remembered && !dm_manager_check_own (dm_drive_lock_get_drive (job->lock), error))
    return FALSE;
  if (job->lock != NULL && store_error != NULL)
    g_propagate_error (error, g_error_copy (store_error));

  return job->lock != NULL && store_error == NULL;
}

/* The drive @local, a new one if there is none; NULL: the name is not free. */
static DmDrive *
obtain_drive (DmManager *manager,
              const char *local,
              DmLocation *location,
              GError **error)
{
  DmDrive *drive = dm_manager_find_drive (manager, local);
  g_autofree char *remote = NULL;

  if (dm_manager_is_claimed (manager, local))
    {
      g_set_error (error, DM_ERROR, DM_ERROR_BUSY,
                   _ ("Another operation on %s is under way. Wait for it, or cancel it."), local);
      return NULL;
    }
  if (drive == NULL)
    return dm_manager_add_drive (manager, local, location);
  if (dm_location_equal (dm_drive_get_location (drive), location))
    return drive;

  remote = dm_location_to_remote (dm_drive_get_location (drive));
  g_set_error (error, DM_ERROR, DM_ERROR_DEVICE_ALREADY_REMEMBERED,
               _ ("Drive %s is remembered for %s. Choose another name, or forget that drive first."), local, remote);

  return NULL;
}

static void
add_job_free (AddJob *self)
{
  g_clear_object (&self->drive);
  g_clear_object (&self->manager);
  g_free (self);
}

static void
added_cb (GObject *object,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AddJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (dm_remember_job_finish (result, &error))
    {
      g_task_return_pointer (task, g_strdup (dm_drive_get_object_path (job->drive)), g_free);
      return;
    }

  dm_manager_drop_drive (job->manager, job->drive);
  g_task_return_error (task, error);
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
  if (remembered && dm_drive_get_managed (drive) != NULL)
    g_task_return_boolean (task, TRUE); /* the administrator does */
  else if (remembered)
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

void
dm_remember_job_add_async (DmManager *manager,
                           const char *local,
                           DmLocation *location,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  AddJob *job;
  DmDrive *drive;
  GError *error = NULL;

  g_return_if_fail (DM_IS_MANAGER (manager));
  g_return_if_fail (local != NULL);
  g_return_if_fail (location != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_remember_job_add_async);
  g_task_set_check_cancellable (task, FALSE);

  drive = obtain_drive (manager, local, location, &error);
  if (drive == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  job = g_new0 (AddJob, 1);
  job->manager = g_object_ref (manager);
  job->drive = g_object_ref (drive);
  g_task_set_task_data (task, job, (GDestroyNotify) add_job_free);
  dm_remember_job_async (manager, local, TRUE, cancellable, added_cb, g_object_ref (task));
}

char *
dm_remember_job_add_finish (GAsyncResult *result,
                            GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
