/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-deadline.h"

struct _DmDeadline
{
  /* Owned */
  GCancellable *inner;
  GCancellable *outer; /* (nullable) */
  GSource *timer;

  /* Values */
  gulong outer_id;
  gboolean has_passed;
};

static void
on_outer_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static gboolean
on_time_passed_cb (gpointer user_data)
{
  DmDeadline *self = user_data;

  self->has_passed = !g_cancellable_is_cancelled (self->inner);
  g_cancellable_cancel (self->inner);
  return G_SOURCE_REMOVE;
}

DmDeadline *
dm_deadline_new (guint ms, GCancellable *cancellable)
{
  DmDeadline *self = g_new0 (DmDeadline, 1);

  self->inner = g_cancellable_new ();
  if (cancellable != NULL)
    {
      self->outer = g_object_ref (cancellable);
      self->outer_id = g_cancellable_connect (cancellable,
                                              G_CALLBACK (on_outer_cancelled_cb),
                                              g_object_ref (self->inner),
                                              g_object_unref);
    }

  self->timer = g_timeout_source_new (ms);
  g_source_set_callback (self->timer, on_time_passed_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
  return self;
}

void
dm_deadline_free (DmDeadline *self)
{
  g_source_destroy (self->timer);
  g_source_unref (self->timer);
  g_cancellable_disconnect (self->outer, self->outer_id);
  g_clear_object (&self->outer);
  g_object_unref (self->inner);
  g_free (self);
}

GCancellable *
dm_deadline_get_cancellable (DmDeadline *self)
{
  return self->inner;
}

gboolean
dm_deadline_has_passed (DmDeadline *self)
{
  return self->has_passed;
}
