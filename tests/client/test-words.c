/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

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

int
main (int argc,
      char **argv)
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/words/statuses", test_statuses);
  g_test_add_func ("/words/modes", test_modes);

  return g_test_run ();
}
