/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-space-probe.h"

#include "dm-deadline.h"
#include "dm-error.h"
#include "dm-program.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdio.h>

#define PROGRAM "drivemap-path-probe"

struct _DmSpaceProbe
{
  GObject parent_instance;

  /* Owned */
  char *path;
  GSubprocess *child; /* (nullable): the last one */
};

G_DEFINE_FINAL_TYPE (DmSpaceProbe, dm_space_probe, G_TYPE_OBJECT)

typedef struct
{
  DmDeadline *deadline;
  guint64 total;
  guint64 available;
} Look;

static void
look_free (Look *self)
{
  g_clear_pointer (&self->deadline, dm_deadline_free);
  g_free (self);
}

static void
return_unavailable (GTask *task, const char *reason)
{
  DmSpaceProbe *self = g_task_get_source_object (task);

  g_task_return_new_error (task, DM_ERROR, DM_ERROR_CONNECTION_UNAVAILABLE,
                           "%s: %s", self->path, reason);
}

static void
on_child_spoken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  GSubprocess *child = G_SUBPROCESS (source);
  Look *look = g_task_get_task_data (task);

  if (!g_subprocess_communicate_utf8_finish (child, result, &text, NULL, &error))
    {
      g_subprocess_force_exit (child);
      if (!g_task_return_error_if_cancelled (task))
        return_unavailable (task, dm_deadline_has_passed (look->deadline) ? "no answer in time" : error->message);
    }
  else if (text == NULL || sscanf (text, "%" SCNu64 " %" SCNu64, &look->total, &look->available) != 2)
    return_unavailable (task, "no sizes");
  else
    g_task_return_boolean (task, TRUE);
}

static void
dm_space_probe_finalize (GObject *object)
{
  DmSpaceProbe *self = DM_SPACE_PROBE (object);

  g_clear_object (&self->child);
  g_free (self->path);

  G_OBJECT_CLASS (dm_space_probe_parent_class)->finalize (object);
}

static void
dm_space_probe_class_init (DmSpaceProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dm_space_probe_finalize;
}

static void
dm_space_probe_init (DmSpaceProbe *self)
{
}

DmSpaceProbe *
dm_space_probe_new (const char *path)
{
  DmSpaceProbe *self = g_object_new (DM_TYPE_SPACE_PROBE, NULL);

  self->path = g_strdup (path);
  return self;
}

void
dm_space_probe_look_async (DmSpaceProbe *self,
                           guint deadline_ms,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *program = dm_program_find (PROGRAM);
  Look *look;

  g_return_if_fail (DM_IS_SPACE_PROBE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_space_probe_look_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (dm_space_probe_is_asking (self))
    {
      g_task_return_new_error (task, DM_ERROR, DM_ERROR_BUSY, "%s: still asking", self->path);
      return;
    }

  g_clear_object (&self->child);
  self->child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                  &error, program, "--space", self->path, NULL);
  if (self->child == NULL)
    {
      return_unavailable (task, error->message);
      return;
    }

  look = g_new0 (Look, 1);
  look->deadline = dm_deadline_new (deadline_ms, cancellable);
  g_task_set_task_data (task, look, (GDestroyNotify) look_free);
  g_subprocess_communicate_utf8_async (self->child, NULL, dm_deadline_get_cancellable (look->deadline),
                                       on_child_spoken_cb, g_object_ref (task));
}

gboolean
dm_space_probe_look_finish (DmSpaceProbe *self,
                            GAsyncResult *result,
                            guint64 *total,
                            guint64 *available,
                            GError **error)
{
  Look *look;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  look = g_task_get_task_data (G_TASK (result));
  *total = look->total;
  *available = look->available;
  return TRUE;
}

gboolean
dm_space_probe_is_asking (DmSpaceProbe *self)
{
  g_return_val_if_fail (DM_IS_SPACE_PROBE (self), FALSE);

  return self->child != NULL && g_subprocess_get_identifier (self->child) != NULL;
}
