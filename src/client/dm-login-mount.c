/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-login-mount.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#include "dm-error.h"

/* Answers GVfs' questions. A subclass, because with a signal handler GIO's own
 * default answers "unhandled" behind it. */
#define DM_TYPE_LOGIN_OPERATION (dm_login_operation_get_type ())
G_DECLARE_FINAL_TYPE (DmLoginOperation, dm_login_operation, DM, LOGIN_OPERATION, GMountOperation)

struct _DmLoginOperation
{
  GMountOperation parent_instance;

  DmLocation *location;
  SecretValue *password; /* until it was given */

  gboolean was_refused; /* it asked again: the login is wrong */
  char *question;       /* what it asked that we cannot answer */
};

G_DEFINE_FINAL_TYPE (DmLoginOperation, dm_login_operation, G_TYPE_MOUNT_OPERATION)

static void
dm_login_operation_ask_password (GMountOperation *operation,
                                 const char *message,
                                 const char *default_user,
                                 const char *default_domain,
                                 GAskPasswordFlags flags)
{
  DmLoginOperation *self = DM_LOGIN_OPERATION (operation);
  const char *domain = dm_location_get_domain (self->location);

  if (self->password == NULL)
    {
      self->was_refused = TRUE;
      g_mount_operation_reply (operation, G_MOUNT_OPERATION_ABORTED);
      return;
    }

  g_mount_operation_set_username (operation, dm_location_get_user (self->location));
  g_mount_operation_set_domain (operation, domain != NULL ? domain : default_domain);
  g_mount_operation_set_password (operation, secret_value_get_text (self->password));
  g_mount_operation_set_password_save (operation, G_PASSWORD_SAVE_NEVER);
  g_clear_pointer (&self->password, secret_value_unref);
  g_mount_operation_reply (operation, G_MOUNT_OPERATION_HANDLED);
}

static void
dm_login_operation_ask_question (GMountOperation *operation,
                                 const char *message,
                                 const char *choices[])
{
  DmLoginOperation *self = DM_LOGIN_OPERATION (operation);

  /* An unknown host key or certificate: not ours to accept. */
  g_free (self->question);
  self->question = g_strdup (message);
  g_mount_operation_reply (operation, G_MOUNT_OPERATION_ABORTED);
}

static void
dm_login_operation_finalize (GObject *object)
{
  DmLoginOperation *self = DM_LOGIN_OPERATION (object);

  g_clear_pointer (&self->location, dm_location_unref);
  g_clear_pointer (&self->password, secret_value_unref);
  g_clear_pointer (&self->question, g_free);

  G_OBJECT_CLASS (dm_login_operation_parent_class)->finalize (object);
}

static void
dm_login_operation_class_init (DmLoginOperationClass *klass)
{
  GMountOperationClass *operation_class = G_MOUNT_OPERATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dm_login_operation_finalize;
  operation_class->ask_password = dm_login_operation_ask_password;
  operation_class->ask_question = dm_login_operation_ask_question;
}

static void
dm_login_operation_init (DmLoginOperation *self)
{
}

static GError *
translate_error (DmLoginOperation *operation,
                 GError *error)
{
  g_autofree char *remote = dm_location_to_remote (operation->location);

  if (operation->was_refused)
    {
      g_error_free (error);
      return g_error_new (DM_ERROR, DM_ERROR_LOGON_FAILURE,
                          _ ("%s does not accept this user name and password. Check both and try again."),
                          remote);
    }
  if (operation->question != NULL)
    {
      g_error_free (error);
      return g_error_new (DM_ERROR, DM_ERROR_EXTENDED_ERROR,
                          _ ("%s asks a question that must be answered first; open it once in the file manager: %s"),
                          remote, operation->question);
    }

  dm_error_normalize (&error);

  return error;
}

static void
on_location_mounted_cb (GObject *source,
                        GAsyncResult *result,
                        gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_file_mount_enclosing_volume_finish (G_FILE (source), result, &error))
    {
      g_task_return_boolean (task, TRUE);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_ALREADY_MOUNTED))
    {
      g_clear_error (&error);
      g_task_return_boolean (task, TRUE);
    }
  else
    {
      g_task_return_error (task, translate_error (g_task_get_task_data (task), error));
    }
}

void
dm_login_mount_async (DmLocation *location,
                      const char *password,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (DmLocation) root = NULL;
  g_autofree char *uri = NULL;
  g_autoptr (GFile) file = NULL;
  DmLoginOperation *operation;
  GTask *task;

  g_return_if_fail (location != NULL && dm_location_get_user (location) != NULL);
  g_return_if_fail (password != NULL);

  root = dm_location_dup_mount_root (location);
  uri = dm_location_to_uri (root);
  file = g_file_new_for_uri (uri);
  operation = g_object_new (DM_TYPE_LOGIN_OPERATION, NULL);
  operation->location = dm_location_ref (location);
  operation->password = secret_value_new (password, -1, "text/plain");

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_task_data (task, operation, g_object_unref);
  g_file_mount_enclosing_volume (file, G_MOUNT_MOUNT_NONE, G_MOUNT_OPERATION (operation),
                                 cancellable, on_location_mounted_cb, task);
}

gboolean
dm_login_mount_finish (GAsyncResult *result,
                       GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
