/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The autostart entry without a window: on | off | upgrade. Prints "done", or what
 * went wrong. */

#include "dm-autostart.h"

static void
keep_result_cb (GObject *source,
                GAsyncResult *result,
                gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static int
set (gboolean enabled)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  dm_autostart_set_async (enabled, NULL, keep_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_print ("%s\n", dm_autostart_set_finish (result, &error) ? "done" : error->message);

  return 0;
}

/* Nobody hears when it is done, so the test looks. */
static gboolean
on_time_over_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

static int
upgrade (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  dm_autostart_upgrade ();
  g_timeout_add (500, on_time_over_cb, loop);
  g_main_loop_run (loop);

  return 0;
}

int
main (int argc,
      char **argv)
{
  if (argc != 2)
    return 1;

  return g_str_equal (argv[1], "upgrade") ? upgrade () : set (g_str_equal (argv[1], "on"));
}
