/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "storm-model.h"

#include "dm-retry-plan.h"

/* All in ms. */
#define PROBE_LIMIT    2000
#define SIGN_IN_LIMIT  20000 /* GVfs gives up */
#define PROBE_TIME     1
#define FIXED_INTERVAL 30000
#define START_NOISE    1000
#define PATIENCE       (3600 * 1000)

typedef enum
{
  EVENT_LOSS,
  EVENT_ATTEMPT,
  EVENT_PROBED,
  EVENT_PROBE_FAILED,
  EVENT_GIVEN_UP,
  EVENT_SERVED,
} EventKind;

typedef struct
{
  gint64 time;
  guint32 turn; /* of two at the same time, the one that was planned first */
  EventKind kind;
  guint32 subject; /* a desktop or, from EVENT_GIVEN_UP on, a request */
} Event;

typedef struct
{
  DmRetryPlan *plan; /* owned; NULL: not ours */
  gint64 start;
  guint failures;
  guint missing; /* drives */
  guint waiting; /* sign-ins under way */
  gboolean has_failed;
} Desktop;

typedef struct
{
  guint32 desktop;
  gboolean is_given_up;
  gboolean is_served;
} Request;

typedef struct
{
  const StormSetup *setup;
  StormResult *result;

  /* Owned */
  Desktop *desktops;
  GArray *events;   /* of Event, a binary heap */
  GArray *requests; /* of Request, in the order of their arrival */
  GRand *chance;

  gint64 now;
  guint32 turn;
  guint next_request; /* the first that the server has not looked at */
  gboolean is_busy;
  gint64 served_until; /* µs */
  guint missing;
} Storm;

static gint64
get_return (Storm *self)
{
  return self->setup->outage * G_GINT64_CONSTANT (1000);
}

static gboolean
comes_before (const Event *a,
              const Event *b)
{
  return a->time < b->time || (a->time == b->time && a->turn < b->turn);
}

static void
push (Storm *self,
      gint64 time,
      EventKind kind,
      guint32 subject)
{
  Event event = { time, self->turn++, kind, subject };
  guint at = self->events->len;
  Event *heap;

  g_array_append_val (self->events, event);
  heap = (gpointer) self->events->data;
  for (; at > 0 && comes_before (&event, &heap[(at - 1) / 2]); at = (at - 1) / 2)
    heap[at] = heap[(at - 1) / 2];
  heap[at] = event;
}

static Event
pop (Storm *self)
{
  Event *heap = (gpointer) self->events->data;
  Event first = heap[0];
  guint len = self->events->len - 1;
  Event last = heap[len];
  guint at = 0;

  for (guint child = 1; child < len; child = 2 * at + 1)
    {
      if (child + 1 < len && comes_before (&heap[child + 1], &heap[child]))
        child++;
      if (!comes_before (&heap[child], &last))
        break;
      heap[at] = heap[child];
      at = child;
    }
  heap[at] = last;
  g_array_set_size (self->events, len);
  return first;
}

static guint *
get_second (Storm *self,
            GArray *series)
{
  guint second = (guint) (self->now / 1000);

  if (series->len <= second)
    g_array_set_size (series, second + 1);
  return &g_array_index (series, guint, second);
}

/* When a desktop that is no Drivemap tries again. */
static gint64
get_next (Storm *self,
          Desktop *desktop)
{
  gint64 delay = DM_RETRY_PLAN_MAX_DELAY;

  if (desktop->plan != NULL)
    return dm_retry_plan_get_next (desktop->plan);

  if (self->setup->policy == STORM_FIXED)
    return desktop->start + ((self->now - desktop->start) / FIXED_INTERVAL + 1) * FIXED_INTERVAL;

  if (desktop->failures < 16)
    delay = MIN (delay, 5000 << desktop->failures);
  return self->now + delay;
}

static void
plan_attempt (Storm *self,
              guint32 number)
{
  gint64 next = get_next (self, &self->desktops[number]);

  if (next >= 0)
    push (self, MAX (next, self->now), EVENT_ATTEMPT, number);
}

/* As DmServerWatch does when a server that carries drives falls silent. */
static void
find_lost (Storm *self,
           Desktop *desktop)
{
  dm_retry_plan_start (desktop->plan);
  dm_retry_plan_fail_shared (desktop->plan, self->now);
}

static void
lose (Storm *self,
      guint32 number)
{
  Desktop *desktop = &self->desktops[number];
  gboolean is_network = self->setup->cause == STORM_NETWORK;

  desktop->start = self->now;
  if (desktop->plan != NULL && is_network)
    dm_retry_plan_request (desktop->plan, self->now, DM_RETRY_REASON_NETWORK);
  else if (desktop->plan != NULL)
    find_lost (self, desktop);

  if (desktop->plan == NULL && is_network)
    push (self, self->now, EVENT_ATTEMPT, number);
  else
    plan_attempt (self, number);
}

static void
fail (Storm *self,
      guint32 number,
      gboolean is_busy)
{
  Desktop *desktop = &self->desktops[number];

  desktop->failures++;
  if (desktop->plan != NULL && is_busy)
    dm_retry_plan_fail_shared (desktop->plan, self->now);
  else if (desktop->plan != NULL)
    dm_retry_plan_fail (desktop->plan, self->now);
  plan_attempt (self, number);
}

static void
probe (Storm *self,
       guint32 number)
{
  Desktop *desktop = &self->desktops[number];

  if (desktop->plan != NULL)
    dm_retry_plan_start (desktop->plan);
  if (self->now < get_return (self))
    {
      push (self, self->now + PROBE_LIMIT, EVENT_PROBE_FAILED, number);
      return;
    }

  ++*get_second (self, self->result->probes);
  push (self, self->now + PROBE_TIME, EVENT_PROBED, number);
}

/* The server takes them first come, first served. */
static void
serve (Storm *self)
{
  gint64 cost = G_USEC_PER_SEC / self->setup->capacity;

  self->is_busy = FALSE;
  self->served_until = MAX (self->served_until, self->now * 1000);
  while (self->next_request < self->requests->len)
    {
      guint number = self->next_request++;

      if (g_array_index (self->requests, Request, number).is_given_up)
        {
          self->served_until += (gint64) (cost * self->setup->waste);
          continue;
        }

      self->served_until += cost;
      self->is_busy = TRUE;
      push (self, (self->served_until + 999) / 1000, EVENT_SERVED, number);
      return;
    }
}

static void
sign_in (Storm *self,
         guint32 number,
         guint count)
{
  Desktop *desktop = &self->desktops[number];

  for (guint i = 0; i < count; i++)
    {
      Request request = { number, FALSE, FALSE };

      push (self, self->now + SIGN_IN_LIMIT, EVENT_GIVEN_UP, self->requests->len);
      g_array_append_val (self->requests, request);
      desktop->waiting++;
      ++*get_second (self, self->result->requests);
    }
  if (!self->is_busy)
    serve (self);
}

static void
begin_sign_in (Storm *self,
               guint32 number)
{
  Desktop *desktop = &self->desktops[number];

  desktop->has_failed = FALSE;
  sign_in (self, number, self->setup->order == STORM_PARALLEL ? desktop->missing : 1);
}

static void
note_progress (Storm *self)
{
  guint all = self->setup->desktops * self->setup->drives;
  guint there = all - self->missing;
  guint elapsed = (guint) (self->now - get_return (self));
  StormResult *result = self->result;

  *get_second (self, result->connected) = there;
  if (result->reached_50 == 0 && there >= all * 0.5)
    result->reached_50 = elapsed;
  if (result->reached_95 == 0 && there >= all * 0.95)
    result->reached_95 = elapsed;
  if (there == all)
    result->reached_100 = elapsed;
}

/* A sign-in has ended, this way or the other. */
static void
go_on (Storm *self,
       guint32 number)
{
  Desktop *desktop = &self->desktops[number];

  desktop->waiting--;
  if (desktop->waiting > 0)
    return;

  if (desktop->has_failed)
    fail (self, number, TRUE);
  else if (desktop->missing > 0)
    sign_in (self, number, self->setup->order == STORM_SERIAL ? 1 : desktop->missing);
}

static void
finish (Storm *self,
        guint32 number)
{
  Request *request = &g_array_index (self->requests, Request, number);
  guint32 desktop = request->desktop;

  if (!request->is_given_up)
    {
      request->is_served = TRUE;
      self->desktops[desktop].missing--;
      self->missing--;
      note_progress (self);
      go_on (self, desktop);
    }
  serve (self);
}

static void
give_up (Storm *self,
         guint32 number)
{
  Request *request = &g_array_index (self->requests, Request, number);

  if (request->is_served)
    return;

  request->is_given_up = TRUE;
  self->desktops[request->desktop].has_failed = TRUE;
  self->result->timeouts++;
  go_on (self, request->desktop);
}

static void
handle (Storm *self,
        const Event *event)
{
  switch (event->kind)
    {
    case EVENT_LOSS:
      lose (self, event->subject);
      break;
    case EVENT_ATTEMPT:
      probe (self, event->subject);
      break;
    case EVENT_PROBED:
      begin_sign_in (self, event->subject);
      break;
    case EVENT_PROBE_FAILED:
      fail (self, event->subject, FALSE);
      break;
    case EVENT_GIVEN_UP:
      give_up (self, event->subject);
      break;
    case EVENT_SERVED:
      finish (self, event->subject);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
prepare (Storm *self)
{
  self->missing = self->setup->desktops * self->setup->drives;
  self->desktops = g_new0 (Desktop, self->setup->desktops);
  for (guint32 i = 0; i < self->setup->desktops; i++)
    {
      guint32 seed = g_rand_int (self->chance);

      self->desktops[i].missing = self->setup->drives;
      if (self->setup->policy == STORM_DRIVEMAP)
        self->desktops[i].plan = dm_retry_plan_new (seed);
      push (self, g_rand_int_range (self->chance, 0, START_NOISE), EVENT_LOSS, i);
    }
}

static double
find_peak (GArray *series,
           guint from)
{
  guint peak = 0;

  for (guint i = from; i < series->len; i++)
    peak = MAX (peak, g_array_index (series, guint, i));
  return peak;
}

static void
conclude (Storm *self)
{
  StormResult *result = self->result;
  guint all = self->setup->desktops * self->setup->drives;
  gint64 duration = (self->missing == 0 ? result->reached_100 : self->now - get_return (self));

  result->least = (guint) (all * 1000.0 / self->setup->capacity);
  result->peak = find_peak (result->requests, self->setup->outage);
  result->probe_peak = find_peak (result->probes, self->setup->outage);
  result->mean = self->requests->len * 1000.0 / MAX (duration, 1);
  for (guint i = 1; i < result->connected->len; i++)
    g_array_index (result->connected, guint, i) = MAX (g_array_index (result->connected, guint, i), g_array_index (result->connected, guint, i - 1));
}

static void
storm_clear (Storm *self)
{
  for (guint i = 0; i < self->setup->desktops; i++)
    dm_retry_plan_free (self->desktops[i].plan);
  g_free (self->desktops);
  g_array_unref (self->events);
  g_array_unref (self->requests);
  g_rand_free (self->chance);
}

StormResult *
storm_run (const StormSetup *setup)
{
  StormResult *result = g_new0 (StormResult, 1);
  Storm self = { .setup = setup, .result = result };

  result->requests = g_array_new (FALSE, TRUE, sizeof (guint));
  result->probes = g_array_new (FALSE, TRUE, sizeof (guint));
  result->connected = g_array_new (FALSE, TRUE, sizeof (guint));
  self.events = g_array_new (FALSE, FALSE, sizeof (Event));
  self.requests = g_array_new (FALSE, FALSE, sizeof (Request));
  self.chance = g_rand_new_with_seed (setup->seed);

  prepare (&self);
  while (self.missing > 0 && self.events->len > 0 && self.now < get_return (&self) + PATIENCE)
    {
      Event event = pop (&self);

      self.now = event.time;
      handle (&self, &event);
    }
  conclude (&self);
  storm_clear (&self);
  return result;
}

void
storm_result_free (StormResult *self)
{
  g_array_unref (self->requests);
  g_array_unref (self->probes);
  g_array_unref (self->connected);
  g_free (self);
}
