/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-smb-question.h"

#include <unistd.h>

#include "dm-error.h"
#include "dm-secrets.h"

typedef struct
{
  DmSmbRequest *request;
  DmLocation *location;
  guint deadline_ms;
  gboolean is_quiet;
} Question;

static Question *
get_question (GAsyncResult *result)
{
  return g_task_get_task_data (G_TASK (result));
}

static void
question_free (Question *self)
{
  dm_smb_request_free (self->request);
  dm_location_unref (self->location);
  g_free (self);
}

/* Where tickets are is the Kerberos library's knowledge, which is not worth loading
 * it for: with a ticket in another place a user can still be named. */
static gboolean
has_ticket (void)
{
  const char *place = g_getenv ("KRB5CCNAME");
  g_autofree char *file = NULL;

  if (place == NULL || *place == '\0')
    file = g_strdup_printf ("/tmp/krb5cc_%u", (guint) getuid ());
  else if (g_str_has_prefix (place, "FILE:"))
    file = g_strdup (place + strlen ("FILE:"));
  else if (*place == '/')
    file = g_strdup (place);

  return file == NULL || access (file, R_OK) == 0;
}

static void
take_user (DmSmbRequest *request, const char *user, const char *domain)
{
  g_free (request->user);
  g_free (request->domain);
  request->user = g_strdup (user);
  request->domain = g_strdup (domain);
}

static void
take_login (Question *self, DmCredential *credential)
{
  DmSmbRequest *request = self->request;
  const char *domain = dm_location_get_domain (self->location);

  if (credential != NULL)
    {
      take_user (request, credential->user, credential->domain != NULL ? credential->domain : domain);
      dm_smb_request_set_password (request, credential->password);
    }
  else
    {
      take_user (request, dm_location_get_user (self->location), domain);
    }

  request->kerberos = has_ticket ();
}

static void run (GTask *task);

/* A ticket is for no server but those of its realm: here a guest may do. */
static gboolean
is_worth_a_guest (Question *self, DmSmbAnswer *answer)
{
  return answer->failure == DM_SMB_FAILURE_LOGIN && self->request->kerberos && self->request->user == NULL;
}

static void
worker_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (DmSmbAnswer) answer = NULL;
  Question *self = g_task_get_task_data (task);
  GError *error = NULL;

  answer = dm_smb_worker_run_finish (result, &error);
  if (answer == NULL)
    {
      g_task_return_error (task, error);
    }
  else if (is_worth_a_guest (self, answer))
    {
      self->request->kerberos = FALSE;
      run (task);
    }
  else
    {
      g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) dm_smb_answer_free);
    }
}

static void
run (GTask *task)
{
  Question *self = g_task_get_task_data (task);

  dm_smb_worker_run_async (self->request, self->deadline_ms, g_task_get_cancellable (task),
                           worker_cb, g_object_ref (task));
}

/* A name without its password lets nobody in. */
static gboolean
is_bound_to_fail (Question *self, DmCredential *credential)
{
  return credential == NULL && dm_location_get_user (self->location) != NULL && !has_ticket ();
}

static void
lookup_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (DmCredential) credential = NULL;
  Question *self = g_task_get_task_data (task);
  GError *error = NULL;

  credential = dm_secrets_lookup_finish (result, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (self->is_quiet && is_bound_to_fail (self, credential))
    {
      g_task_return_new_error (task, DM_ERROR, DM_ERROR_LOGON_FAILURE, "No login is saved.");
      return;
    }

  take_login (self, credential);
  run (task);
}

static Question *
question_new (DmSmbRequest *request, DmLocation *location, guint deadline_ms)
{
  Question *self = g_new0 (Question, 1);

  self->request = request;
  self->location = dm_location_ref (location);
  self->deadline_ms = deadline_ms;
  request->timeout = deadline_ms;

  return self;
}

/* Takes both over. */
static void
ask (Question *self, GTask *task)
{
  g_task_set_source_tag (task, ask);
  g_task_set_task_data (task, self, (GDestroyNotify) question_free);

  if (dm_location_is_guest (self->location))
    run (task);
  else
    dm_secrets_lookup_async (self->location, g_task_get_cancellable (task), lookup_cb, g_object_ref (task));
  g_object_unref (task);
}

DmSmbRequest *
dm_smb_question_new (DmSmbOperation operation, DmLocation *location)
{
  DmSmbRequest *request;

  g_return_val_if_fail (location != NULL, NULL);

  request = dm_smb_request_new (operation, dm_location_get_server (location),
                                dm_location_get_effective_port (location));
  if (operation != DM_SMB_OPERATION_SHARES)
    request->share = g_strdup (dm_location_get_share (location));
  if ((operation == DM_SMB_OPERATION_CHECK || operation == DM_SMB_OPERATION_SPACE) &&
      *dm_location_get_path (location) != '\0')
    request->path = g_strdup (dm_location_get_path (location));

  return request;
}

void
dm_smb_question_ask_async (DmSmbRequest *request,
                           DmLocation *location,
                           guint deadline_ms,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (request != NULL && location != NULL);

  ask (question_new (request, location, deadline_ms),
       g_task_new (NULL, cancellable, callback, user_data));
}

void
dm_smb_question_ask_quietly_async (DmSmbRequest *request,
                                   DmLocation *location,
                                   guint deadline_ms,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  Question *self;

  g_return_if_fail (request != NULL && location != NULL);

  self = question_new (request, location, deadline_ms);
  self->is_quiet = TRUE;
  ask (self, g_task_new (NULL, cancellable, callback, user_data));
}

DmSmbAnswer *
dm_smb_question_ask_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
dm_smb_question_to_error (GAsyncResult *result, DmSmbAnswer *answer, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return dm_smb_answer_to_error (answer, get_question (result)->request, error);
}

gboolean
dm_smb_question_had_password (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return get_question (result)->request->password != NULL;
}

const char *
dm_smb_question_get_user (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return get_question (result)->request->user;
}

gboolean
dm_smb_question_had_ticket (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return get_question (result)->request->kerberos;
}
