/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-retry-plan.h"

/* ms */
#define FIRST_DELAY    5000
#define EVENT_INTERVAL 60000

#define EVENT_BURST 3

/* Until this failure, about a minute after the first try, a person who switches
 * a server on at home is served fast. Those who began together are together all
 * that time; the delay after it scatters them, and from then on they stay so. */
#define SCATTER_FAILURE 5

struct _DmRetryPlan
{
  /* Owned */
  GRand *chance;

  gboolean is_running;
  guint failures;
  gint64 next; /* -1: nothing */

  /* Each event that counts moves this on by EVENT_INTERVAL, from now at least.
   * Where it is too far ahead of now for EVENT_BURST, the event has to wait. */
  gint64 events_until;
};

/* G_MAXINT64 is as good as never. */
static gint64
add (gint64 time,
     gint64 delay)
{
  return time > G_MAXINT64 - delay ? G_MAXINT64 : time + delay;
}

static gint64
pick (DmRetryPlan *self,
      gint64 least,
      gint64 most)
{
  return g_rand_int_range (self->chance, (gint32) least, (gint32) most + 1);
}

static gint64
pick_back_off (DmRetryPlan *self)
{
  gint64 most = DM_RETRY_PLAN_MAX_DELAY;

  if (self->failures < SCATTER_FAILURE)
    most = (gint64) FIRST_DELAY << (self->failures - 1);

  /* Any moment of a full delay is as likely as any other: as if this desktop
   * had been trying at this pace for ever. All together then arrive at a steady
   * rate, whenever the server returns: in each second 1/135 of them (the mean of
   * the delays that follow), which is 4/3 of the mean until the last is there.
   * Coming back faster would be bought with the peak: with twice the mean, the
   * first ten seconds would bring a ninth of them instead of a thirteenth. */
  if (self->failures == SCATTER_FAILURE)
    return pick (self, 0, pick (self, most / 2, most));

  return pick (self, most / 2, most);
}

/* A switch that comes back tells all desktops at it at once: some hundreds, not
 * a company. More than a few seconds would not bring more of them back sooner
 * (what must wait is sorted out by dm_retry_plan_fail_shared ()) but keep somebody
 * waiting whose VPN stands again. What follows a person's hand has chance enough
 * in it, and the person is waiting. */
static gint64
get_spread (DmRetryReason reason)
{
  switch (reason)
    {
    case DM_RETRY_REASON_NETWORK:
      return 5000;
    case DM_RETRY_REASON_RESUME:
      return 2000;
    case DM_RETRY_REASON_TRIED:
    case DM_RETRY_REASON_SIGN_IN:
    case DM_RETRY_REASON_KEYRING:
    case DM_RETRY_REASON_USER:
    default:
      return 0;
    }
}

static void
plan (DmRetryPlan *self,
      gint64 time)
{
  if (self->next < 0 || time < self->next)
    self->next = time;
}

static gint64
get_earliest_event (DmRetryPlan *self,
                    gint64 now)
{
  return MAX (now, self->events_until - (EVENT_BURST - 1) * EVENT_INTERVAL);
}

static void
count_event (DmRetryPlan *self,
             gint64 now)
{
  gint64 limit = add (now, (EVENT_BURST + 1) * EVENT_INTERVAL);

  self->events_until = MIN (add (MAX (now, self->events_until), EVENT_INTERVAL), limit);
}

/* What is planned for then anyway stays as it is: drawing again with every event
 * would bring it nearer and nearer. */
static void
plan_event (DmRetryPlan *self,
            gint64 now,
            guint failures,
            gint64 least,
            gint64 most)
{
  gint64 earliest = get_earliest_event (self, now);

  if (self->next >= 0 && self->next <= add (earliest, most))
    return;

  if (earliest == now)
    self->failures = failures;
  plan (self, add (earliest, pick (self, least, most)));
  count_event (self, now);
}

static void
fail (DmRetryPlan *self,
      gint64 now,
      guint least_failures)
{
  if (!self->is_running)
    return;

  self->is_running = FALSE;
  if (self->failures < G_MAXUINT)
    self->failures++;
  self->failures = MAX (self->failures, least_failures);
  plan (self, add (now, pick_back_off (self)));
}

DmRetryPlan *
dm_retry_plan_new (guint32 seed)
{
  DmRetryPlan *self = g_new0 (DmRetryPlan, 1);

  self->chance = g_rand_new_with_seed (seed);
  self->next = -1;
  return self;
}

void
dm_retry_plan_free (DmRetryPlan *self)
{
  if (self == NULL)
    return;

  g_rand_free (self->chance);
  g_free (self);
}

void
dm_retry_plan_request (DmRetryPlan *self,
                       gint64 now,
                       DmRetryReason reason)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (now >= 0);

  switch (reason)
    {
    case DM_RETRY_REASON_TRIED:
      plan_event (self, now, 1, FIRST_DELAY / 2, FIRST_DELAY);
      break;
    case DM_RETRY_REASON_USER:
      self->failures = 0;
      plan (self, now);
      break;
    case DM_RETRY_REASON_SIGN_IN:
    case DM_RETRY_REASON_NETWORK:
    case DM_RETRY_REASON_RESUME:
    case DM_RETRY_REASON_KEYRING:
    default:
      plan_event (self, now, 0, 0, get_spread (reason));
    }
}

void
dm_retry_plan_start (DmRetryPlan *self)
{
  g_return_if_fail (self != NULL);

  self->is_running = TRUE;
  self->next = -1;
}

void
dm_retry_plan_fail (DmRetryPlan *self,
                    gint64 now)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (now >= 0);

  fail (self, now, 1);
}

void
dm_retry_plan_fail_shared (DmRetryPlan *self,
                           gint64 now)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (now >= 0);

  fail (self, now, SCATTER_FAILURE);
}

void
dm_retry_plan_succeed (DmRetryPlan *self)
{
  dm_retry_plan_clear (self);
}

void
dm_retry_plan_clear (DmRetryPlan *self)
{
  g_return_if_fail (self != NULL);

  /* The events stay counted: a server that drops every session as soon as it
   * stands must not be signed in to for ever. */
  self->is_running = FALSE;
  self->failures = 0;
  self->next = -1;
}

gint64
dm_retry_plan_get_next (DmRetryPlan *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->is_running ? -1 : self->next;
}

guint
dm_retry_plan_get_failures (DmRetryPlan *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->failures;
}
