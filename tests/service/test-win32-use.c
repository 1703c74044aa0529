/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-error.h"
#include "dm-win32-use.h"

static const struct
{
  const char *server;
  const char *name;
  guint32 flags;
  guint code;
  DmLevel level;
} net_use_del[] = {
  { "", "Z:", 0, 0, DM_LEVEL_NONE },
  { "", "Z:", 1, 0, DM_LEVEL_FORCE },
  { "", "Z:", 2, 0, DM_LEVEL_LOTS_OF_FORCE },
  { "", "\\\\nas\\s", 0, 0, DM_LEVEL_NONE },
  { "", "", 0, DM_ERROR_INVALID_PARAMETER, 0 },
  { "", "Z:", 3, DM_ERROR_INVALID_LEVEL, 0 },
  { "", "Z:", 0xffff, DM_ERROR_INVALID_LEVEL, 0 },
  { "", "", 3, DM_ERROR_INVALID_LEVEL, 0 },
  { "", "Z:", 0x10000, DM_ERROR_NOT_CONNECTED, 0 },
  { "", "Z:", 0x20000, DM_ERROR_INVALID_PARAMETER, 0 },
  { "\\\\other", "Z:", 0, DM_ERROR_NOT_SUPPORTED, 0 },
};

static void
test_net_use_del (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (net_use_del); i++)
    {
      DmWin32Use use = { 0 };
      guint code = dm_win32_use_from_net_use_del (net_use_del[i].server, net_use_del[i].name,
                                                  net_use_del[i].flags, &use);

      g_assert_cmpuint (code, ==, net_use_del[i].code);
      g_assert_cmpint (use.level, ==, net_use_del[i].level);
      g_assert_false (use.update_profile);
    }
}

static const struct
{
  const char *name;
  gboolean force;
  DmLevel level;
  gboolean forgets;
} cancel_connection[] = {
  { "Z:", FALSE, DM_LEVEL_NONE, TRUE },
  { "Z:", TRUE, DM_LEVEL_LOTS_OF_FORCE, TRUE },
  { "Music", FALSE, DM_LEVEL_NONE, TRUE },
  { "\\\\nas\\s", FALSE, DM_LEVEL_NONE, FALSE },
  { "smb://nas/s", TRUE, DM_LEVEL_LOTS_OF_FORCE, FALSE },
};

static void
test_cancel_connection (void)
{
  DmWin32Use use = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (cancel_connection); i++)
    {
      g_assert_cmpuint (dm_win32_use_from_cancel_connection (cancel_connection[i].name,
                                                             cancel_connection[i].force, &use),
                        ==, 0);
      g_assert_cmpint (use.level, ==, cancel_connection[i].level);
      g_assert_cmpint (use.update_profile, ==, cancel_connection[i].forgets);
    }

  g_assert_cmpuint (dm_win32_use_from_cancel_connection ("", FALSE, &use), ==, DM_ERROR_INVALID_PARAMETER);
}

static void
test_cancel_connection2 (void)
{
  DmWin32Use use = { 0 };

  g_assert_cmpuint (dm_win32_use_from_cancel_connection2 ("Z:", 0, FALSE, &use), ==, 0);
  g_assert_false (use.update_profile);
  g_assert_cmpuint (dm_win32_use_from_cancel_connection2 ("Z:", 1, TRUE, &use), ==, 0);
  g_assert_true (use.update_profile);
  g_assert_cmpint (use.level, ==, DM_LEVEL_LOTS_OF_FORCE);
  g_assert_cmpuint (dm_win32_use_from_cancel_connection2 ("Z:", 0x40, FALSE, &use), ==, DM_ERROR_INVALID_PARAMETER);
  g_assert_cmpuint (dm_win32_use_from_cancel_connection2 ("", 0, FALSE, &use), ==, DM_ERROR_INVALID_PARAMETER);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/win32-use/net-use-del", test_net_use_del);
  g_test_add_func ("/win32-use/cancel-connection", test_cancel_connection);
  g_test_add_func ("/win32-use/cancel-connection2", test_cancel_connection2);

  return g_test_run ();
}
