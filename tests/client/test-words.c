/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-response-ring.h"
#include "dm-words.h"

static void
test_statuses (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (DmStatus status = DM_STATUS_OK; status <= DM_STATUS_PAUSED; status++)
    {
      const char *words = dm_status_to_words (status);

      g_assert_nonnull (words);
      g_assert_cmpstr (words, !=, "");
      /* Only one of them is the one for what nobody knows. */
      g_assert_true (g_hash_table_add (seen, (gpointer) words));
    }

  g_assert_cmpstr (dm_status_to_words (DM_STATUS_OK), ==, "Connected");
  g_assert_cmpstr (dm_status_to_words (DM_STATUS_UNAVAILABLE), ==, "Not available");
  g_assert_cmpstr (dm_status_to_words (DM_STATUS_ERROR), ==, "Error");
}

static void
test_modes (void)
{
  g_assert_null (dm_holder_mode_to_words (DM_HOLDER_MODE_UNKNOWN));
  g_assert_cmpstr (dm_holder_mode_to_words (DM_HOLDER_MODE_READ), ==, "read");
  g_assert_cmpstr (dm_holder_mode_to_words (DM_HOLDER_MODE_WRITE), ==, "write");
  g_assert_cmpstr (dm_holder_mode_to_words (DM_HOLDER_MODE_READ_WRITE), ==, "read, write");
}

static void
test_response_times (void)
{
  static const struct
  {
    guint32 times[3];
    gsize n;
    const char *words;
  } cases[] = {
    { { 0 }, 0, NULL },
    { { 2500 }, 1, "2.5 ms now" },
    { { 20 }, 1, "0.1 ms now" },
    { { 9949 }, 1, "9.9 ms now" },
    { { 9950 }, 1, "10 ms now" },
    { { 999499 }, 1, "999 ms now" },
    { { 999500 }, 1, "1.0 s now" },
    { { 12000, 400, 3100 }, 3, "3.1 ms now, at most 12 ms in the last 5 minutes" },
    { { 1250000, 3000 }, 2, "3.0 ms now, at most 1.2 s in the last 5 minutes" },
    { { 12000, DM_RESPONSE_NONE, 3000 }, 3, "3.0 ms now, at most 12 ms; 1 question unanswered" },
    { { DM_RESPONSE_NONE, DM_RESPONSE_NONE, 3000 }, 3, "3.0 ms now, at most 3.0 ms; 2 questions unanswered" },
    { { 12000, 3000, DM_RESPONSE_NONE }, 3, "No answer now, at most 12 ms in the last 5 minutes" },
    { { DM_RESPONSE_NONE, DM_RESPONSE_NONE }, 2, "No answer" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = dm_response_times_to_words (cases[i].times, cases[i].n);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int argc,
      char **argv)
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/words/statuses", test_statuses);
  g_test_add_func ("/words/modes", test_modes);
  g_test_add_func ("/words/response-times", test_response_times);

  return g_test_run ();
}
