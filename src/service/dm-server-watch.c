/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-server-watch.h"

#include "dm-response-ring.h"
#include "dm-server-probe.h"

/* How long it may take to answer, in ms. */
#define DEADLINE 2000

/* How long an answer is believed while it carries a drive, in ms: without and
 * with somebody who looks. */
#define BELIEVED      (120 * 1000)
#define BELIEVED_SEEN (10 * 1000)

/* For how long after a look somebody is taken to be there still, in ms. */
#define SEEN (35 * 1000)

/* One silence may be a hiccup of the network: asked again after so many ms. */
#define DOUBT 1000

struct _DmServerWatch
{
  GObject parent_instance;

  /* Owned */
  DmLocation *location;
  DmRetryPlan *plan;
  DmResponseRing *responses;
  GCancellable *cancellable; /* (nullable): of the question that is out */
  GError *error;             /* (nullable) */

  gint64 asked; /* when, in ms of the monotonic clock; 0: never */
  gint64 seen;  /* the same, of the last look */
  gint64 timed; /* when a look last wanted to know how long it takes */
  guint timeout_id;
  gboolean carries;
  gboolean awaited;
  gboolean has_answered; /* when it was last asked */
  gboolean is_in_doubt;
  gboolean was_planned; /* the question: after an event or a failure, and no mere look */
  gboolean is_settling; /* it has answered, and what comes of it is not known */
};

enum
{
  ANSWERED,
  FAILED,
  MEASURED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmServerWatch, dm_server_watch, G_TYPE_OBJECT)

static void schedule (DmServerWatch *self);

static gint64
get_now (void)
{
  return g_get_monotonic_time () / 1000;
}

static void
take_answer (DmServerWatch *self)
{
  g_clear_error (&self->error);
  self->has_answered = TRUE;
  self->is_in_doubt = FALSE;
  self->is_settling = TRUE;
  g_signal_emit (self, signals[ANSWERED], 0);
}

static void
take_silence (DmServerWatch *self,
              GError *error)
{
  if (self->carries && self->has_answered && !self->is_in_doubt)
    {
      self->is_in_doubt = TRUE;
      g_error_free (error);
      return;
    }

  self->is_in_doubt = FALSE;
  self->has_answered = FALSE;
  g_clear_error (&self->error);
  self->error = error;
  /* Nothing has happened here, so it is the server that went, for all who use it. */
  if (self->carries && !self->was_planned)
    dm_retry_plan_fail_shared (self->plan, get_now ());
  else
    dm_retry_plan_fail (self->plan, get_now ());
  g_signal_emit (self, signals[FAILED], 0);
}

/* What took no time to find out is not one, such as a name that only ssh knows. */
static void
note_response (DmServerWatch *self,
               gboolean answers,
               gint64 response)
{
  gint64 now = get_now ();

  if (!self->carries || self->seen == 0 || now - self->seen > SEEN || (answers && response < 0))
    return;

  dm_response_ring_add (self->responses, now, answers ? (guint32) MIN (response, DM_RESPONSE_NONE - 1) : DM_RESPONSE_NONE);
  g_signal_emit (self, signals[MEASURED], 0, answers);
}

static void
probe_cb (GObject *object,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (DmServerWatch) self = user_data;
  GError *error = NULL;
  gboolean answers = dm_server_probe_finish (result, &error);
  gboolean was_cancelled = g_cancellable_is_cancelled (self->cancellable);
  gboolean is_measured = answers;

  /* Only NetBIOS may know it: trying to connect will tell. */
  if (!answers && dm_server_probe_leaves_doubt (result) && !self->carries)
    {
      answers = TRUE;
      g_clear_error (&error);
    }

  g_clear_object (&self->cancellable);
  self->asked = get_now ();
  if (was_cancelled)
    g_clear_error (&error);
  else if (answers)
    take_answer (self);
  else
    take_silence (self, error);
  if (!was_cancelled)
    note_response (self, is_measured, dm_server_probe_get_response (result));
  schedule (self);
}

static void
ask (DmServerWatch *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (self->cancellable != NULL || self->is_settling)
    return;

  if (!self->is_in_doubt)
    {
      self->was_planned = dm_retry_plan_get_next (self->plan) >= 0;
      dm_retry_plan_start (self->plan);
    }
  self->cancellable = g_cancellable_new ();
  dm_server_probe_async (self->location, DEADLINE, self->cancellable, probe_cb, g_object_ref (self));
}

static gboolean
on_timeout_cb (gpointer user_data)
{
  DmServerWatch *self = DM_SERVER_WATCH (user_data);

  self->timeout_id = 0;
  ask (self);

  return G_SOURCE_REMOVE;
}

/* When to ask, in ms of the monotonic clock; -1: never. */
static gint64
find_next (DmServerWatch *self)
{
  gint64 planned = dm_retry_plan_get_next (self->plan);

  if (self->is_settling)
    return -1;
  if (self->is_in_doubt)
    return self->asked + DOUBT;
  if (!self->carries && !self->awaited)
    return -1;
  if (planned >= 0)
    return planned;
  if (self->carries)
    return self->asked + BELIEVED;

  return -1;
}

static void
schedule (DmServerWatch *self)
{
  gint64 next = find_next (self);
  gint64 now = get_now ();
  gint64 delay = MAX (next - now, 0);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (next < 0 || self->cancellable != NULL)
    return;

  /* What has time shares its wake-up with others. */
  if (delay >= 10 * 1000)
    self->timeout_id = g_timeout_add_seconds (delay / 1000, on_timeout_cb, self);
  else
    self->timeout_id = g_timeout_add (delay, on_timeout_cb, self);
}

/* Whoever begins to look wants to see something, also of a server that has answered
 * just before. Of some that takes no time that could be told. */
static gboolean
is_worth_timing (DmServerWatch *self,
                 gint64 now)
{
  if (!self->carries || !dm_response_ring_is_empty (self->responses) ||
      (self->timed != 0 && now - self->timed < BELIEVED_SEEN))
    return FALSE;

  self->timed = now;
  return TRUE;
}

static void
dm_server_watch_dispose (GObject *object)
{
  DmServerWatch *self = DM_SERVER_WATCH (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (dm_server_watch_parent_class)->dispose (object);
}

static void
dm_server_watch_finalize (GObject *object)
{
  DmServerWatch *self = DM_SERVER_WATCH (object);

  g_clear_pointer (&self->location, dm_location_unref);
  g_clear_pointer (&self->plan, dm_retry_plan_free);
  g_clear_pointer (&self->responses, dm_response_ring_free);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (dm_server_watch_parent_class)->finalize (object);
}

static void
dm_server_watch_class_init (DmServerWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dm_server_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = dm_server_watch_finalize;

  signals[ANSWERED] = g_signal_new ("answered", DM_TYPE_SERVER_WATCH, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", DM_TYPE_SERVER_WATCH, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MEASURED] = g_signal_new ("measured", DM_TYPE_SERVER_WATCH, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
dm_server_watch_init (DmServerWatch *self)
{
  self->responses = dm_response_ring_new ();
  self->plan = dm_retry_plan_new (g_random_int ());
}

DmServerWatch *
dm_server_watch_new (DmLocation *location)
{
  DmServerWatch *self;

  g_return_val_if_fail (location != NULL, NULL);

  self = g_object_new (DM_TYPE_SERVER_WATCH, NULL);
  self->location = dm_location_ref (location);

  return self;
}

const char *
dm_server_watch_get_server (DmServerWatch *self)
{
  g_return_val_if_fail (DM_IS_SERVER_WATCH (self), NULL);

  return dm_location_get_server (self->location);
}

const GError *
dm_server_watch_get_error (DmServerWatch *self)
{
  g_return_val_if_fail (DM_IS_SERVER_WATCH (self), NULL);

  return self->error;
}

void
dm_server_watch_set_needs (DmServerWatch *self,
                           gboolean carries,
                           gboolean awaited)
{
  g_return_if_fail (DM_IS_SERVER_WATCH (self));

  if (self->carries == carries && self->awaited == awaited)
    return;

  /* It has just been connected: that is an answer. */
  if (carries && !self->carries && self->error == NULL)
    {
      self->asked = get_now ();
      self->has_answered = TRUE;
    }
  self->carries = carries;
  self->awaited = awaited;
  if (!carries && !awaited)
    dm_retry_plan_clear (self->plan);
  schedule (self);
}

void
dm_server_watch_request (DmServerWatch *self,
                         DmRetryReason reason)
{
  g_return_if_fail (DM_IS_SERVER_WATCH (self));

  dm_retry_plan_request (self->plan, get_now (), reason);
  schedule (self);
}

void
dm_server_watch_look (DmServerWatch *self)
{
  gint64 now = get_now ();

  g_return_if_fail (DM_IS_SERVER_WATCH (self));

  self->seen = now;
  if (dm_response_ring_expire (self->responses, now))
    g_signal_emit (self, signals[MEASURED], 0, FALSE);
  if (is_worth_timing (self, now) || ((self->carries || self->awaited) && now - self->asked >= BELIEVED_SEEN))
    ask (self);
}

GVariant *
dm_server_watch_list_responses (DmServerWatch *self)
{
  g_return_val_if_fail (DM_IS_SERVER_WATCH (self), NULL);

  return dm_response_ring_to_variant (self->responses);
}

void
dm_server_watch_settle (DmServerWatch *self,
                        gboolean served)
{
  g_return_if_fail (DM_IS_SERVER_WATCH (self));

  self->is_settling = FALSE;
  if (served)
    dm_retry_plan_succeed (self->plan);
  else
    dm_retry_plan_fail_shared (self->plan, get_now ());
  schedule (self);
}

gboolean
dm_server_watch_is_asking (DmServerWatch *self)
{
  g_return_val_if_fail (DM_IS_SERVER_WATCH (self), FALSE);

  return self->cancellable != NULL;
}
