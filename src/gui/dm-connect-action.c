/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-connect-action.h"

#include <glib/gi18n-lib.h>

#include "dm-bidi.h"
#include "dm-error.h"
#include "dm-local-name.h"
#include "dm-password-dialog.h"
#include "dm-switch-user.h"
#include "dm-toast.h"

/* Signing in: the task's data. */
typedef struct
{
  GtkWindow *parent;    /* Borrowed: NULL once it is gone */
  GtkWindow *dialog;    /* Borrowed: while it asks */
  char *connected_user; /* Owned (nullable): no use to give the same again */
  DmSignInSave save;
  gboolean is_answered; /* at least once */
} Asking;

static void try (GTask *task);

static void
asking_free (gpointer data)
{
  Asking *self = data;

  g_clear_weak_pointer (&self->parent);
  g_free (self->connected_user);
  g_free (self);
}

static void
give_up (GTask *task)
{
  g_task_return_new_error (task, DM_ERROR, DM_ERROR_CANCELLED, _ ("The operation was cancelled."));
}

static void
on_dialog_response_cb (DmPasswordDialog *dialog,
                       const char *response,
                       GTask *task)
{
  Asking *self = g_task_get_task_data (task);

  self->dialog = NULL;
  if (!g_str_equal (response, "connect"))
    {
      give_up (task);
      return;
    }

  dm_password_dialog_apply (dialog);
  self->save = dm_password_dialog_get_save (dialog);
  self->is_answered = TRUE;
  if (g_strcmp0 (self->connected_user, dm_sign_in_get_user (g_task_get_source_object (task))) != 0)
    try (task);
  else
    g_task_return_new_error (task, DM_ERROR, DM_ERROR_INVALID_PARAMETER,
                             _ ("It is connected as %s already. To use another password, disconnect it first."),
                             self->connected_user);
}

/* The window went, and the dialog with it. */
static void
on_dialog_destroyed_cb (GtkWidget *dialog,
                        GTask *task)
{
  Asking *self = g_task_get_task_data (task);

  if (self->dialog == NULL)
    return;

  self->dialog = NULL;
  give_up (task);
}

static void
unref_closure (gpointer data,
               GClosure *closure)
{
  g_object_unref (data);
}

/* @message: (nullable): why. */
static void
ask (GTask *task,
     const char *message)
{
  Asking *self = g_task_get_task_data (task);
  DmSignIn *sign_in = g_task_get_source_object (task);
  GtkWidget *dialog = dm_password_dialog_new (self->parent, sign_in, self->is_answered ? NULL : message);

  dm_password_dialog_set_save (DM_PASSWORD_DIALOG (dialog), self->save);
  if (self->is_answered)
    dm_password_dialog_set_error (DM_PASSWORD_DIALOG (dialog), message);

  self->dialog = GTK_WINDOW (dialog);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_dialog_response_cb),
                         g_object_ref (task), unref_closure, 0);
  g_signal_connect_data (dialog, "destroy", G_CALLBACK (on_dialog_destroyed_cb),
                         g_object_ref (task), unref_closure, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_tried_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Asking *self = g_task_get_task_data (task);
  GError *error = NULL;
  char *path = dm_sign_in_try_finish (DM_SIGN_IN (source), result, &error);

  if (path != NULL)
    {
      g_task_return_pointer (task, path, g_free);
      return;
    }
  if (self->parent == NULL || !g_error_matches (error, DM_ERROR, DM_ERROR_LOGON_FAILURE))
    {
      g_task_return_error (task, error);
      return;
    }

  ask (task, error->message);
  g_error_free (error);
}

static void
try (GTask *task)
{
  dm_sign_in_try_async (g_task_get_source_object (task), g_task_get_cancellable (task),
                        on_tried_cb, g_object_ref (task));
}

static GTask *
create_task (GtkWindow *parent,
             DmSignIn *sign_in,
             DmSignInSave save,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  GTask *task = g_task_new (sign_in, cancellable, callback, user_data);
  Asking *self = g_new0 (Asking, 1);

  /* What the service answers counts, also when it was cancelled too late. */
  g_task_set_check_cancellable (task, FALSE);
  g_set_weak_pointer (&self->parent, parent);
  self->save = save;
  g_task_set_task_data (task, self, asking_free);

  return task;
}

/* One reconnect, from the click to the toast. */
typedef struct
{
  GtkWindow *parent; /* Borrowed: NULL once it is gone */

  /* Owned */
  DmClient *client;
  DmSignIn *sign_in;
  DmLocation *location; /* (nullable): where it is, when as whom is to change */
  GStrv deviceless;     /* what was connected without a name before, then */
  char *name;
  char *shown;

  gboolean is_drive;
  gboolean remember;
} Run;

static void
run_free (Run *self)
{
  g_clear_weak_pointer (&self->parent);
  g_clear_object (&self->client);
  g_clear_object (&self->sign_in);
  g_clear_pointer (&self->location, dm_location_unref);
  g_clear_pointer (&self->deviceless, g_strfreev);
  g_free (self->name);
  g_free (self->shown);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static void
report_success (Run *self)
{
  g_autofree char *action = g_strconcat ("win.open-item::", self->name, NULL);
  /* Translators: a drive, as in “Z: connected” */
  g_autofree char *text = g_strdup_printf (_ ("%s connected"), self->shown);

  if (self->parent != NULL)
    dm_toast_show (GTK_WIDGET (self->parent), text, _ ("Open"), action);
}

/* Retrying to change the user would mean to ask again. */
static void
report_error (Run *self,
              const GError *error)
{
  g_autofree char *action = g_strconcat ("win.connect-item::", self->name, NULL);
  gboolean can_retry = self->location == NULL;

  if (self->parent != NULL && !g_error_matches (error, DM_ERROR, DM_ERROR_CANCELLED))
    dm_toast_show (GTK_WIDGET (self->parent), error->message, can_retry ? _ ("Retry") : NULL,
                   can_retry ? action : NULL);
}

static void
on_user_switched_cb (GObject *source,
                     GAsyncResult *result,
                     gpointer user_data)
{
  g_autoptr (Run) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!dm_switch_user_finish (result, &error))
    {
      report_error (self, error);
      return;
    }

  report_success (self);
  /* It is another object now. */
  if (self->parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->parent), "win.show-item", "s", self->name);
}

static void
switch_user (Run *self)
{
  g_autoptr (DmLocation) location = dm_location_dup_with_user (self->location,
                                                               dm_sign_in_get_domain (self->sign_in),
                                                               dm_sign_in_get_user (self->sign_in));
  g_autofree char *uri = dm_location_to_uri (location);
  gboolean keep = g_strv_contains ((const char *const *) self->deviceless, uri);

  dm_switch_user_async (self->client, self->name, location, self->remember, keep, on_user_switched_cb, self);
}

static void
on_run_ended_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (Run) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dm_connect_action_sign_in_finish (result, &error);

  if (path == NULL)
    report_error (self, error);
  else if (self->location != NULL && self->is_drive)
    switch_user (g_steal_pointer (&self));
  else
    report_success (self);
}

static Run *
run_new (GtkWindow *parent,
         DmClient *client,
         const char *name)
{
  Run *self = g_new0 (Run, 1);

  g_set_weak_pointer (&self->parent, parent);
  self->client = g_object_ref (client);
  self->name = g_strdup (name);
  self->shown = dm_bidi_isolate (name);

  return self;
}

static GStrv
list_deviceless (DmClient *client)
{
  g_autoptr (GStrvBuilder) uris = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (client)); i++)
    {
      g_autoptr (DmItem) item = g_list_model_get_item (G_LIST_MODEL (client), i);

      if (!dm_item_is_drive (item) && dm_item_get_uri (item) != NULL)
        g_strv_builder_add (uris, dm_item_get_uri (item));
    }

  return g_strv_builder_end (uris);
}

/* Asks as whom, connects the place so without a name, and only when that works
 * moves the drive there. */
static void
run_as_other (Run *self,
              DmItem *item,
              DmSignInSave save)
{
  g_autoptr (GTask) task = NULL;
  Asking *asking;

  self->location = dm_location_parse (dm_item_get_uri (item), NULL);
  self->deviceless = list_deviceless (self->client);
  self->is_drive = dm_item_is_drive (item);
  self->remember = dm_item_is_remembered (item);
  self->sign_in = dm_sign_in_new (self->client, NULL, dm_item_get_uri (item), FALSE);

  task = create_task (self->parent, self->sign_in, save, NULL, on_run_ended_cb, self);
  asking = g_task_get_task_data (task);
  asking->connected_user = dm_item_get_path (item) != NULL ? g_strdup (dm_item_get_user (item)) : NULL;
  ask (task, NULL);
}

static void
run (Run *self,
     DmSignInSave save)
{
  g_autoptr (GTask) task = NULL;

  self->sign_in = dm_sign_in_new (self->client, NULL, self->name, FALSE);
  task = create_task (self->parent, self->sign_in, save, NULL, on_run_ended_cb, self);
  try (task);
}

void
dm_connect_action_run (GtkWindow *parent,
                       DmClient *client,
                       DmItem *item,
                       gboolean use_other)
{
  DmSignInSave save;
  Run *self;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (DM_IS_CLIENT (client));
  g_return_if_fail (DM_IS_ITEM (item));

  /* Who wants the drive back at sign-in wants to type no password then. */
  save = dm_item_is_remembered (item) ? DM_SIGN_IN_SAVE_PERMANENT : DM_SIGN_IN_SAVE_SESSION;
  self = run_new (parent, client, dm_item_get_name (item));
  if (use_other && dm_item_get_uri (item) != NULL)
    run_as_other (self, item, save);
  else
    run (self, save);
}

void
dm_connect_action_run_name (GtkWindow *parent,
                            DmClient *client,
                            const char *name)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (DM_IS_CLIENT (client));
  g_return_if_fail (name != NULL);

  run (run_new (parent, client, name), DM_SIGN_IN_SAVE_SESSION);
}

void
dm_connect_action_sign_in_async (GtkWindow *parent,
                                 DmSignIn *sign_in,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (DM_IS_SIGN_IN (sign_in));

  task = create_task (parent, sign_in, DM_SIGN_IN_SAVE_SESSION, cancellable, callback, user_data);
  try (task);
}

void
dm_connect_action_ask_async (GtkWindow *parent,
                             DmSignIn *sign_in,
                             const char *message,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (DM_IS_SIGN_IN (sign_in));

  task = create_task (parent, sign_in, DM_SIGN_IN_SAVE_SESSION, cancellable, callback, user_data);
  ask (task, message);
}

char *
dm_connect_action_sign_in_finish (GAsyncResult *result,
                                  GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
