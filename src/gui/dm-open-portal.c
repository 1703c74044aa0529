/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-open-portal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "dm-portal.h"

#define PATIENCE 10 /* seconds */

typedef struct
{
  /* Owned */
  char *path;
  GCancellable *opening;

  gboolean is_item;
  guint timeout_id;
} Question;

static void
question_free (Question *self)
{
  g_clear_object (&self->opening);
  g_free (self->path);
  g_free (self);
}

static void
fail (GTask *task,
      const char *reason)
{
  const Question *self = g_task_get_task_data (task);
  g_autofree char *name = g_path_get_basename (self->path);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                           /* Translators: a folder's name, and the reason of the system. */
                           _ ("“%s” cannot be shown: %s."), name, reason);
}

static void
on_answered_cb (GObject *source,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) results = dm_portal_ask_finish (result, &error);

  if (results != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_boolean (task, TRUE);
  else
    fail (task, error->message);
}

/* Without it the file manager's window may stay behind. */
static void
add_activation_token (GTask *task,
                      GVariantDict *options)
{
  GdkDisplay *display = gtk_widget_get_display (g_task_get_source_object (task));
  g_autoptr (GdkAppLaunchContext) context = gdk_display_get_app_launch_context (display);
  g_autofree char *token = g_app_launch_context_get_startup_notify_id (G_APP_LAUNCH_CONTEXT (context), NULL, NULL);

  if (token != NULL)
    g_variant_dict_insert (options, "activation_token", "s", token);
}

static void
ask (GTask *task,
     int fd)
{
  const Question *self = g_task_get_task_data (task);
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new_from_array (&fd, 1);
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);

  add_activation_token (task, &options);
  dm_portal_ask_async ("org.freedesktop.portal.OpenURI", self->is_item ? "OpenDirectory" : "OpenFile",
                       g_variant_new ("(sh)", "", 0), &options, fds, g_task_get_cancellable (task),
                       on_answered_cb, g_object_ref (task));
}

static void
open_in_thread (GTask *task,
                gpointer source_object,
                gpointer task_data,
                GCancellable *cancellable)
{
  /* Not O_PATH: the portal would want to know whether it can be written to. */
  int fd = open (task_data, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  int code = errno;

  if (fd < 0)
    g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_errno (code), "%s", g_strerror (code));
  /* It came too late: nobody else closes it. */
  else if (!g_task_set_return_on_cancel (task, FALSE))
    close (fd);
  else
    g_task_return_int (task, fd);
}

static void
on_opened_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  int fd = g_task_propagate_int (G_TASK (result), &error);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (fd >= 0)
    ask (task, fd);
  else
    fail (task, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? _ ("its server does not answer") : error->message);
}

static gboolean
on_patience_lost_cb (gpointer user_data)
{
  Question *self = user_data;

  self->timeout_id = 0;
  g_cancellable_cancel (self->opening);

  return G_SOURCE_REMOVE;
}

void
dm_open_portal_async (GtkWidget *widget,
                      const char *path,
                      gboolean is_item,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (widget, cancellable, callback, user_data);
  Question *self = g_new0 (Question, 1);
  g_autoptr (GTask) opener = NULL;

  self->path = g_strdup (path);
  self->opening = g_cancellable_new ();
  self->is_item = is_item;
  g_task_set_source_tag (task, dm_open_portal_async);
  g_task_set_task_data (task, self, (GDestroyNotify) question_free);

  self->timeout_id = g_timeout_add_seconds (PATIENCE, on_patience_lost_cb, self);
  opener = g_task_new (NULL, self->opening, on_opened_cb, task);
  g_task_set_task_data (opener, g_strdup (path), g_free);
  g_task_set_return_on_cancel (opener, TRUE);
  g_task_run_in_thread (opener, open_in_thread);
}

gboolean
dm_open_portal_finish (GAsyncResult *result,
                       GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dm_open_portal_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
