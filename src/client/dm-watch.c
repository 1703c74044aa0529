/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-watch.h"

#include <glib/gi18n-lib.h>

#include "dm-client-private.h"

#define INTERVAL_MS 1000

/* A look that takes longer is said to get no answer. */
#define PATIENCE_MS 5000

/* Of the time, at most a tenth is spent looking; but one slow answer, perhaps
 * of a service that was stopped for a while, must not blind us for minutes. */
#define DURATION_FACTOR 10
#define MAX_INTERVAL_MS 30000

/* Until the service is tried again, after one failure, two, and so on. */
static const guint retry_ms[] = { 1000, 2000, 4000, 8000, 10000 };

enum
{
  PROP_0,
  PROP_ACTIVE,
  PROP_PROBLEM,
  N_PROPS,
};

enum
{
  LOOKED,
  PROBING,
  N_SIGNALS,
};

struct _DmWatch
{
  GObject parent_instance;

  /* Owned */
  DmClient *client;
  GSource *timer; /* the one: until the next look, or patience with this one */
  char *problem;

  gint64 started;        /* of the look under way */
  DmRefreshFlags wanted; /* what somebody asked for while one was under way */
  guint n_failures;
  gboolean active;
  gboolean is_looking;
  gboolean is_late; /* patience with this look ran out */
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmWatch, dm_watch, G_TYPE_OBJECT)

static void look (DmWatch *self, DmRefreshFlags flags);

static void
set_problem (DmWatch *self,
             const char *problem)
{
  if (g_strcmp0 (self->problem, problem) == 0)
    return;

  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static void
stop_timer (DmWatch *self)
{
  if (self->timer == NULL)
    return;

  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void
start_timer (DmWatch *self,
             guint interval_ms,
             GSourceFunc callback)
{
  stop_timer (self);
  if (!self->active)
    return;

  self->timer = g_timeout_source_new (interval_ms);
  g_source_set_static_name (self->timer, "DmWatch");
  g_source_set_callback (self->timer, callback, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

static gboolean
on_interval_elapsed_cb (gpointer user_data)
{
  DmWatch *self = user_data;

  stop_timer (self);
  look (self, DM_REFRESH_SCAN);

  return G_SOURCE_REMOVE;
}

static gboolean
on_patience_elapsed_cb (gpointer user_data)
{
  DmWatch *self = user_data;

  stop_timer (self);
  self->is_late = TRUE;
  set_problem (self, _ ("The Drivemap service does not answer. Waiting for it."));

  return G_SOURCE_REMOVE;
}

static guint
get_next_interval (DmWatch *self)
{
  gint64 duration_ms = (g_get_monotonic_time () - self->started) / 1000;

  if (self->n_failures > 0)
    return retry_ms[MIN (self->n_failures, G_N_ELEMENTS (retry_ms)) - 1];

  return (guint) CLAMP (duration_ms * DURATION_FACTOR, INTERVAL_MS, MAX_INTERVAL_MS);
}

static void
note_failure (DmWatch *self,
              const GError *error)
{
  self->n_failures++;

  /* While the client is still being opened, there is nothing to complain of. */
  if (self->n_failures == 1 && dm_client_get_manager (self->client) == NULL)
    return;
  /* That it does not answer says more than that a wait was given up. */
  if (!self->is_late)
    set_problem (self, error->message);
}

static void
request_look (DmWatch *self,
              DmRefreshFlags flags)
{
  if (self->is_looking)
    self->wanted |= flags;
  else
    look (self, flags);
}

static void
on_refreshed_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (DmWatch) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_good = dm_client_refresh_finish (DM_CLIENT (source), result, &error);
  DmRefreshFlags wanted = self->wanted;

  stop_timer (self);
  self->is_looking = FALSE;
  self->wanted = DM_REFRESH_STREAMS;

  if (is_good)
    self->n_failures = 0;
  else
    note_failure (self, error);
  start_timer (self, get_next_interval (self), on_interval_elapsed_cb);

  /* Last, as whoever hears it may do anything to us. */
  if (is_good)
    {
      set_problem (self, NULL);
      g_signal_emit (self, signals[LOOKED], 0);
    }
  if (wanted != DM_REFRESH_STREAMS)
    request_look (self, wanted);
}

static void
look (DmWatch *self,
      DmRefreshFlags flags)
{
  self->is_looking = TRUE;
  self->is_late = FALSE;
  self->started = g_get_monotonic_time ();
  start_timer (self, PATIENCE_MS, on_patience_elapsed_cb);

  dm_client_refresh_async (self->client, flags, NULL, on_refreshed_cb, g_object_ref (self));
}

static void
on_has_owner_notified_cb (DmWatch *self)
{
  if (!dm_client_has_owner (self->client))
    return;

  set_problem (self, NULL);
  /* Somebody else brought it back while we waited. The intervals still grow
   * until a look ends well: the service may end at each of them. */
  if (self->active && !self->is_looking)
    start_timer (self, INTERVAL_MS, on_interval_elapsed_cb);
}

static void
dm_watch_dispose (GObject *object)
{
  DmWatch *self = DM_WATCH (object);

  self->active = FALSE;
  stop_timer (self);

  G_OBJECT_CLASS (dm_watch_parent_class)->dispose (object);
}

static void
dm_watch_finalize (GObject *object)
{
  DmWatch *self = DM_WATCH (object);

  g_clear_object (&self->client);
  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (dm_watch_parent_class)->finalize (object);
}

static void
dm_watch_get_property (GObject *object,
                       guint prop_id,
                       GValue *value,
                       GParamSpec *pspec)
{
  DmWatch *self = DM_WATCH (object);

  switch (prop_id)
    {
    case PROP_ACTIVE:
      g_value_set_boolean (value, self->active);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dm_watch_set_property (GObject *object,
                       guint prop_id,
                       const GValue *value,
                       GParamSpec *pspec)
{
  if (prop_id == PROP_ACTIVE)
    dm_watch_set_active (DM_WATCH (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dm_watch_class_init (DmWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dm_watch_dispose;
  object_class->finalize = dm_watch_finalize;
  object_class->get_property = dm_watch_get_property;
  object_class->set_property = dm_watch_set_property;

  properties[PROP_ACTIVE] =
    g_param_spec_boolean ("active", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[LOOKED] =
    g_signal_new ("looked", DM_TYPE_WATCH, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PROBING] =
    g_signal_new ("probing", DM_TYPE_WATCH, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dm_watch_init (DmWatch *self)
{
}

DmWatch *
dm_watch_new (DmClient *client)
{
  DmWatch *self;

  g_return_val_if_fail (DM_IS_CLIENT (client), NULL);

  self = g_object_new (DM_TYPE_WATCH, NULL);
  self->client = g_object_ref (client);
  g_signal_connect_object (client, "notify::has-owner",
                           G_CALLBACK (on_has_owner_notified_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

gboolean
dm_watch_get_active (DmWatch *self)
{
  g_return_val_if_fail (DM_IS_WATCH (self), FALSE);

  return self->active;
}

void
dm_watch_set_active (DmWatch *self,
                     gboolean active)
{
  g_return_if_fail (DM_IS_WATCH (self));

  active = active != FALSE;
  if (self->active == active)
    return;

  self->active = active;
  if (!active)
    stop_timer (self);
  else if (!self->is_looking)
    look (self, DM_REFRESH_SCAN);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

void
dm_watch_look_now (DmWatch *self)
{
  g_return_if_fail (DM_IS_WATCH (self));

  request_look (self, DM_REFRESH_SCAN);
}

void
dm_watch_probe_now (DmWatch *self)
{
  g_return_if_fail (DM_IS_WATCH (self));

  g_signal_emit (self, signals[PROBING], 0);
  request_look (self, DM_REFRESH_SCAN | DM_REFRESH_PROBE);
}

const char *
dm_watch_get_problem (DmWatch *self)
{
  g_return_val_if_fail (DM_IS_WATCH (self), NULL);

  return self->problem;
}
