/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who waits: the calls that bring drives back, and those that want a drive to be
 * left alone first. */

#include "config.h"

#include "dm-reconnector-private.h"

/* What a call to bring drives back waits for. */
typedef struct
{
  GHashTable *pending; /* local names, a set */
  GPtrArray *tried;
} Round;

static void
round_free (Round *self)
{
  g_hash_table_unref (self->pending);
  g_ptr_array_unref (self->tried);
  g_free (self);
}

void
dm_reconnector_end_rounds (DmReconnector *self,
                           const char *local)
{
  for (guint i = self->rounds->len; i > 0; i--)
    {
      g_autoptr (GTask) task = g_object_ref (self->rounds->pdata[i - 1]);
      Round *round = g_task_get_task_data (task);

      g_hash_table_remove (round->pending, local);
      if (g_hash_table_size (round->pending) > 0)
        continue;
      g_ptr_array_remove_index (self->rounds, i - 1);
      g_task_return_pointer (task, g_ptr_array_ref (round->tried), (GDestroyNotify) g_ptr_array_unref);
    }
}

void
dm_reconnector_end_waiting (DmReconnector *self,
                            const char *local)
{
  for (guint i = self->waiters->len; i > 0; i--)
    {
      g_autoptr (GTask) task = g_object_ref (self->waiters->pdata[i - 1]);

      if (!g_str_equal (g_task_get_task_data (task), local))
        continue;
      g_ptr_array_remove_index (self->waiters, i - 1);
      g_task_return_boolean (task, TRUE);
    }
}

static gboolean
has_profile (DmDrive *drive,
             const char *profile)
{
  const DmDriveSettings *settings = dm_drive_get_settings (drive);

  return profile == NULL || g_strv_contains ((const char *const *) settings->profiles, profile);
}

/* FALSE: it is there, or it is not meant. */
static gboolean
want (DmReconnector *self,
      DmDrive *drive,
      const char *profile)
{
  if (!dm_drive_get_remembered (drive) || !has_profile (drive, profile))
    return FALSE;

  dm_drive_set_wanted (drive, TRUE);
  dm_reconnector_set_hold (self, dm_drive_get_local (drive), HOLD_NONE);

  return dm_reconnector_is_awaited (self, drive);
}

/* Whether the login session @session, NULL being none, has had its drives. The
 * bus may outlive one session and carry the next. */
static gboolean
has_begun (DmReconnector *self,
           const char *session)
{
  const char *last = dm_manager_get_session (self->manager);

  return session != NULL && last != NULL &&
         (*session == '\0' || *last == '\0' || g_str_equal (session, last));
}

void
dm_reconnector_bring_back_async (DmReconnector *self,
                                 const char *session,
                                 const char *profile,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GPtrArray) drives = NULL;
  Round *round;

  g_return_if_fail (DM_IS_RECONNECTOR (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_reconnector_bring_back_async);
  round = g_new0 (Round, 1);
  round->pending = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  round->tried = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, round, (GDestroyNotify) round_free);

  drives = dm_manager_list_drives (self->manager);
  for (guint i = 0; i < drives->len && !has_begun (self, session); i++)
    if (want (self, drives->pdata[i], profile))
      {
        g_hash_table_add (round->pending, g_strdup (dm_drive_get_local (drives->pdata[i])));
        g_ptr_array_add (round->tried, g_strdup (dm_drive_get_local (drives->pdata[i])));
      }
  if ((session != NULL && *session != '\0') || dm_manager_get_session (self->manager) == NULL)
    dm_manager_set_session (self->manager, session != NULL ? session : "");
  dm_manager_note_intent (self->manager);

  if (round->tried->len == 0)
    {
      g_task_return_pointer (task, g_ptr_array_ref (round->tried), (GDestroyNotify) g_ptr_array_unref);
      return;
    }

  g_ptr_array_add (self->rounds, g_steal_pointer (&task));
  dm_reconnector_request_all (self, session != NULL ? DM_RETRY_REASON_SIGN_IN : DM_RETRY_REASON_USER);
  dm_reconnector_start_waking_all (self);
}

GPtrArray *
dm_reconnector_bring_back_finish (DmReconnector *self,
                                  GAsyncResult *result,
                                  GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
dm_reconnector_is_trying (DmReconnector *self,
                          const char *local)
{
  g_return_val_if_fail (DM_IS_RECONNECTOR (self), FALSE);

  return g_hash_table_contains (self->attempts, local);
}

void
dm_reconnector_wait_async (DmReconnector *self,
                           const char *local,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DM_IS_RECONNECTOR (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_reconnector_wait_async);
  g_task_set_task_data (task, g_strdup (local), g_free);
  if (dm_reconnector_is_trying (self, local))
    g_ptr_array_add (self->waiters, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

gboolean
dm_reconnector_wait_finish (DmReconnector *self,
                            GAsyncResult *result,
                            GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
dm_reconnector_update_rounds (DmReconnector *self)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->rounds->len; i++)
    g_ptr_array_add (tasks, g_object_ref (self->rounds->pdata[i]));

  for (guint i = 0; i < tasks->len; i++)
    {
      Round *round = g_task_get_task_data (tasks->pdata[i]);
      g_autofree gpointer *locals = g_hash_table_get_keys_as_array (round->pending, NULL);

      for (guint j = 0; locals[j] != NULL; j++)
        {
          g_autofree char *local = g_strdup (locals[j]);
          DmDrive *drive = dm_manager_find_drive (self->manager, local);

          if ((drive == NULL || !dm_reconnector_is_awaited (self, drive)) &&
              !g_hash_table_contains (self->attempts, local))
            dm_reconnector_end_rounds (self, local);
        }
    }
}
