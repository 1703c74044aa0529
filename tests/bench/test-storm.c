/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* On a virtual clock and with fixed seeds: the same on every machine. */

#include "storm-model.h"

static StormResult *
run (StormPolicy policy,
     StormOrder order,
     guint32 seed,
     guint outage)
{
  const StormSetup setup = { policy, order, STORM_LOST, seed, 10000, 3, 200, outage, 0 };

  return storm_run (&setup);
}

/* All desktops see their network come back in the same second. */
static StormResult *
run_network (guint desktops,
             guint outage,
             double waste)
{
  const StormSetup setup = { STORM_DRIVEMAP, STORM_SCOUT, STORM_NETWORK, 1, desktops, 3, 200, outage, waste };

  return storm_run (&setup);
}

static gboolean
is_gentle (const StormResult *result)
{
  return result->peak <= 2 * result->mean;
}

static gboolean
is_fast (const StormResult *result)
{
  return result->reached_95 > 0 && result->reached_95 <= result->least * 1.5;
}

static void
check_outage (guint outage,
              guint32 seed)
{
  g_autoptr (StormResult) result = run (STORM_DRIVEMAP, STORM_SCOUT, seed, outage);

  g_test_message ("%u s, seed %u: peak %.2f times the mean; 50 %% after %.1f s, 95 %% after %.1f s", outage, seed,
                  result->peak / result->mean, result->reached_50 / 1000.0, result->reached_95 / 1000.0);
  g_assert_cmpuint (result->least, ==, 150000);
  g_assert_cmpfloat (result->peak, <=, 2 * result->mean);
  g_assert_cmpuint (result->reached_95, >, 0);
  g_assert_cmpuint (result->reached_95, <=, result->least * 1.5);
  g_assert_cmpuint (result->reached_100, >, 0);
  g_assert_cmpuint (result->timeouts, ==, 0);
}

static void
test_power_cut (void)
{
  for (guint32 seed = 1; seed <= 5; seed++)
    check_outage (600, seed);
}

/* The goal does not hang on the moment at which the server returns; it may never
 * have been away. */
static void
test_any_outage (void)
{
  const guint outages[] = { 0, 1, 5, 15, 30, 45, 60, 75, 90, 120, 170, 250, 300, 333, 1000, 3600 };

  for (gsize i = 0; i < G_N_ELEMENTS (outages); i++)
    for (guint32 seed = 1; seed <= 2; seed++)
      check_outage (outages[i], seed);
}

/* Those at one switch, or at one floor's. */
static void
test_switch (void)
{
  g_autoptr (StormResult) result = run_network (400, 0, 0);

  g_assert_cmpuint (result->reached_100, >, 0);
  g_assert_cmpuint (result->reached_100, <=, 15000);
  g_assert_cmpuint (result->timeouts, ==, 0);
}

/* What comes too fast for the server, as it would if the network came back for
 * all at once, is sorted out. */
static void
test_overload (void)
{
  const guint outages[] = { 0, 1, 5, 20, 45 };

  for (gsize i = 0; i < G_N_ELEMENTS (outages); i++)
    {
      g_autoptr (StormResult) result = run_network (10000, outages[i], 0);
      g_autoptr (StormResult) dear = run_network (10000, outages[i], 1);

      g_assert_true (is_fast (result));
      g_assert_cmpuint (dear->reached_95, >, 0);
      g_assert_cmpuint (dear->reached_95, <=, dear->least * 2);
    }
}

/* The others fail the same test, so it tells something. */
static void
test_others (void)
{
  g_autoptr (StormResult) exponential = run (STORM_EXPONENTIAL, STORM_PARALLEL, 1, 600);
  g_autoptr (StormResult) fixed = run (STORM_FIXED, STORM_PARALLEL, 1, 600);

  g_assert_false (is_gentle (exponential));
  g_assert_false (is_fast (exponential));
  g_assert_false (is_gentle (fixed));
  g_assert_cmpuint (fixed->timeouts, >, 0);
}

/* The model keeps its own laws. */
static void
test_model (void)
{
  const StormSetup setup = { STORM_DRIVEMAP, STORM_PARALLEL, STORM_LOST, 9, 50, 4, 10, 300, 0 };
  g_autoptr (StormResult) result = storm_run (&setup);
  g_autoptr (StormResult) again = storm_run (&setup);
  guint served = 0;

  g_assert_cmpmem (result->requests->data, result->requests->len * sizeof (guint),
                   again->requests->data, again->requests->len * sizeof (guint));
  g_assert_cmpuint (g_array_index (result->connected, guint, result->connected->len - 1), ==, 200);
  for (guint i = 0; i < result->requests->len; i++)
    served += g_array_index (result->requests, guint, i);
  g_assert_cmpuint (served, ==, 200 + result->timeouts);
  for (guint i = 1; i < result->connected->len; i++)
    {
      guint before = g_array_index (result->connected, guint, i - 1);
      guint after = g_array_index (result->connected, guint, i);

      g_assert_cmpuint (after, >=, before);
      g_assert_cmpuint (after - before, <=, setup.capacity + 1);
      g_assert_true (i >= setup.outage || after == 0);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/storm/power-cut", test_power_cut);
  g_test_add_func ("/storm/any-outage", test_any_outage);
  g_test_add_func ("/storm/switch", test_switch);
  g_test_add_func ("/storm/overload", test_overload);
  g_test_add_func ("/storm/others", test_others);
  g_test_add_func ("/storm/model", test_model);

  return g_test_run ();
}
