/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* For test_path_probe.py: one dm_path_probe_async (), its outcome in words.
 * Usage: PATH DEADLINE-MS [CANCEL-AFTER-MS] */

#include "dm-path-probe.h"

#include <stdlib.h>

static GMainLoop *loop;
static gint64 started;

static void
on_path_probe_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean works = dm_path_probe_finish (result, &error);
  double ms = (double) (g_get_monotonic_time () - started) / 1000;

  g_print ("%s\t%.1f\t%s\n", works ? "works" : "error", ms, error != NULL ? error->message : "");
  g_main_loop_quit (loop);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  if (argc < 3)
    return 1;
  loop = g_main_loop_new (NULL, FALSE);
  if (argc > 3)
    g_timeout_add ((guint) atoi (argv[3]), cancel_cb, cancellable);
  started = g_get_monotonic_time ();
  dm_path_probe_async (argv[1], (guint) atoi (argv[2]), cancellable, on_path_probe_done_cb, NULL);
  g_main_loop_run (loop);
  g_main_loop_unref (loop);
  return 0;
}
