/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-server-files-job.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dm-error.h"
#include "dm-smb-question.h"

/* As servers call those who came without a name. */
static const char *const guests[] = { "nobody", "guest", "anonymous logon", "", NULL };

typedef struct
{
  DmMount *mount;
  GPtrArray *holders;
} FilesJob;

static void
files_job_free (FilesJob *self)
{
  dm_mount_unref (self->mount);
  g_ptr_array_unref (self->holders);
  g_free (self);
}

static gboolean
check_provider (DmMount *mount,
                GError **error)
{
  g_autofree char *remote = NULL;

  if (mount->location != NULL && g_str_equal (dm_location_get_provider (mount->location), "smb"))
    return TRUE;

  remote = mount->location != NULL ? dm_location_to_remote (mount->location) : g_strdup (mount->path);
  g_set_error (error, DM_ERROR, DM_ERROR_NOT_SUPPORTED,
               _ ("Only SMB servers tell which files are open, and %s is not on one."), remote);

  return FALSE;
}

/* Merging */

static const char *
skip_domain (const char *user)
{
  const char *backslash = strrchr (user, '\\');

  return backslash != NULL ? backslash + 1 : user;
}

/* Whether the server's @user is who this computer is to it. */
static gboolean
is_own_login (const char *user,
              const char *login)
{
  g_autofree char *name = g_utf8_casefold (skip_domain (user), -1);
  g_autofree char *own = login != NULL ? g_utf8_casefold (login, -1) : NULL;

  if (own == NULL || g_str_equal (own, "guest"))
    return g_strv_contains (guests, name);

  return g_str_equal (name, own);
}

/* A name of SMB knows no case; each program's file explains one of the server's. */
static GHashTable *
list_own_paths (GPtrArray *holders)
{
  GHashTable *paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < holders->len; i++)
    {
      const DmHolder *holder = holders->pdata[i];

      if (holder->path != NULL && (holder->kind == DM_HOLDER_FILE || holder->kind == DM_HOLDER_MAPPED))
        {
          g_autofree char *valid = g_utf8_make_valid (holder->path, -1);

          g_hash_table_add (paths, g_utf8_casefold (valid, -1));
        }
    }

  return paths;
}

/* Below @mount, which may be a folder of the share (one of the kernel's); NULL: it is
 * elsewhere in the share. */
static const char *
find_path_below (DmMount *mount,
                 const char *path)
{
  const char *root = dm_location_get_path (mount->location);
  gsize length = strlen (root);

  if (length == 0)
    return path;
  if (!g_str_has_prefix (path, root) || (path[length] != '/' && path[length] != '\0'))
    return NULL;

  return path[length] == '/' ? path + length + 1 : path + length;
}

/* (nullable): NULL if it is not on the mount. */
static DmHolder *
create_holder (DmMount *mount,
               GVariant *file)
{
  DmHolder *holder;
  const char *path = "", *mode = "";

  g_variant_lookup (file, "path", "&s", &path);
  path = find_path_below (mount, path);
  if (path == NULL)
    return NULL;

  holder = dm_holder_new (0, DM_HOLDER_SERVER, DM_HOLDER_SOURCE_SERVER);
  g_variant_lookup (file, "mode", "&s", &mode);
  g_variant_lookup (file, "id", "u", &holder->id);
  g_variant_lookup (file, "user", "s", &holder->user);
  g_variant_lookup (file, "server-path", "s", &holder->server_path);
  holder->path = *path != '\0' ? g_build_filename (mount->path != NULL ? mount->path : "/", path, NULL) : g_strdup (mount->path);
  if (*mode != '\0')
    dm_holder_mode_from_string (mode, &holder->mode, NULL);

  return holder;
}

static void
merge (FilesJob *self,
       GVariant *files,
       const char *login)
{
  g_autoptr (GHashTable) own = list_own_paths (self->holders);

  for (gsize i = 0; i < g_variant_n_children (files); i++)
    {
      g_autoptr (GVariant) file = g_variant_get_child_value (files, i);
      g_autoptr (DmHolder) holder = create_holder (self->mount, file);
      g_autofree char *key = holder != NULL && holder->path != NULL ? g_utf8_casefold (holder->path, -1) : g_strdup ("");

      if (holder == NULL)
        continue;
      if (is_own_login (holder->user != NULL ? holder->user : "", login) && g_hash_table_remove (own, key))
        continue;
      g_ptr_array_add (self->holders, g_steal_pointer (&holder));
    }
}

static void
list_cb (GObject *object,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (DmSmbAnswer) answer = dm_smb_question_ask_finish (result, &error);

  if (answer != NULL)
    dm_smb_question_to_error (result, answer, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  merge (g_task_get_task_data (task), answer->entries, dm_smb_question_get_user (result));
  g_task_return_boolean (task, TRUE);
}

void
dm_server_files_job_add_async (DmMount *mount,
                               GPtrArray *holders,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  FilesJob *job = g_new0 (FilesJob, 1);
  GError *error = NULL;

  job->mount = dm_mount_ref (mount);
  job->holders = g_ptr_array_ref (holders);
  g_task_set_source_tag (task, dm_server_files_job_add_async);
  g_task_set_task_data (task, job, (GDestroyNotify) files_job_free);

  if (check_provider (mount, &error))
    {
      dm_smb_question_ask_async (dm_smb_question_new (DM_SMB_OPERATION_FILES, mount->location), mount->location,
                                 DM_SMB_WORKER_DEADLINE, cancellable, list_cb, task);
      return;
    }

  g_task_return_error (task, error);
  g_object_unref (task);
}

gboolean
dm_server_files_job_add_finish (GAsyncResult *result,
                                GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
close_cb (GObject *object,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (DmSmbAnswer) answer = dm_smb_question_ask_finish (result, &error);

  if (answer != NULL)
    dm_smb_question_to_error (result, answer, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
dm_server_files_job_close_async (DmMount *mount,
                                 guint32 id,
                                 const char *server_path,
                                 const char *user,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;
  DmSmbRequest *request;

  g_task_set_source_tag (task, dm_server_files_job_close_async);
  /* When it has been closed, that is what the caller must hear. */
  g_task_set_check_cancellable (task, FALSE);
  if (!check_provider (mount, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  request = dm_smb_question_new (DM_SMB_OPERATION_CLOSE_FILE, mount->location);
  request->file_id = id;
  request->file_path = g_strdup (server_path);
  request->file_user = g_strdup (user);
  dm_smb_question_ask_async (request, mount->location, DM_SMB_WORKER_DEADLINE, cancellable, close_cb, task);
}

gboolean
dm_server_files_job_close_finish (GAsyncResult *result,
                                  GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
