/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-path-probe.h"

#include "dm-error.h"
#include "dm-names.h"
#include "dm-program.h"
#include "dm-sandbox.h"

#include <glib/gi18n-lib.h>

#define PROGRAM "drivemap-path-probe"

typedef struct
{
  /* Owned */
  char *path;
  GSubprocess *process;
  GSource *deadline_source;
  GSource *cancelled_source;

  gboolean is_done;
} Probe;

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
probe_free (Probe *self)
{
  g_clear_object (&self->process);
  g_free (self->path);
  g_free (self);
}

/* TRUE for the first who comes with a result. */
static gboolean
finish_watching (Probe *self)
{
  if (self->is_done)
    return FALSE;
  self->is_done = TRUE;
  clear_source (&self->deadline_source);
  clear_source (&self->cancelled_source);
  return TRUE;
}

static void
return_unavailable (GTask *task)
{
  Probe *self = g_task_get_task_data (task);

  if (dm_sandbox_misses_folder (self->path))
    g_task_return_new_error (task, DM_ERROR, DM_ERROR_CONNECTION_UNAVAILABLE,
                             _ ("The folder %s cannot be seen, as GVfs made it after Drivemap had started in its sandbox. End Drivemap with “%s” and start it again."),
                             self->path, "flatpak kill " DM_APP_ID);
  else
    g_task_return_new_error (task, DM_ERROR, DM_ERROR_CONNECTION_UNAVAILABLE,
                             _ ("The folder %s does not answer. Check the network and the server, then try again."),
                             self->path);
}

/* After the deadline or a cancel nobody waits for this any more: a process
 * inside a call to a dead server ends only when GVfs gives up. */
static void
on_process_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GSubprocess *process = G_SUBPROCESS (source);

  g_subprocess_wait_finish (process, result, NULL);
  if (!finish_watching (g_task_get_task_data (task)))
    return;
  if (g_subprocess_get_if_exited (process) && g_subprocess_get_exit_status (process) == 0)
    g_task_return_boolean (task, TRUE);
  else
    return_unavailable (task);
}

static gboolean
on_deadline_passed_cb (gpointer user_data)
{
  GTask *task = user_data;
  Probe *self = g_task_get_task_data (task);

  g_subprocess_force_exit (self->process);
  if (finish_watching (self))
    return_unavailable (task);
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancellable_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  GTask *task = user_data;
  Probe *self = g_task_get_task_data (task);

  g_subprocess_force_exit (self->process);
  if (finish_watching (self))
    g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static void
watch_process (GTask *task, guint deadline_ms)
{
  Probe *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_subprocess_wait_async (self->process, NULL, on_process_ended_cb, g_object_ref (task));
  self->deadline_source = g_timeout_source_new (deadline_ms);
  g_task_attach_source (task, self->deadline_source, on_deadline_passed_cb);
  if (cancellable != NULL)
    {
      self->cancelled_source = g_cancellable_source_new (cancellable);
      g_task_attach_source (task, self->cancelled_source, G_SOURCE_FUNC (on_cancellable_cancelled_cb));
    }
}

void
dm_path_probe_async (const char *path,
                     guint deadline_ms,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *program = dm_program_find (PROGRAM);
  g_autoptr (GError) error = NULL;
  Probe *self = g_new0 (Probe, 1);

  g_task_set_source_tag (task, dm_path_probe_async);
  self->path = g_strdup (path);
  g_task_set_task_data (task, self, (GDestroyNotify) probe_free);

  if (g_task_return_error_if_cancelled (task))
    return;
  /* Silent: it may outlive us and must not keep our output open. */
  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                    &error, program, path, NULL);
  if (self->process == NULL)
    g_task_return_new_error (task, DM_ERROR, DM_ERROR_CONNECTION_UNAVAILABLE,
                             _ ("The folder %s could not be opened: %s"), path, error->message);
  else
    watch_process (task, deadline_ms);
}

gboolean
dm_path_probe_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
