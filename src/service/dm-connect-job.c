/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-connect-job.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"
#include "dm-locked-secret.h"
#include "dm-path-probe.h"
#include "dm-server-probe.h"
#include "dm-smb-reason.h"
#include "dm-take-down.h"

/* How long a server may take to answer a TCP connect, in ms. */
#define SERVER_DEADLINE 2000

/* How long the FUSE folder may take to become usable, in ms: GVfs before
 * 1.52.1 needs up to 10 s after a remount. */
#define PATH_DEADLINE 15000

/* How long a folder below it may take to be found, in ms. */
#define FOLDER_DEADLINE 3000

typedef struct
{
  /* Owned */
  DmManager *manager;
  DmLocation *location;
  DmLocation *root;         /* what is mounted; ours since dm_manager_begin () */
  DmDrive *drive;           /* nullable */
  DmConnection *connection; /* nullable until there is one */
  GCancellable *cancellable;
  GError *error; /* nullable: why it fails, once all is undone */
  GError *doubt; /* nullable: why the server may not be there */

  gulong cancelled_id;
  DmConnectFlags flags;
  gboolean mounted; /* by us, just now */
  gboolean locked;  /* the password is in a keyring that is */
} ConnectJob;

static void
connect_job_free (ConnectJob *self)
{
  g_clear_object (&self->manager);
  g_clear_pointer (&self->location, dm_location_unref);
  g_clear_pointer (&self->root, dm_location_unref);
  g_clear_object (&self->drive);
  g_clear_object (&self->connection);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_clear_error (&self->doubt);
  g_free (self);
}

/* The end */

static void
end_operation (GTask *task)
{
  ConnectJob *job = g_task_get_task_data (task);

  dm_manager_end (job->manager, job->root);
  if (job->error != NULL)
    g_task_return_error (task, g_steal_pointer (&job->error));
}

static void
undo_mount_cb (GObject *object,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  /* Somebody may use it by now: then it is theirs, and stays. */
  dm_take_down_finish (result, NULL, NULL, NULL);
  end_operation (task);
}

/* Takes over the task's reference. */
static void
undo_mount (GTask *task)
{
  ConnectJob *job = g_task_get_task_data (task);

  if (job->mounted && dm_connection_get_use_count (job->connection) == 0)
    {
      dm_take_down_async (job->manager, job->connection, DM_TAKE_DOWN_IF_CLEAR,
                          NULL, undo_mount_cb, task);
      return;
    }

  end_operation (task);
  g_object_unref (task);
}

static void
show_failure (ConnectJob *job,
              const GError *error)
{
  DmStatus status = DM_STATUS_ERROR;

  if (job->drive == NULL)
    return;

  if (job->locked)
    status = DM_STATUS_UNAVAILABLE;
  else if (g_error_matches (error, DM_ERROR, DM_ERROR_LOGON_FAILURE))
    status = DM_STATUS_NEEDS_PASSWORD;
  else if (g_error_matches (error, DM_ERROR, DM_ERROR_CANCELLED) ||
           g_error_matches (error, DM_ERROR, DM_ERROR_BAD_NET_PATH) ||
           g_error_matches (error, DM_ERROR, DM_ERROR_NO_NETWORK))
    status = DM_STATUS_UNAVAILABLE;

  dm_drive_set_status (job->drive, status, error->message);
  dm_manager_drop_drive (job->manager, job->drive);
}

/* Takes over the error and the task's reference. */
static void
fail (GTask *task,
      GError *error)
{
  ConnectJob *job = g_task_get_task_data (task);

  g_clear_signal_handler (&job->cancelled_id, job->cancellable);
  dm_error_normalize (&error);
  if (error->code == DM_ERROR_CANCELLED)
    {
      g_clear_error (&error);
      error = g_error_new_literal (DM_ERROR, DM_ERROR_CANCELLED, _ ("The operation was cancelled."));
    }

  show_failure (job, error);
  if (error->code == DM_ERROR_CANCELLED)
    g_task_return_error (task, error);
  else
    job->error = error;
  undo_mount (task);
}

static void
succeed (GTask *task)
{
  ConnectJob *job = g_task_get_task_data (task);
  g_autofree char *path = NULL;

  g_clear_signal_handler (&job->cancelled_id, job->cancellable);
  path = g_strdup (job->drive != NULL ? dm_drive_get_object_path (job->drive)
                                      : dm_connection_get_object_path (job->connection));
  /* First: whoever hears of it may want to do the next thing at once. */
  end_operation (task);
  g_task_return_pointer (task, g_steal_pointer (&path), g_free);
  g_object_unref (task);
}

/* The drive */

static void
remember_cb (GObject *object,
             GAsyncResult *result,
             gpointer user_data)
{
  GTask *task = user_data;
  ConnectJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (!dm_drive_store_remember_finish (DM_DRIVE_STORE (object), result, &error))
    {
      if (dm_drive_get_connection (job->drive) != NULL)
        dm_manager_detach (job->manager, job->drive, DM_STATUS_ERROR, error->message);
      fail (task, error);
      return;
    }

  dm_drive_set_remembered (job->drive, TRUE);
  succeed (task);
}

static void
attach (GTask *task)
{
  ConnectJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (job->drive == NULL)
    {
      dm_manager_set_deviceless (job->manager, job->connection, TRUE);
      succeed (task);
      return;
    }

  if (!dm_manager_attach (job->manager, job->drive, job->connection, &error))
    {
      fail (task, error);
      return;
    }

  if (!(job->flags & DM_CONNECT_REMEMBER) || dm_drive_get_remembered (job->drive))
    {
      succeed (task);
      return;
    }

  dm_drive_store_remember_async (dm_manager_get_drive_store (job->manager),
                                 dm_drive_get_local (job->drive), job->location,
                                 NULL, remember_cb, task);
}

static GError *
create_gone_error (ConnectJob *job)
{
  g_autofree char *remote = dm_location_to_remote (job->location);

  return g_error_new (DM_ERROR, DM_ERROR_CONNECTION_UNAVAILABLE,
                      _ ("%s was disconnected again while it was being connected. Try again."), remote);
}

static GError *
create_no_folder_error (ConnectJob *job,
                        const char *folder)
{
  g_autofree char *remote = dm_location_to_remote (job->root);

  return g_error_new (DM_ERROR, DM_ERROR_BAD_NET_NAME,
                      _ ("There is no folder “%s” on %s. Check the path."), folder, remote);
}

/* The drive's folder below what is mounted; NULL: it is on all of it. */
static const char *
get_folder (ConnectJob *job)
{
  DmMount *mount = dm_connection_get_mount (job->connection);
  const char *below = dm_location_get_path_below (job->location, mount->location);

  return below != NULL && *below != '\0' ? below : NULL;
}

static void
folder_probe_cb (GObject *object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  GTask *task = user_data;
  ConnectJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (dm_connection_get_gone (job->connection))
    fail (task, create_gone_error (job));
  else if (dm_path_probe_finish (result, &error))
    attach (task);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fail (task, g_steal_pointer (&error));
  else
    fail (task, create_no_folder_error (job, get_folder (job)));
}

static void
probe_folder (GTask *task)
{
  ConnectJob *job = g_task_get_task_data (task);
  g_autofree char *path = g_build_filename (dm_connection_get_mount (job->connection)->path,
                                            get_folder (job), NULL);

  dm_path_probe_async (path, FOLDER_DEADLINE, job->cancellable, folder_probe_cb, task);
}

static void
path_probe_cb (GObject *object,
               GAsyncResult *result,
               gpointer user_data)
{
  GTask *task = user_data;
  ConnectJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (!dm_path_probe_finish (result, &error))
    fail (task, error);
  else if (dm_connection_get_gone (job->connection))
    fail (task, create_gone_error (job));
  else if (get_folder (job) != NULL)
    probe_folder (task);
  else
    attach (task);
}

static void
use_connection (GTask *task)
{
  ConnectJob *job = g_task_get_task_data (task);

  if (job->drive == NULL)
    attach (task);
  else
    dm_path_probe_async (dm_connection_get_mount (job->connection)->path, PATH_DEADLINE,
                         job->cancellable, path_probe_cb, task);
}

/* The connection */

static void
reason_cb (GObject *object,
           GAsyncResult *result,
           gpointer user_data)
{
  GTask *task = user_data;
  ConnectJob *job = g_task_get_task_data (task);
  g_autoptr (GError) reason = dm_smb_reason_find_finish (result);
  GError *error = g_steal_pointer (&job->error);

  if (reason != NULL)
    {
      g_error_free (error);
      error = g_steal_pointer (&reason);
    }
  else if (g_cancellable_is_cancelled (job->cancellable))
    {
      g_clear_error (&error);
      g_cancellable_set_error_if_cancelled (job->cancellable, &error);
    }
  fail (task, error);
}

/* Of most failures GVfs says "Invalid argument": the server says more to those who
 * ask it for the reason. Takes over the error and the task's reference. */
static void
fail_mount (GTask *task,
            GError *error)
{
  ConnectJob *job = g_task_get_task_data (task);
  gboolean is_vague = g_error_matches (error, DM_ERROR, DM_ERROR_EXTENDED_ERROR);

  /* GVfs asks for a password before it looks for the server. */
  if (job->doubt != NULL)
    {
      g_error_free (error);
      error = g_steal_pointer (&job->doubt);
    }
  if (!is_vague || !g_str_equal (dm_location_get_provider (job->root), "smb"))
    {
      fail (task, error);
      return;
    }

  g_clear_signal_handler (&job->cancelled_id, job->cancellable);
  job->error = error;
  dm_smb_reason_find_async (job->root, job->cancellable, reason_cb, task);
}

static void
mount_cb (GObject *object,
          GAsyncResult *result,
          gpointer user_data)
{
  GTask *task = user_data;
  ConnectJob *job = g_task_get_task_data (task);
  g_autoptr (DmMount) mount = NULL;
  GError *error = NULL;
  DmConnection *connection;

  mount = dm_gvfs_source_mount_finish (DM_GVFS_SOURCE (object), result, &error);
  job->locked = mount == NULL && dm_gvfs_source_mount_met_locked_keyring (result);
  connection = mount != NULL ? dm_manager_find_connection_of_mount (job->manager, mount) : NULL;
  if (connection != NULL)
    {
      job->connection = g_object_ref (connection);
      job->mounted = !dm_connection_get_deviceless (connection);
    }

  if (g_task_get_completed (task) || g_cancellable_is_cancelled (job->cancellable))
    {
      /* Cancelled meanwhile, and told so. */
      g_clear_error (&error);
      if (job->mounted)
        undo_mount (task);
      else
        {
          end_operation (task);
          g_object_unref (task);
        }
    }
  else if (error != NULL)
    {
      fail_mount (task, error);
    }
  else if (connection == NULL)
    {
      fail (task, create_gone_error (job));
    }
  else
    {
      use_connection (task);
    }
}

/* GVfs goes on mounting; the caller does not have to wait for that. */
static void
on_mount_cancelled_cb (GCancellable *cancellable,
                       gpointer user_data)
{
  GTask *task = user_data;
  ConnectJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = g_error_new_literal (DM_ERROR, DM_ERROR_CANCELLED, _ ("The operation was cancelled."));

  show_failure (job, error);
  g_task_return_error (task, g_steal_pointer (&error));
}

static void
start_mount (GTask *task)
{
  ConnectJob *job = g_task_get_task_data (task);

  if (job->cancellable != NULL)
    job->cancelled_id = g_signal_connect (job->cancellable, "cancelled",
                                          G_CALLBACK (on_mount_cancelled_cb), task);
  dm_gvfs_source_mount_async (dm_manager_get_gvfs_source (job->manager), job->root,
                              mount_cb, task);
}

static void
locked_secret_cb (GObject *object,
                  GAsyncResult *result,
                  gpointer user_data)
{
  GTask *task = user_data;
  ConnectJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (dm_locked_secret_check_finish (result, &error))
    {
      start_mount (task);
      return;
    }

  job->locked = error->code == DM_ERROR_LOGON_FAILURE;
  fail (task, error);
}

static void
take_server (GTask *task)
{
  ConnectJob *job = g_task_get_task_data (task);

  if (job->connection != NULL && !dm_connection_get_gone (job->connection))
    {
      use_connection (task);
      return;
    }

  /* GVfs would ask for the keyring's password, and nobody expects that. */
  g_clear_object (&job->connection);
  if (job->flags & DM_CONNECT_BACKGROUND)
    dm_locked_secret_check_async (job->root, job->cancellable, locked_secret_cb, task);
  else
    start_mount (task);
}

static void
server_probe_cb (GObject *object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  GTask *task = user_data;
  ConnectJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (!dm_server_probe_finish (result, &error) && dm_server_probe_leaves_doubt (result))
    job->doubt = g_steal_pointer (&error);

  if (error != NULL)
    fail (task, error);
  else if (g_cancellable_is_cancelled (job->cancellable))
    fail (task, g_error_new_literal (DM_ERROR, DM_ERROR_CANCELLED, ""));
  else
    take_server (task);
}

/* The start */

/* Whether the name may be given to the location; borrowed, or NULL without
 * @error when it is free. */
static gboolean
claim_name (ConnectJob *job,
            const char *local,
            DmDrive **drive,
            GError **error)
{
  DmDrive *found = dm_manager_find_drive (job->manager, local);
  g_autofree char *remote = NULL;

  *drive = found;
  if (dm_manager_is_claimed (job->manager, local))
    {
      g_set_error (error, DM_ERROR, DM_ERROR_BUSY,
                   _ ("Another operation on %s is under way. Wait for it, or cancel it."), local);
      return FALSE;
    }
  if (found == NULL)
    return TRUE;

  remote = dm_location_to_remote (dm_drive_get_location (found));
  if (dm_drive_get_connection (found) != NULL || dm_drive_is_connecting (found))
    {
      g_set_error (error, DM_ERROR, DM_ERROR_ALREADY_ASSIGNED,
                   _ ("Drive %s is already connected to %s. Choose another name, or disconnect it first."), local, remote);
      return FALSE;
    }

  if (!dm_location_equal (dm_drive_get_location (found), job->location))
    {
      g_set_error (error, DM_ERROR, DM_ERROR_DEVICE_ALREADY_REMEMBERED,
                   dm_drive_get_managed (found) != NULL
                     ? _ ("Drive %s is set up by your administrator for %s. Choose another name.")
                     : _ ("Drive %s is remembered for %s. Choose another name, or forget that drive first."), local, remote);
      return FALSE;
    }

  return TRUE;
}

static gboolean
prepare (ConnectJob *job,
         const char *local,
         GError **error)
{
  const GError *store_error = dm_drive_store_get_error (dm_manager_get_drive_store (job->manager));
  DmConnection *connection;
  DmDrive *drive = NULL;

  if (local != NULL && !claim_name (job, local, &drive, error))
    return FALSE;

  /* What cannot be written down is refused before anything is done. */
  if (local != NULL && (job->flags & DM_CONNECT_REMEMBER) && store_error != NULL)
    {
      g_propagate_error (error, g_error_copy (store_error));
      return FALSE;
    }

  connection = dm_manager_find_connection (job->manager, job->location);
  g_set_object (&job->connection, connection);
  job->root = connection != NULL ? dm_location_ref (dm_connection_get_mount (connection)->location)
                                 : dm_location_dup_mount_root (job->location);
  if (!dm_manager_begin (job->manager, job->root, error))
    return FALSE;

  if (local != NULL && drive == NULL)
    drive = dm_manager_add_drive (job->manager, local, job->location);
  if (drive != NULL)
    dm_drive_set_status (drive,
                         job->flags & DM_CONNECT_BACKGROUND ? DM_STATUS_RECONNECTING : DM_STATUS_CONNECTING, NULL);
  g_set_object (&job->drive, drive);

  return TRUE;
}

void
dm_connect_job_async (DmManager *manager,
                      const char *local,
                      DmLocation *location,
                      DmConnectFlags flags,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task;
  ConnectJob *job;
  GError *error = NULL;

  g_return_if_fail (DM_IS_MANAGER (manager));
  g_return_if_fail (location != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_connect_job_async);
  g_task_set_check_cancellable (task, FALSE);

  job = g_new0 (ConnectJob, 1);
  job->manager = g_object_ref (manager);
  job->location = dm_location_ref (location);
  job->flags = flags;
  job->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  g_task_set_task_data (task, job, (GDestroyNotify) connect_job_free);

  if (!prepare (job, local, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
  else if (job->connection != NULL && job->drive == NULL)
    {
      use_connection (task);
    }
  else if (job->flags & DM_CONNECT_SERVER_ANSWERS)
    {
      take_server (task);
    }
  else
    {
      /* Also where it is mounted already: only this tells soon of a server
       * that has gone meanwhile. */
      dm_server_probe_async (job->root, SERVER_DEADLINE, cancellable, server_probe_cb, task);
    }
}

char *
dm_connect_job_finish (GAsyncResult *result,
                       GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
dm_connect_job_met_locked_keyring (GAsyncResult *result)
{
  ConnectJob *job;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  job = g_task_get_task_data (G_TASK (result));

  return job->locked;
}
