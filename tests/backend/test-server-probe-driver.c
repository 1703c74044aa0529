/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* For test_server_probe.py: one dm_server_probe_async (), its outcome in words.
 * Usage: URI DEADLINE-MS */

#include "dm-server-probe.h"

#include <stdlib.h>

static GMainLoop *loop;
static gint64 started;

static void
probe_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean answers = dm_server_probe_finish (result, &error);
  const char *word = answers                                ? "answers"
                     : dm_server_probe_leaves_doubt (result) ? "doubt"
                                                             : "error";

  g_print ("%s\t%.1f\t%s\n", word, (double) (g_get_monotonic_time () - started) / 1000,
           error != NULL ? error->message : "");
  g_main_loop_quit (loop);
}

int
main (int argc, char **argv)
{
  g_autoptr (DmLocation) location = NULL;
  g_autoptr (GError) error = NULL;

  if (argc < 3 || (location = dm_location_parse (argv[1], &error)) == NULL)
    return 1;
  loop = g_main_loop_new (NULL, FALSE);
  started = g_get_monotonic_time ();
  dm_server_probe_async (location, (guint) atoi (argv[2]), NULL, probe_cb, NULL);
  g_main_loop_run (loop);
  g_main_loop_unref (loop);
  return 0;
}
