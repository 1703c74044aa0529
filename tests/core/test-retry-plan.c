/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-retry-plan.h"

#define N_SEEDS 2000

/* ms */
#define MINUTE 60000
#define START  1000000

static const DmRetryReason events[] = {
  DM_RETRY_REASON_SIGN_IN,
  DM_RETRY_REASON_NETWORK,
  DM_RETRY_REASON_RESUME,
  DM_RETRY_REASON_KEYRING,
};

/* Fails an attempt at once, @times over; returns when the last one failed. */
static gint64
fail_often (DmRetryPlan *plan,
            gint64 now,
            guint times)
{
  for (guint i = 0; i < times; i++)
    {
      if (i > 0)
        now = dm_retry_plan_get_next (plan);
      dm_retry_plan_start (plan);
      dm_retry_plan_fail (plan, now);
    }
  return now;
}

static DmRetryPlan *
new_waiting (guint32 seed,
             guint failures,
             gint64 *now)
{
  DmRetryPlan *plan = dm_retry_plan_new (seed);

  *now = fail_often (plan, START, failures);
  return plan;
}

static void
test_nothing_planned (void)
{
  g_autoptr (DmRetryPlan) plan = dm_retry_plan_new (1);

  g_assert_cmpint (dm_retry_plan_get_next (plan), ==, -1);
  g_assert_cmpuint (dm_retry_plan_get_failures (plan), ==, 0);
  dm_retry_plan_clear (plan);
  dm_retry_plan_succeed (plan);
  g_assert_cmpint (dm_retry_plan_get_next (plan), ==, -1);
  dm_retry_plan_free (NULL);
}

static void
test_delays (void)
{
  const struct
  {
    gint64 least, most;
  } delays[] = {
    { 2500, 5000 },
    { 5000, 10000 },
    { 10000, 20000 },
    { 20000, 40000 },
    { 0, 180000 },
    { 90000, 180000 },
    { 90000, 180000 },
  };

  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (DmRetryPlan) plan = dm_retry_plan_new (seed);
      gint64 now = START;

      for (gsize i = 0; i < G_N_ELEMENTS (delays); i++)
        {
          fail_often (plan, now, 1);
          g_assert_cmpuint (dm_retry_plan_get_failures (plan), ==, i + 1);
          g_assert_cmpint (dm_retry_plan_get_next (plan) - now, >=, delays[i].least);
          g_assert_cmpint (dm_retry_plan_get_next (plan) - now, <=, delays[i].most);
          now = dm_retry_plan_get_next (plan);
        }
    }
}

static void
test_thousand_failures (void)
{
  gint64 now;
  g_autoptr (DmRetryPlan) plan = new_waiting (7, 1000, &now);

  g_assert_cmpuint (dm_retry_plan_get_failures (plan), ==, 1000);
  g_assert_cmpint (dm_retry_plan_get_next (plan) - now, >=, DM_RETRY_PLAN_MAX_DELAY / 2);
  g_assert_cmpint (dm_retry_plan_get_next (plan) - now, <=, DM_RETRY_PLAN_MAX_DELAY);
}

/* A clock at its very end still gives a time that is not before now. */
static void
test_end_of_time (void)
{
  const gint64 ends[] = { 0, G_MAXINT64 - 1, G_MAXINT64 };

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr (DmRetryPlan) plan = dm_retry_plan_new (3);

      for (guint j = 0; j < 10; j++)
        {
          dm_retry_plan_request (plan, ends[i], DM_RETRY_REASON_NETWORK);
          g_assert_cmpint (dm_retry_plan_get_next (plan), >=, ends[i]);
          dm_retry_plan_start (plan);
          dm_retry_plan_fail (plan, ends[i]);
          g_assert_cmpint (dm_retry_plan_get_next (plan), >=, ends[i]);
          dm_retry_plan_clear (plan);
          dm_retry_plan_request (plan, ends[i], DM_RETRY_REASON_TRIED);
          g_assert_cmpint (dm_retry_plan_get_next (plan), >=, ends[i]);
          dm_retry_plan_start (plan);
          dm_retry_plan_fail_shared (plan, ends[i]);
          g_assert_cmpint (dm_retry_plan_get_next (plan), >=, ends[i]);
        }
    }
}

static void
test_seeds (void)
{
  g_autoptr (DmRetryPlan) one = dm_retry_plan_new (42);
  g_autoptr (DmRetryPlan) same = dm_retry_plan_new (42);
  g_autoptr (DmRetryPlan) other = dm_retry_plan_new (43);
  guint n_different = 0;

  for (guint i = 0; i < 20; i++)
    {
      fail_often (one, START, 1);
      fail_often (same, START, 1);
      fail_often (other, START, 1);
      g_assert_cmpint (dm_retry_plan_get_next (one), ==, dm_retry_plan_get_next (same));
      n_different += dm_retry_plan_get_next (one) != dm_retry_plan_get_next (other);
    }
  g_assert_cmpuint (n_different, >=, 18);
}

/* At the cap: uniform in [90, 180] s; that is a mean of 135 and a quarter of
 * them in each quarter. */
static void
test_jitter (void)
{
  guint quarters[4] = { 0 };
  double sum = 0;

  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      gint64 now;
      g_autoptr (DmRetryPlan) plan = new_waiting (seed, 8, &now);
      gint64 delay = dm_retry_plan_get_next (plan) - now;

      sum += delay;
      quarters[MIN ((delay - 90000) / 22500, 3)]++;
    }
  g_assert_cmpfloat_with_epsilon (sum / N_SEEDS, 135000, 3000);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat_with_epsilon (quarters[i], N_SEEDS / 4.0, N_SEEDS / 20.0);
}

/* Those who began together try at a steady rate from ten seconds no. @first on:
 * every ten seconds as many as in any other ten. */
static void
check_scatter (void (*begin) (DmRetryPlan *plan),
               guint first)
{
  guint arrivals[60] = { 0 };
  const double mean = N_SEEDS * 10.0 / 135;

  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (DmRetryPlan) plan = dm_retry_plan_new (seed);
      gint64 time;

      begin (plan);
      for (time = dm_retry_plan_get_next (plan); time < 600000; time = dm_retry_plan_get_next (plan))
        {
          arrivals[time / 10000]++;
          dm_retry_plan_start (plan);
          dm_retry_plan_fail (plan, time);
        }
    }
  for (guint i = first; i < 60; i++)
    g_assert_cmpfloat_with_epsilon (arrivals[i], mean, mean * 0.35);
}

static void
begin_lost (DmRetryPlan *plan)
{
  dm_retry_plan_start (plan);
  dm_retry_plan_fail_shared (plan, 0);
}

static void
begin_tried (DmRetryPlan *plan)
{
  dm_retry_plan_request (plan, 0, DM_RETRY_REASON_TRIED);
}

/* A lost server: at once; else from the fifth failure on. */
static void
test_scatter (void)
{
  check_scatter (begin_lost, 0);
  check_scatter (begin_tried, 9);
}

static void
test_shared (void)
{
  guint thirds[3] = { 0 };

  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (DmRetryPlan) plan = dm_retry_plan_new (seed);

      dm_retry_plan_start (plan);
      dm_retry_plan_fail_shared (plan, START);
      g_assert_cmpint (dm_retry_plan_get_next (plan), >=, START);
      g_assert_cmpint (dm_retry_plan_get_next (plan), <=, START + DM_RETRY_PLAN_MAX_DELAY);
      thirds[MIN ((dm_retry_plan_get_next (plan) - START) / 60000, 2)]++;
      dm_retry_plan_start (plan);
      dm_retry_plan_fail_shared (plan, START);
      g_assert_cmpint (dm_retry_plan_get_next (plan), >=, START + DM_RETRY_PLAN_MAX_DELAY / 2);
      g_assert_cmpint (dm_retry_plan_get_next (plan), <=, START + DM_RETRY_PLAN_MAX_DELAY);
    }
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (thirds[i], >, N_SEEDS / 10);
}

/* Whatever is planned: nothing, or the next of a back-off that has become long. */
static void
test_tried (void)
{
  for (guint32 seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr (DmRetryPlan) plan = dm_retry_plan_new (seed);
      gint64 now = seed % 2 == 0 ? START : fail_often (plan, START, 8);
      gint64 next;

      dm_retry_plan_request (plan, now, DM_RETRY_REASON_TRIED);
      next = dm_retry_plan_get_next (plan);
      g_assert_cmpint (next, >=, now + 2500);
      g_assert_cmpint (next, <=, now + 5000);
      g_assert_cmpuint (dm_retry_plan_get_failures (plan), ==, 1);

      /* The other drives of this server. */
      dm_retry_plan_request (plan, now + 1, DM_RETRY_REASON_TRIED);
      dm_retry_plan_request (plan, now + 900, DM_RETRY_REASON_TRIED);
      g_assert_cmpint (dm_retry_plan_get_next (plan), ==, next);
      g_assert_cmpuint (dm_retry_plan_get_failures (plan), ==, 1);
    }
}

static void
test_user (void)
{
  gint64 now;
  g_autoptr (DmRetryPlan) plan = new_waiting (5, 20, &now);

  dm_retry_plan_request (plan, now + 7, DM_RETRY_REASON_USER);
  g_assert_cmpint (dm_retry_plan_get_next (plan), ==, now + 7);
  g_assert_cmpuint (dm_retry_plan_get_failures (plan), ==, 0);
  fail_often (plan, now + 7, 1);
  g_assert_cmpint (dm_retry_plan_get_next (plan), <=, now + 7 + 5000);

  /* As often as they like. */
  for (guint i = 0; i < 100; i++)
    {
      now += 10;
      dm_retry_plan_request (plan, now, DM_RETRY_REASON_USER);
      g_assert_cmpint (dm_retry_plan_get_next (plan), <=, now);
      dm_retry_plan_start (plan);
      dm_retry_plan_fail (plan, now);
    }
}

static void
test_events (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (events); i++)
    {
      gint64 first = G_MAXINT64, last = 0;
      /* A person who waits is not kept waiting. */
      gboolean at_once = events[i] == DM_RETRY_REASON_SIGN_IN || events[i] == DM_RETRY_REASON_KEYRING;

      for (guint32 seed = 0; seed < N_SEEDS; seed++)
        {
          gint64 now, next;
          g_autoptr (DmRetryPlan) plan = new_waiting (seed, 8, &now);

          dm_retry_plan_request (plan, now, events[i]);
          next = dm_retry_plan_get_next (plan) - now;
          g_assert_cmpint (next, >=, 0);
          g_assert_cmpint (next, <=, 5000);
          g_assert_cmpuint (dm_retry_plan_get_failures (plan), ==, 0);
          first = MIN (first, next);
          last = MAX (last, next);
        }
      if (at_once)
        g_assert_cmpint (last, ==, 0);
      else
        g_assert_cmpint (last - first, >, 1500);
    }
}

static void
test_events_with_nothing_planned (void)
{
  g_autoptr (DmRetryPlan) plan = dm_retry_plan_new (1);

  dm_retry_plan_request (plan, START, DM_RETRY_REASON_SIGN_IN);
  g_assert_cmpint (dm_retry_plan_get_next (plan), ==, START);
}

/* Whatever comes, whenever: what was planned is never put off. */
static void
test_never_later (void)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (11);
  g_autoptr (DmRetryPlan) plan = dm_retry_plan_new (11);
  gint64 now = 0;

  for (guint i = 0; i < 100000; i++)
    {
      gint64 before = dm_retry_plan_get_next (plan);
      gint64 after;

      dm_retry_plan_request (plan, now, (DmRetryReason) g_rand_int_range (chance, 0, DM_RETRY_REASON_USER + 1));
      after = dm_retry_plan_get_next (plan);
      g_assert_cmpint (after, >=, 0);
      g_assert_cmpint (after, <=, now + DM_RETRY_PLAN_MAX_DELAY);
      if (before >= 0)
        g_assert_cmpint (after, <=, before);
      if (after <= now)
        fail_often (plan, now, 1);
      now += g_rand_int_range (chance, 0, 20000);
    }
}

/* A network that comes and goes every 300 ms for an hour, and a server that is
 * not there. */
static void
test_flapping (void)
{
  g_autoptr (DmRetryPlan) plan = dm_retry_plan_new (8);
  guint n_attempts = 0, n_first_minute = 0;

  for (gint64 now = START; now < START + 60 * MINUTE; now += 300)
    {
      dm_retry_plan_request (plan, now, DM_RETRY_REASON_NETWORK);
      if (dm_retry_plan_get_next (plan) > now)
        continue;

      fail_often (plan, now, 1);
      n_attempts++;
      if (now < START + MINUTE)
        n_first_minute++;
    }
  g_assert_cmpuint (n_first_minute, >=, 3);
  g_assert_cmpuint (n_first_minute, <=, 12);
  /* One a minute, and some more at the start. */
  g_assert_cmpuint (n_attempts, >=, 55);
  g_assert_cmpuint (n_attempts, <=, 60 + 12);
}

/* The last event of a flapping network counts: it is what makes it work. */
static void
test_last_event_counts (void)
{
  gint64 now;
  g_autoptr (DmRetryPlan) plan = new_waiting (8, 20, &now);

  for (guint i = 0; i < 500; i++)
    {
      dm_retry_plan_request (plan, now, DM_RETRY_REASON_NETWORK);
      g_assert_cmpint (dm_retry_plan_get_next (plan), <=, now + MINUTE + 5000);
      if (dm_retry_plan_get_next (plan) <= now)
        fail_often (plan, now, 1);
      now += 700;
    }
}

/* A server that lets us in and throws us out again, or one at which somebody tries
 * again and again. */
static void
check_flapping (gboolean is_lost)
{
  g_autoptr (DmRetryPlan) plan = dm_retry_plan_new (8);
  gint64 most = is_lost ? DM_RETRY_PLAN_MAX_DELAY : MINUTE + 5000;
  guint n_attempts = 0;

  for (gint64 now = START; now < START + 60 * MINUTE; now += 100)
    {
      if (dm_retry_plan_get_next (plan) < 0 && is_lost)
        {
          dm_retry_plan_start (plan);
          dm_retry_plan_fail_shared (plan, now);
        }
      else if (dm_retry_plan_get_next (plan) < 0)
        dm_retry_plan_request (plan, now, DM_RETRY_REASON_TRIED);
      g_assert_cmpint (dm_retry_plan_get_next (plan), <=, now + most);
      if (dm_retry_plan_get_next (plan) > now)
        continue;

      dm_retry_plan_start (plan);
      dm_retry_plan_succeed (plan);
      n_attempts++;
    }
  g_assert_cmpuint (n_attempts, >=, is_lost ? 40 : 50);
  g_assert_cmpuint (n_attempts, <=, is_lost ? 70 : 64);
}

static void
test_flapping_session (void)
{
  check_flapping (TRUE);
  check_flapping (FALSE);
}

/* Many tries, each taken back, must not pile up a debt. */
static void
test_debt_is_bounded (void)
{
  g_autoptr (DmRetryPlan) plan = dm_retry_plan_new (8);

  for (guint i = 0; i < 1000; i++)
    {
      dm_retry_plan_request (plan, START, DM_RETRY_REASON_TRIED);
      g_assert_cmpint (dm_retry_plan_get_next (plan), <=, START + 2 * MINUTE + 5000);
      dm_retry_plan_clear (plan);
    }
  dm_retry_plan_request (plan, START + 3 * MINUTE, DM_RETRY_REASON_NETWORK);
  g_assert_cmpint (dm_retry_plan_get_next (plan), <=, START + 3 * MINUTE + 5000);
}

static void
test_request_while_running (void)
{
  gint64 now;
  g_autoptr (DmRetryPlan) plan = new_waiting (2, 8, &now);

  dm_retry_plan_start (plan);
  g_assert_cmpint (dm_retry_plan_get_next (plan), ==, -1);
  dm_retry_plan_request (plan, now, DM_RETRY_REASON_NETWORK);
  g_assert_cmpint (dm_retry_plan_get_next (plan), ==, -1);
  dm_retry_plan_fail (plan, now + 20000);
  g_assert_cmpint (dm_retry_plan_get_next (plan), <=, now + 5000);

  dm_retry_plan_start (plan);
  dm_retry_plan_request (plan, now, DM_RETRY_REASON_USER);
  dm_retry_plan_succeed (plan);
  g_assert_cmpint (dm_retry_plan_get_next (plan), ==, -1);
}

/* Disconnected by hand in the middle of an attempt. */
static void
test_clear_while_running (void)
{
  gint64 now;
  g_autoptr (DmRetryPlan) plan = new_waiting (2, 8, &now);

  dm_retry_plan_start (plan);
  dm_retry_plan_clear (plan);
  dm_retry_plan_fail (plan, now);
  g_assert_cmpint (dm_retry_plan_get_next (plan), ==, -1);
  g_assert_cmpuint (dm_retry_plan_get_failures (plan), ==, 0);
}

static void
test_succeed (void)
{
  gint64 now;
  g_autoptr (DmRetryPlan) plan = new_waiting (2, 8, &now);

  dm_retry_plan_start (plan);
  dm_retry_plan_succeed (plan);
  g_assert_cmpint (dm_retry_plan_get_next (plan), ==, -1);
  fail_often (plan, now, 1);
  g_assert_cmpint (dm_retry_plan_get_next (plan), <=, now + 5000);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/retry-plan/nothing-planned", test_nothing_planned);
  g_test_add_func ("/retry-plan/delays", test_delays);
  g_test_add_func ("/retry-plan/thousand-failures", test_thousand_failures);
  g_test_add_func ("/retry-plan/end-of-time", test_end_of_time);
  g_test_add_func ("/retry-plan/seeds", test_seeds);
  g_test_add_func ("/retry-plan/jitter", test_jitter);
  g_test_add_func ("/retry-plan/scatter", test_scatter);
  g_test_add_func ("/retry-plan/shared", test_shared);
  g_test_add_func ("/retry-plan/tried", test_tried);
  g_test_add_func ("/retry-plan/user", test_user);
  g_test_add_func ("/retry-plan/events", test_events);
  g_test_add_func ("/retry-plan/events-with-nothing-planned", test_events_with_nothing_planned);
  g_test_add_func ("/retry-plan/never-later", test_never_later);
  g_test_add_func ("/retry-plan/flapping", test_flapping);
  g_test_add_func ("/retry-plan/last-event-counts", test_last_event_counts);
  g_test_add_func ("/retry-plan/flapping-session", test_flapping_session);
  g_test_add_func ("/retry-plan/debt-is-bounded", test_debt_is_bounded);
  g_test_add_func ("/retry-plan/request-while-running", test_request_while_running);
  g_test_add_func ("/retry-plan/clear-while-running", test_clear_while_running);
  g_test_add_func ("/retry-plan/succeed", test_succeed);

  return g_test_run ();
}
