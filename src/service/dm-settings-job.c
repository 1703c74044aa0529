/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-settings-job.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"
#include "dm-local-name.h"

typedef struct
{
  /* Owned */
  DmManager *manager;
  DmDrive *drive;
  DmDriveSettings *settings;
  char *claimed; /* nullable: its name, not yet */
} SettingsJob;

static void
settings_job_free (SettingsJob *self)
{
  if (self->claimed != NULL)
    dm_manager_release_name (self->manager, self->claimed);
  g_clear_pointer (&self->claimed, g_free);
  g_clear_pointer (&self->settings, dm_drive_settings_free);
  g_clear_object (&self->drive);
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
  SettingsJob *job = g_task_get_task_data (task);

  if (!dm_drive_store_set_settings_finish (DM_DRIVE_STORE (object), result, &error))
    {
      dm_error_normalize (&error);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  dm_manager_take_settings (job->manager, job->drive, job->settings);
  g_task_return_boolean (task, TRUE);
}

static gboolean
find_drive (SettingsJob *job,
            const char *local,
            GError **error)
{
  g_autofree char *name = dm_local_name_normalize (local, error);
  DmDrive *drive = name != NULL ? dm_manager_find_drive (job->manager, name) : NULL;

  if (drive != NULL)
    job->drive = g_object_ref (drive);
  else if (name != NULL)
    g_set_error (error, DM_ERROR, DM_ERROR_NOT_CONNECTED, _ ("There is no drive %s."), name);

  return drive != NULL;
}

static gboolean
prepare (SettingsJob *job,
         const char *local,
         GError **error)
{
  const GError *store_error = dm_drive_store_get_error (dm_manager_get_drive_store (job->manager));

  if (!find_drive (job, local, error) || !dm_manager_check_own (job->drive, error))
    return FALSE;
  if (store_error != NULL)
    {
      g_propagate_error (error, g_error_copy (store_error));
      return FALSE;
    }
  if (!dm_manager_claim_name (job->manager, dm_drive_get_local (job->drive), error))
    return FALSE;

  job->claimed = g_strdup (dm_drive_get_local (job->drive));

  return TRUE;
}

void
dm_settings_job_async (DmManager *manager,
                       const char *local,
                       const DmDriveSettings *settings,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  SettingsJob *job;
  GError *error = NULL;

  g_return_if_fail (DM_IS_MANAGER (manager));
  g_return_if_fail (local != NULL && settings != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_settings_job_async);
  g_task_set_check_cancellable (task, FALSE);

  job = g_new0 (SettingsJob, 1);
  job->manager = g_object_ref (manager);
  job->settings = dm_drive_settings_copy (settings);
  g_task_set_task_data (task, job, (GDestroyNotify) settings_job_free);

  if (!prepare (job, local, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  dm_drive_store_set_settings_async (dm_manager_get_drive_store (manager), job->claimed, job->settings,
                                     cancellable, store_cb, g_object_ref (task));
}

gboolean
dm_settings_job_finish (GAsyncResult *result,
                        GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
