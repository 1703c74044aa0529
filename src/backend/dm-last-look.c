/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-last-look.h"

#include "dm-backend-process.h"
#include "dm-error.h"
#include "dm-sandbox.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <unistd.h>

#define PROGRAM     "drivemap-last-look"
#define ANSWER_TYPE "(saa{sv}s)"

/* For a process that is slow to start or to be answered by the bus; its own
 * looking ends in time, and a backend is never held for so long. */
#define GRACE_MS (2500)

typedef struct
{
  /* Owned */
  DmMount *mount;
  GSubprocess *process;
  GPtrArray *holders;
  char *deadline_text;

  DmLastLook mode;
  gint64 deadline;

  /* The backend; the descriptor was opened before the process started. */
  pid_t backend;
  int backend_fd;

  /* Owned, while the process runs */
  GSource *deadline_source;
  GSource *cancelled_source;
} Run;

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
run_free (Run *self)
{
  if (self->backend_fd >= 0)
    close (self->backend_fd);
  g_clear_object (&self->process);
  g_clear_pointer (&self->holders, g_ptr_array_unref);
  g_clear_pointer (&self->mount, dm_mount_unref);
  g_free (self->deadline_text);
  g_free (self);
}

/* From a sandbox only the helper reaches it; nobody waits for that. */
static void
wake_outside (pid_t backend)
{
  g_autofree char *pid = g_strdup_printf ("%d", (int) backend);
  const char *arguments[] = { "wake", pid, NULL };
  g_auto (GStrv) argv = dm_sandbox_helper_argv (PROGRAM, arguments, NULL);
  g_autoptr (GSubprocess) process = NULL;

  if (argv != NULL)
    process = g_subprocess_newv ((const char *const *) argv, G_SUBPROCESS_FLAGS_NONE, NULL);
}

/* Without asking whether it is stopped: a stop that has not reached every thread
 * yet would be missed, and one that runs is not harmed. */
static void
wake (pid_t backend, int backend_fd)
{
  if (dm_sandbox_is_inside ())
    wake_outside (backend);
  else if (dm_backend_process_is_ours (backend))
    dm_backend_process_signal (backend_fd, SIGCONT);
}

static void
fail (GTask *task, const char *details)
{
  Run *self = g_task_get_task_data (task);
  g_autofree char *remote = dm_mount_dup_remote (self->mount);

  g_task_return_new_error (task, DM_ERROR, DM_ERROR_EXTENDED_ERROR,
                           _ ("The connection to %s could not be ended: %s"), remote, details);
}

/* Before the process was started. */
static void
fail_early (GTask *task, GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_error_copy (error));
      return;
    }
  g_dbus_error_strip_remote_error (error);
  fail (task, error->message);
}

static void
return_held (GTask *task, GVariant *holders)
{
  Run *self = g_task_get_task_data (task);

  self->holders = dm_holder_list_from_variant (holders);
  g_task_return_boolean (task, FALSE);
}

static void
return_busy (GTask *task, const char *message)
{
  Run *self = g_task_get_task_data (task);
  g_autofree char *remote = dm_mount_dup_remote (self->mount);

  g_task_return_new_error (task, DM_ERROR, DM_ERROR_BUSY,
                           /* Translators: a location, then why it is not disconnected. */
                           _ ("%s: %s"), remote, message);
}

static void
return_answer (GTask *task, GVariant *answer)
{
  g_autoptr (GVariant) holders = NULL;
  const char *result;
  const char *message;

  g_variant_get (answer, "(&s@aa{sv}&s)", &result, &holders, &message);
  if (g_str_equal (result, "ended"))
    g_task_return_boolean (task, TRUE);
  else if (g_str_equal (result, "held"))
    return_held (task, holders);
  else if (g_str_equal (result, "busy"))
    return_busy (task, message);
  else if (g_str_equal (result, "cancelled"))
    g_task_return_error (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                                    _ ("The operation was cancelled.")));
  else
    fail (task, message);
}

static void
on_process_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *self = g_task_get_task_data (task);
  g_autoptr (GVariant) answer = NULL;
  g_autofree char *text = NULL;

  clear_source (&self->deadline_source);
  clear_source (&self->cancelled_source);
  if (g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &text, NULL, NULL) && text != NULL)
    answer = g_variant_parse (G_VARIANT_TYPE (ANSWER_TYPE), text, NULL, NULL, NULL);
  if (answer != NULL)
    {
      return_answer (task, answer);
      return;
    }
  /* It may have died, or been ended by us, while it held the backend. */
  wake (self->backend, self->backend_fd);
  if (dm_backend_process_wait (self->backend_fd, 0))
    g_task_return_boolean (task, TRUE);
  else
    fail (task, _ ("the check for open files did not finish in time. Try again."));
}

static gboolean
on_deadline_passed_cb (gpointer user_data)
{
  Run *self = g_task_get_task_data (G_TASK (user_data));

  g_subprocess_force_exit (self->process);
  return G_SOURCE_REMOVE;
}

/* It decides itself whether it is still possible. */
static gboolean
on_cancellable_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Run *self = g_task_get_task_data (G_TASK (user_data));

  g_subprocess_send_signal (self->process, SIGTERM);
  return G_SOURCE_REMOVE;
}

static void
watch_process (GTask *task)
{
  Run *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  gint64 left = MAX (self->deadline - g_get_monotonic_time (), 0) / G_TIME_SPAN_MILLISECOND;

  self->deadline_source = g_timeout_source_new ((guint) left);
  g_task_attach_source (task, self->deadline_source, on_deadline_passed_cb);
  if (cancellable != NULL)
    {
      self->cancelled_source = g_cancellable_source_new (cancellable);
      g_task_attach_source (task, self->cancelled_source, G_SOURCE_FUNC (on_cancellable_cancelled_cb));
    }
  g_subprocess_communicate_utf8_async (self->process, NULL, NULL,
                                       on_process_answered_cb, g_object_ref (task));
}

static void
start_process (GTask *task)
{
  Run *self = g_task_get_task_data (task);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;
  const char *arguments[] = {
    self->mode == DM_LAST_LOOK_END ? "end" : "if-clear",
    self->mount->bus_name,
    self->mount->object_path,
    self->mount->path != NULL ? self->mount->path : "",
    self->deadline_text,
    NULL,
  };
  g_auto (GStrv) argv = dm_sandbox_helper_argv (PROGRAM, arguments, &error);

  /* Its own working directory must not be what it finds. */
  g_subprocess_launcher_set_cwd (launcher, "/");
  g_subprocess_launcher_setenv (launcher, "GIO_USE_VFS", "local", TRUE);
  if (argv != NULL)
    self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  if (self->process == NULL)
    fail (task, error->message);
  else
    watch_process (task);
}

static void
open_backend (GTask *task)
{
  Run *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* Its number means nothing here; the helper looks at all that itself. */
  if (dm_sandbox_is_inside ())
    {
      start_process (task);
      return;
    }

  self->backend_fd = dm_backend_process_open (self->backend, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_task_return_boolean (task, TRUE);
  else if (error != NULL)
    fail (task, error->message);
  else if (!dm_backend_process_is_ours (self->backend))
    fail (task, _ ("the process behind it is not one of GVfs. Nothing was done."));
  else
    start_process (task);
}

static void
on_pid_looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;
  guint32 pid;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (reply != NULL)
    {
      g_variant_get (reply, "(u)", &pid);
      self->backend = (pid_t) pid;
      open_backend (task);
    }
  else if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER))
    g_task_return_boolean (task, TRUE);
  else
    fail_early (task, error);
}

static void
on_bus_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);
  gint64 left = MAX (self->deadline - g_get_monotonic_time (), 1000) / G_TIME_SPAN_MILLISECOND;

  if (bus == NULL)
    {
      fail_early (task, error);
      return;
    }
  g_dbus_connection_call (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                          g_variant_new ("(s)", self->mount->bus_name), G_VARIANT_TYPE ("(u)"),
                          G_DBUS_CALL_FLAGS_NONE, (int) left, g_task_get_cancellable (task),
                          on_pid_looked_up_cb, g_object_ref (task));
}

void
dm_last_look_async (DmMount *mount,
                    DmLastLook mode,
                    guint deadline_ms,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Run *self = g_new0 (Run, 1);

  g_task_set_source_tag (task, dm_last_look_async);
  /* An ended backend stays ended: the caller must hear of it. */
  g_task_set_check_cancellable (task, FALSE);
  self->mount = dm_mount_ref (mount);
  self->mode = mode;
  self->deadline = g_get_monotonic_time () + (deadline_ms + GRACE_MS) * G_TIME_SPAN_MILLISECOND;
  self->deadline_text = g_strdup_printf ("%u", deadline_ms);
  self->backend_fd = -1;
  g_task_set_task_data (task, self, (GDestroyNotify) run_free);

  if (mount->bus_name == NULL || mount->object_path == NULL)
    fail (task, _ ("it is not a GVfs connection."));
  else
    g_bus_get (G_BUS_TYPE_SESSION, cancellable, on_bus_got_cb, g_object_ref (task));
}

gboolean
dm_last_look_finish (GAsyncResult *result, GPtrArray **holders, GError **error)
{
  GTask *task = G_TASK (result);
  Run *self = g_task_get_task_data (task);
  gboolean ended = g_task_propagate_boolean (task, error);

  if (holders != NULL)
    *holders = g_steal_pointer (&self->holders);
  return ended;
}

void
dm_last_look_wake (pid_t backend)
{
  int fd;

  if (dm_sandbox_is_inside ())
    {
      wake_outside (backend);
      return;
    }

  fd = dm_backend_process_open (backend, NULL);
  if (fd < 0)
    return;
  wake (backend, fd);
  close (fd);
}
