/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-error.h"
#include "dm-names.h"
#include "dm-sandbox.h"

#include <string.h>

/* Outside of one; tests/service/test_blind.py and tests/flatpak are inside. */

static void
test_outside (void)
{
  g_assert_false (dm_sandbox_is_inside ());
  g_assert_true (dm_sandbox_sees_programs ());
}

static void
test_folder (void)
{
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "gvfs", "not-there", NULL);

  g_assert_false (dm_sandbox_misses_folder (path));
}

static void
test_helper (void)
{
  const char *arguments[] = { "wake", "4711", NULL };
  const char *expected[] = { "/nowhere/drivemap-last-look", "wake", "4711", NULL };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) argv = NULL;

  g_setenv (DM_ENV_LIBEXECDIR, "/nowhere", TRUE);
  argv = dm_sandbox_helper_argv ("drivemap-last-look", arguments, &error);
  g_assert_no_error (error);
  g_assert_cmpstrv (argv, expected);
}

static void
test_words (void)
{
  g_autoptr (GError) error = NULL;

  dm_sandbox_set_blind (&error);
  g_assert_error (error, DM_ERROR, DM_ERROR_NOT_SUPPORTED);
  g_assert_nonnull (strstr (error->message, DM_ALLOW_LOOK_COMMAND));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/outside", test_outside);
  g_test_add_func ("/sandbox/folder", test_folder);
  g_test_add_func ("/sandbox/helper", test_helper);
  g_test_add_func ("/sandbox/words", test_words);
  return g_test_run ();
}
