/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-smb-reason.h"

#include "dm-error.h"
#include "dm-smb-question.h"

/* What the question itself failed of says nothing about the share. */
static gboolean
is_reason (const GError *error)
{
  return error->domain == DM_ERROR && error->code != DM_ERROR_EXTENDED_ERROR;
}

static void
ask_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DmSmbAnswer) answer = dm_smb_question_ask_finish (result, &error);

  if (answer != NULL)
    dm_smb_question_to_error (result, answer, &error);

  if (error != NULL && is_reason (error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

void
dm_smb_reason_find_async (DmLocation *location,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;

  g_return_if_fail (location != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_smb_reason_find_async);
  dm_smb_question_ask_async (dm_smb_question_new (DM_SMB_OPERATION_CHECK, location), location,
                             DM_SMB_WORKER_DEADLINE, cancellable, ask_cb, task);
}

GError *
dm_smb_reason_find_finish (GAsyncResult *result)
{
  GError *error = NULL;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  g_task_propagate_boolean (G_TASK (result), &error);

  return error;
}
