/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-diagnose-words.h"

static gboolean
is_sentence (const char *text)
{
  return g_str_has_suffix (text, ".") && strstr (text, "%s") == NULL;
}

static void
test_all (void)
{
  g_autoptr (DmLocation) location = dm_location_parse ("smb://nas:4450/100%25/a%25sb", NULL);

  for (DmDiagnosis one = DM_DIAGNOSIS_NOT_NEEDED; one <= DM_DIAGNOSIS_SKIPPED; one++)
    {
      g_autofree char *text = dm_diagnosis_to_text (one, location, "ann");
      const char *advice = dm_diagnosis_to_advice (one);
      const char *result = dm_diagnosis_to_result (one);

      g_test_message ("%s", text);
      g_assert_nonnull (result);
      g_assert_true (g_str_has_suffix (text, ".") && text[1] != '\0');
      g_assert_true (*advice == '\0' || is_sentence (advice));
      if (g_str_equal (result, "bad"))
        g_assert_cmpstr (advice, !=, "");
      if (strstr (text, "a%sb") == NULL)
        g_assert_true (is_sentence (text));
    }
}

static void
test_names (void)
{
  g_autoptr (DmLocation) location = dm_location_parse ("smb://nas:4450/100%25/a%25sb", NULL);
  g_autofree char *port = dm_diagnosis_to_text (DM_DIAGNOSIS_PORT_CLOSED, location, NULL);
  g_autofree char *share = dm_diagnosis_to_text (DM_DIAGNOSIS_SHARE_NO_RIGHTS, location, "%s");
  g_autofree char *path = dm_diagnosis_to_text (DM_DIAGNOSIS_PATH_NO_RIGHTS, location, "ann");

  g_assert_cmpstr (port, ==, "The server refuses connections on port 4450.");
  g_assert_cmpstr (share, ==, "The user “%s” has no rights on the share “100%”.");
  g_assert_cmpstr (path, ==, "The user “ann” has no rights on the folder “a%sb”.");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/diagnose-words/all", test_all);
  g_test_add_func ("/diagnose-words/names", test_names);

  return g_test_run ();
}
