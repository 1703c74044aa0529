/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-response-ring.h"

#define SECOND 1000

static void
assert_holds (DmResponseRing *ring,
              const guint32 *expected,
              gsize n_expected)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (dm_response_ring_to_variant (ring));
  gsize n;
  const guint32 *found = g_variant_get_fixed_array (variant, &n, sizeof *found);

  g_assert_cmpstr (g_variant_get_type_string (variant), ==, "au");
  g_assert_cmpuint (n, ==, n_expected);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpuint (found[i], ==, expected[i]);
}

static void
test_empty (void)
{
  g_autoptr (DmResponseRing) ring = dm_response_ring_new ();

  assert_holds (ring, NULL, 0);
  g_assert_true (dm_response_ring_is_empty (ring));
  g_assert_false (dm_response_ring_expire (ring, G_MAXINT64));
}

static void
test_order (void)
{
  g_autoptr (DmResponseRing) ring = dm_response_ring_new ();

  dm_response_ring_add (ring, 0, 3000);
  g_assert_false (dm_response_ring_is_empty (ring));
  dm_response_ring_add (ring, 10 * SECOND, DM_RESPONSE_NONE);
  dm_response_ring_add (ring, 20 * SECOND, 0);
  assert_holds (ring, (const guint32[]){ 3000, DM_RESPONSE_NONE, 0 }, 3);
}

/* Once and again around, the oldest goes for each that comes. */
static void
test_full (void)
{
  g_autoptr (DmResponseRing) ring = dm_response_ring_new ();
  guint32 expected[DM_RESPONSE_RING_SIZE];

  for (guint32 n = 0; n < 3 * DM_RESPONSE_RING_SIZE + 7; n++)
    {
      guint32 length = MIN (n + 1, DM_RESPONSE_RING_SIZE);

      dm_response_ring_add (ring, n, n);
      for (guint32 i = 0; i < length; i++)
        expected[i] = n + 1 - length + i;
      assert_holds (ring, expected, length);
    }
}

static void
test_age (void)
{
  g_autoptr (DmResponseRing) ring = dm_response_ring_new ();

  dm_response_ring_add (ring, 0, 1);
  dm_response_ring_add (ring, 10 * SECOND, 2);
  g_assert_false (dm_response_ring_expire (ring, DM_RESPONSE_RING_MAX_AGE));
  assert_holds (ring, (const guint32[]){ 1, 2 }, 2);
  g_assert_true (dm_response_ring_expire (ring, DM_RESPONSE_RING_MAX_AGE + 1));
  assert_holds (ring, (const guint32[]){ 2 }, 1);

  /* Nobody looked for an hour: what was then is no part of what is now. */
  dm_response_ring_add (ring, 3600 * SECOND, 3);
  assert_holds (ring, (const guint32[]){ 3 }, 1);
  g_assert_true (dm_response_ring_expire (ring, 7200 * SECOND));
  assert_holds (ring, NULL, 0);
}

static void
test_expires_around_the_end (void)
{
  g_autoptr (DmResponseRing) ring = dm_response_ring_new ();

  for (guint32 n = 0; n < DM_RESPONSE_RING_SIZE + 5; n++)
    dm_response_ring_add (ring, n, n);
  g_assert_true (dm_response_ring_expire (ring, DM_RESPONSE_RING_MAX_AGE + DM_RESPONSE_RING_SIZE + 2));
  assert_holds (ring, (const guint32[]){ DM_RESPONSE_RING_SIZE + 2, DM_RESPONSE_RING_SIZE + 3, DM_RESPONSE_RING_SIZE + 4 }, 3);
}

static void
test_summary (void)
{
  static const struct
  {
    guint32 responses[4];
    DmResponseSummary expected;
  } cases[] = {
    { { 0 }, { 0, 0, DM_RESPONSE_NONE, 0 } },
    { { 3 }, { 1, 0, 3, 3 } },
    { { 9, 3 }, { 2, 0, 3, 9 } },
    { { 0, 0 }, { 2, 0, 0, 0 } },
    { { 9, DM_RESPONSE_NONE, 12, 3 }, { 4, 1, 3, 12 } },
    { { 9, DM_RESPONSE_NONE }, { 2, 1, DM_RESPONSE_NONE, 9 } },
    { { DM_RESPONSE_NONE, DM_RESPONSE_NONE }, { 2, 2, DM_RESPONSE_NONE, 0 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const DmResponseSummary *expected = &cases[i].expected;
      DmResponseSummary found = dm_response_summarize (cases[i].responses, expected->n);

      g_assert_cmpuint (found.n, ==, expected->n);
      g_assert_cmpuint (found.n_lost, ==, expected->n_lost);
      g_assert_cmpuint (found.last, ==, expected->last);
      g_assert_cmpuint (found.longest, ==, expected->longest);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/response-ring/empty", test_empty);
  g_test_add_func ("/response-ring/order", test_order);
  g_test_add_func ("/response-ring/full", test_full);
  g_test_add_func ("/response-ring/age", test_age);
  g_test_add_func ("/response-ring/expires-around-the-end", test_expires_around_the_end);
  g_test_add_func ("/response-ring/summary", test_summary);

  return g_test_run ();
}
