/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-drain.h"

#include "dm-sandbox.h"
#include "dm-stream-holders.h"
#include "dm-take-down.h"

/* Seconds between two looks. */
#define INTERVAL         1
#define INTERVAL_OUTSIDE 5

struct _DmDrain
{
  GObject parent_instance;

  /* Owned */
  DmConnection *connection;
  GCancellable *cancellable;

  /* Borrowed: it owns us */
  DmManager *manager;

  guint timeout_id;
};

G_DEFINE_FINAL_TYPE (DmDrain, dm_drain, G_TYPE_OBJECT)

static void start_waiting (DmDrain *self);

static void
take_down_cb (GObject *object,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (DmDrain) self = user_data;
  g_autoptr (GPtrArray) holders = NULL;
  g_autoptr (GError) error = NULL;

  if (dm_take_down_finish (result, &holders, NULL, &error))
    return;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (holders != NULL && dm_sandbox_sees_programs ())
    dm_connection_set_open_count (self->connection, holders->len);
  else if (error != NULL)
    g_debug ("Draining goes on: %s", error->message);
  start_waiting (self);
}

/* A millisecond's look; only when no stream is left is /proc worth a pass. */
static gboolean
has_streams (DmDrain *self)
{
  pid_t backend = dm_connection_get_backend (self->connection);
  g_autoptr (GArray) streams = NULL;

  if (backend == 0)
    return FALSE;

  streams = dm_stream_holders_list (&backend, 1, NULL);
  if (streams != NULL && streams->len > 0)
    dm_connection_set_open_count (self->connection, streams->len);

  return streams != NULL && streams->len > 0;
}

static gboolean
on_timeout_cb (gpointer user_data)
{
  DmDrain *self = DM_DRAIN (user_data);

  if (has_streams (self))
    return G_SOURCE_CONTINUE;

  self->timeout_id = 0;
  dm_take_down_async (self->manager, self->connection, DM_TAKE_DOWN_IF_CLEAR,
                      self->cancellable, take_down_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

/* Who cannot see the last file close waits for nothing: then a drain ends when it
 * is told to, or with the session. Looking outside a sandbox costs more. */
static void
start_waiting (DmDrain *self)
{
  guint interval = dm_sandbox_is_inside () ? INTERVAL_OUTSIDE : INTERVAL;

  if (dm_sandbox_sees_programs ())
    self->timeout_id = g_timeout_add_seconds (interval, on_timeout_cb, self);
}

static void
dm_drain_dispose (GObject *object)
{
  DmDrain *self = DM_DRAIN (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (dm_drain_parent_class)->dispose (object);
}

static void
dm_drain_finalize (GObject *object)
{
  DmDrain *self = DM_DRAIN (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (dm_drain_parent_class)->finalize (object);
}

static void
dm_drain_class_init (DmDrainClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dm_drain_dispose;
  G_OBJECT_CLASS (klass)->finalize = dm_drain_finalize;
}

static void
dm_drain_init (DmDrain *self)
{
  self->cancellable = g_cancellable_new ();
}

DmDrain *
dm_drain_new (DmManager *manager,
              DmConnection *connection)
{
  DmDrain *self = g_object_new (DM_TYPE_DRAIN, NULL);

  self->manager = manager;
  self->connection = g_object_ref (connection);
  start_waiting (self);

  return self;
}
