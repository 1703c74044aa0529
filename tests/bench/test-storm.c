/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* On a virtual clock and with fixed seeds: the same on every machine. */

#include "storm-model.h"

static StormResult *
run (StormPolicy policy,
     StormOrder order,
     guint32 seed,
     guint outage,
     double waste)
{
  const StormSetup setup = { policy, order, seed, 10000, 3, 200, outage, waste };

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
test_power_cut (void)
{
  for (guint32 seed = 1; seed <= 5; seed++)
    {
      g_autoptr (StormResult) result = run (STORM_DRIVEMAP, STORM_SCOUT, seed, 600, 0);

      g_assert_cmpuint (result->least, ==, 150000);
      g_assert_cmpfloat (result->peak, <=, 2 * result->mean);
      g_assert_cmpuint (result->reached_95, <=, result->least * 1.5);
      g_assert_cmpuint (result->reached_100, >, 0);
      g_assert_cmpuint (result->timeouts, ==, 0);
    }
}

/* The goal does not hang on the moment at which the server returns. */
static void
test_any_outage (void)
{
  const guint outages[] = { 90, 120, 170, 250, 333, 1000, 3600 };

  for (gsize i = 0; i < G_N_ELEMENTS (outages); i++)
    {
      g_autoptr (StormResult) result = run (STORM_DRIVEMAP, STORM_SCOUT, 1, outages[i], 0);

      g_assert_true (is_gentle (result));
      g_assert_true (is_fast (result));
    }
}

/* What comes too fast for the server, as it does after a second or as soon as
 * a switch is back, is sorted out. */
static void
test_overload (void)
{
  const guint outages[] = { 0, 1, 5, 20, 45 };

  for (gsize i = 0; i < G_N_ELEMENTS (outages); i++)
    {
      g_autoptr (StormResult) result = run (STORM_DRIVEMAP, STORM_SCOUT, 1, outages[i], 0);
      g_autoptr (StormResult) dear = run (STORM_DRIVEMAP, STORM_SCOUT, 1, outages[i], 1);

      g_assert_true (is_fast (result));
      g_assert_cmpuint (dear->reached_95, >, 0);
      g_assert_cmpuint (dear->reached_95, <=, dear->least * 2);
    }
}

/* The others fail the same test, so it tells something. */
static void
test_others (void)
{
  g_autoptr (StormResult) exponential = run (STORM_EXPONENTIAL, STORM_PARALLEL, 1, 600, 0);
  g_autoptr (StormResult) fixed = run (STORM_FIXED, STORM_PARALLEL, 1, 600, 0);

  g_assert_false (is_gentle (exponential));
  g_assert_false (is_fast (exponential));
  g_assert_false (is_gentle (fixed));
  g_assert_cmpuint (fixed->timeouts, >, 0);
}

/* The model keeps its own laws. */
static void
test_model (void)
{
  const StormSetup setup = { STORM_DRIVEMAP, STORM_PARALLEL, 9, 50, 4, 10, 300, 0 };
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
  g_test_add_func ("/storm/overload", test_overload);
  g_test_add_func ("/storm/others", test_others);
  g_test_add_func ("/storm/model", test_model);

  return g_test_run ();
}
