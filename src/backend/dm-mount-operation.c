/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-mount-operation.h"

#include "dm-error.h"
#include "dm-secrets.h"
#include "dm-session-secret.h"

struct _DmMountOperation
{
  GMountOperation parent_instance;

  /* Owned */
  DmLocation *location;
  char *message;
  GArray *processes;
  DmSessionSecret *secret; /* (nullable) */

  DmMountOutcome outcome;
  gboolean was_asked;
  gboolean is_again;
  gboolean tried_password;
  gboolean tried_guest;
  gboolean is_locked; /* there is a password, in a locked keyring */
};

G_DEFINE_FINAL_TYPE (DmMountOperation, dm_mount_operation, G_TYPE_MOUNT_OPERATION)

typedef struct
{
  DmMountOperation *operation;
  GAskPasswordFlags flags;
  DmCredential *credential; /* (nullable) */
} Question;

static void
question_free (Question *self)
{
  g_object_unref (self->operation);
  g_clear_pointer (&self->credential, dm_credential_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
give_up (DmMountOperation *self,
         DmMountOutcome outcome)
{
  self->outcome = outcome;
  g_mount_operation_reply (G_MOUNT_OPERATION (self), G_MOUNT_OPERATION_ABORTED);
}

static void
answer_with_credential (DmMountOperation *self,
                        const DmCredential *credential)
{
  GMountOperation *operation = G_MOUNT_OPERATION (self);

  self->tried_password = TRUE;

  g_mount_operation_set_username (operation, credential->user);
  if (credential->domain != NULL)
    g_mount_operation_set_domain (operation, credential->domain);
  g_mount_operation_set_password (operation, credential->password);
  g_mount_operation_set_password_save (operation, G_PASSWORD_SAVE_NEVER);
  g_mount_operation_reply (operation, G_MOUNT_OPERATION_HANDLED);
}

static void
answer_as_guest (DmMountOperation *self)
{
  self->tried_guest = TRUE;

  g_mount_operation_set_anonymous (G_MOUNT_OPERATION (self), TRUE);
  g_mount_operation_reply (G_MOUNT_OPERATION (self), G_MOUNT_OPERATION_HANDLED);
}

static void
store_secret_cb (GObject *object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (GError) error = NULL;
  DmMountOperation *self = question->operation;

  self->secret = dm_session_secret_store_finish (result, &error);
  if (self->secret != NULL)
    {
      give_up (self, DM_MOUNT_OUTCOME_TRY_AGAIN);
      return;
    }

  g_debug ("The login has to be told to GVfs: %s", error->message);
  answer_with_credential (self, question->credential);
}

static void
lookup_secret_cb (GObject *object,
                  GAsyncResult *result,
                  gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (DmCredential) credential = NULL;
  g_autoptr (GError) error = NULL;
  DmMountOperation *self = question->operation;

  credential = dm_secrets_lookup_finish (result, &error);
  self->is_locked = g_error_matches (error, DM_ERROR, DM_ERROR_LOGON_FAILURE);

  /* GVfs looks for that very item itself before it asks: it was wrong. */
  if (credential != NULL && (credential->exact || self->is_again))
    give_up (self, DM_MOUNT_OUTCOME_WRONG_PASSWORD);
  else if (credential != NULL)
    {
      Question *kept = g_steal_pointer (&question);

      kept->credential = g_steal_pointer (&credential);
      dm_session_secret_store_async (self->location, kept->credential, store_secret_cb, kept);
    }
  else if (question->flags & G_ASK_PASSWORD_ANONYMOUS_SUPPORTED || dm_location_is_guest (self->location))
    answer_as_guest (self);
  else
    give_up (self, self->is_locked ? DM_MOUNT_OUTCOME_LOCKED : DM_MOUNT_OUTCOME_NO_PASSWORD);
}

static void
dm_mount_operation_ask_password (GMountOperation *operation,
                                 const char *message,
                                 const char *default_user,
                                 const char *default_domain,
                                 GAskPasswordFlags flags)
{
  DmMountOperation *self = DM_MOUNT_OPERATION (operation);
  Question *question;

  self->was_asked = TRUE;
  if (self->tried_password)
    {
      give_up (self, DM_MOUNT_OUTCOME_WRONG_PASSWORD);
      return;
    }

  if (self->tried_guest)
    {
      give_up (self, self->is_locked ? DM_MOUNT_OUTCOME_LOCKED : DM_MOUNT_OUTCOME_NO_PASSWORD);
      return;
    }

  question = g_new0 (Question, 1);
  question->operation = g_object_ref (self);
  question->flags = flags;
  dm_secrets_lookup_async (self->location, NULL, lookup_secret_cb, question);
}

static void
dm_mount_operation_ask_question (GMountOperation *operation,
                                 const char *message,
                                 const char *choices[])
{
  DmMountOperation *self = DM_MOUNT_OPERATION (operation);

  g_free (self->message);
  self->message = g_strdup (message);
  give_up (self, DM_MOUNT_OUTCOME_QUESTION);
}

static void
dm_mount_operation_show_processes (GMountOperation *operation,
                                   const char *message,
                                   GArray *processes,
                                   const char *choices[])
{
  DmMountOperation *self = DM_MOUNT_OPERATION (operation);

  g_free (self->message);
  self->message = g_strdup (message);
  g_clear_pointer (&self->processes, g_array_unref);
  self->processes = processes != NULL ? g_array_ref (processes) : NULL;
  give_up (self, DM_MOUNT_OUTCOME_PROCESSES);
}

static void
dm_mount_operation_finalize (GObject *object)
{
  DmMountOperation *self = DM_MOUNT_OPERATION (object);

  g_clear_pointer (&self->location, dm_location_unref);
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->processes, g_array_unref);
  g_clear_pointer (&self->secret, dm_session_secret_free);

  G_OBJECT_CLASS (dm_mount_operation_parent_class)->finalize (object);
}

static void
dm_mount_operation_class_init (DmMountOperationClass *klass)
{
  GMountOperationClass *operation_class = G_MOUNT_OPERATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dm_mount_operation_finalize;

  /* The vfuncs, not the signals: GIO answers "unhandled" for a handler that
   * does not answer before it returns. */
  operation_class->ask_password = dm_mount_operation_ask_password;
  operation_class->ask_question = dm_mount_operation_ask_question;
  operation_class->show_processes = dm_mount_operation_show_processes;
}

static void
dm_mount_operation_init (DmMountOperation *self)
{
}

DmMountOperation *
dm_mount_operation_new (DmLocation *location)
{
  DmMountOperation *self = g_object_new (DM_TYPE_MOUNT_OPERATION, NULL);

  self->location = dm_location_ref (location);

  return self;
}

DmMountOperation *
dm_mount_operation_new_again (DmMountOperation *first)
{
  DmMountOperation *self;

  g_return_val_if_fail (DM_IS_MOUNT_OPERATION (first), NULL);

  self = dm_mount_operation_new (first->location);
  self->is_again = TRUE;
  self->secret = g_steal_pointer (&first->secret);

  return self;
}

DmMountOutcome
dm_mount_operation_get_outcome (DmMountOperation *self)
{
  g_return_val_if_fail (DM_IS_MOUNT_OPERATION (self), DM_MOUNT_OUTCOME_NONE);

  return self->outcome;
}

gboolean
dm_mount_operation_was_asked (DmMountOperation *self)
{
  g_return_val_if_fail (DM_IS_MOUNT_OPERATION (self), FALSE);

  return self->was_asked;
}

const char *
dm_mount_operation_get_message (DmMountOperation *self)
{
  g_return_val_if_fail (DM_IS_MOUNT_OPERATION (self), NULL);

  return self->message;
}

GArray *
dm_mount_operation_get_processes (DmMountOperation *self)
{
  g_return_val_if_fail (DM_IS_MOUNT_OPERATION (self), NULL);

  return self->processes;
}
