/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-enums.h"
#include "dm-error.h"

/* The strings are the public contract: they are written out here again. */
#define TEST_STRINGS(Type, name, code, ...)                                   \
  static void                                                                 \
    test_##name (void)                                                        \
  {                                                                           \
    const char *const strings[] = { __VA_ARGS__ };                            \
    const char *const wrong[] = { "nonsense", "OK", " r", "none ", "\xff" };  \
                                                                              \
    for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)                        \
      {                                                                       \
        g_autoptr (GError) error = NULL;                                      \
        Type value = (Type) -1;                                               \
                                                                              \
        g_assert_cmpstr (dm_##name##_to_string ((Type) i), ==, strings[i]);   \
        g_assert_true (dm_##name##_from_string (strings[i], &value, &error)); \
        g_assert_no_error (error);                                            \
        g_assert_cmpint ((int) value, ==, (int) i);                           \
        g_assert_true (dm_##name##_from_string (strings[i], NULL, NULL));     \
      }                                                                       \
                                                                              \
    for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)                          \
      {                                                                       \
        g_autoptr (GError) error = NULL;                                      \
        Type value = (Type) 1;                                                \
                                                                              \
        g_assert_false (dm_##name##_from_string (wrong[i], &value, &error));  \
        g_assert_error (error, DM_ERROR, code);                               \
        g_assert_true (g_utf8_validate (error->message, -1, NULL));           \
        g_assert_cmpint ((int) value, ==, 1);                                 \
      }                                                                       \
  }

TEST_STRINGS (DmLevel, level, DM_ERROR_INVALID_LEVEL, "none", "force", "lots-of-force")
TEST_STRINGS (DmStatus, status, DM_ERROR_INVALID_PARAMETER, "ok", "connecting", "reconnecting", "disconnected", "unavailable", "error", "draining", "needs-password", "paused")
TEST_STRINGS (DmOrigin, origin, DM_ERROR_INVALID_PARAMETER, "gvfs", "kernel")
TEST_STRINGS (DmHolderKind, holder_kind, DM_ERROR_INVALID_PARAMETER, "file", "directory", "cwd", "root", "mapped", "stream", "server")
TEST_STRINGS (DmHolderMode, holder_mode, DM_ERROR_INVALID_PARAMETER, "", "r", "w", "rw")
TEST_STRINGS (DmHolderSource, holder_source, DM_ERROR_INVALID_PARAMETER, "proc", "stream", "server")
TEST_STRINGS (DmResult, result, DM_ERROR_INVALID_PARAMETER, "disconnected", "draining", "released")

/* NetUseDel () passes its level through unchanged. */
static void
test_level_numbers (void)
{
  g_assert_cmpint (DM_LEVEL_NONE, ==, 0);
  g_assert_cmpint (DM_LEVEL_FORCE, ==, 1);
  g_assert_cmpint (DM_LEVEL_LOTS_OF_FORCE, ==, 2);
}

static void
test_message_names_value (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (dm_level_from_string ("brute", NULL, &error));
  g_assert_nonnull (strstr (error->message, "brute"));
  g_assert_nonnull (strstr (error->message, "lots-of-force"));
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/enums/level", test_level);
  g_test_add_func ("/enums/level/numbers", test_level_numbers);
  g_test_add_func ("/enums/level/message", test_message_names_value);
  g_test_add_func ("/enums/status", test_status);
  g_test_add_func ("/enums/origin", test_origin);
  g_test_add_func ("/enums/holder-kind", test_holder_kind);
  g_test_add_func ("/enums/holder-mode", test_holder_mode);
  g_test_add_func ("/enums/holder-source", test_holder_source);
  g_test_add_func ("/enums/result", test_result);

  return g_test_run ();
}
