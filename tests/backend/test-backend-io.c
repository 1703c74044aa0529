/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-backend-io.h"

#include <unistd.h>

static void
test_text (void)
{
  static const char text[] =
    "rchar: 100\nwchar: 23\nsyscr: 7\nsyscw: 7\nread_bytes: 7\nwrite_bytes: 7\ncancelled_write_bytes: 7\n";

  g_assert_cmpuint (dm_backend_io_read_text (text), ==, 123);
  g_assert_cmpuint (dm_backend_io_read_text (""), ==, 0);
  g_assert_cmpuint (dm_backend_io_read_text ("rchar"), ==, 0);
  g_assert_cmpuint (dm_backend_io_read_text ("rchar: \nwchar: many\n"), ==, 0);
}

/* Reading it is some reading, too; so this process is a backend that is used. */
static void
test_process (void)
{
  guint64 before = dm_backend_io_read (getpid ());

  g_assert_cmpuint (before, >, 0);
  g_assert_cmpuint (dm_backend_io_read (getpid ()), >, before);
}

static void
test_nobody (void)
{
  g_assert_cmpuint (dm_backend_io_read (0), ==, 0);
  g_assert_cmpuint (dm_backend_io_read (G_MAXINT), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/backend-io/text", test_text);
  g_test_add_func ("/backend-io/process", test_process);
  g_test_add_func ("/backend-io/nobody", test_nobody);

  return g_test_run ();
}
