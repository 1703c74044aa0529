/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* For test_watches.py: one watch, each of its signals a line.
 * Usage: network | sleep | keyring. The first line says "started" and how many
 * ms making the watch took; a line on stdin asks for the state. */

#include "dm-keyring-watch.h"
#include "dm-network-watch.h"
#include "dm-sleep-watch.h"

#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static GMainLoop *loop;

static void
say_network (DmNetworkWatch *watch, const char *word)
{
  g_auto (GStrv) names = dm_network_watch_dup_names (watch);
  g_autofree char *joined = names != NULL ? g_strjoinv ("|", names) : NULL;

  g_print ("%s\t%s\t%s\t%s\n", word,
           dm_network_watch_is_available (watch) ? "available" : "unavailable",
           names != NULL ? "known" : "unknown", joined != NULL ? joined : "");
}

static void
on_network_changed_cb (DmNetworkWatch *watch)
{
  say_network (watch, "changed");
}

static void
say (const char *word)
{
  g_print ("%s\n", word);
}

static GObject *
make_watch (const char *kind)
{
  g_autoptr (GDBusConnection) bus = NULL;
  GObject *watch;

  if (g_str_equal (kind, "network"))
    {
      watch = G_OBJECT (dm_network_watch_new ());
      g_signal_connect (watch, "changed", G_CALLBACK (on_network_changed_cb), NULL);
    }
  else if (g_str_equal (kind, "sleep"))
    {
      watch = G_OBJECT (dm_sleep_watch_new ());
      g_signal_connect_swapped (watch, "sleeping", G_CALLBACK (say), (gpointer) "sleeping");
      g_signal_connect_swapped (watch, "resumed", G_CALLBACK (say), (gpointer) "resumed");
    }
  else
    {
      bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
      watch = G_OBJECT (dm_keyring_watch_new (bus));
      g_signal_connect_swapped (watch, "unlocked", G_CALLBACK (say), (gpointer) "unlocked");
    }

  return watch;
}

static gboolean
on_stdin_cb (int fd, GIOCondition condition, gpointer user_data)
{
  char buffer[64];

  if (read (fd, buffer, sizeof buffer) <= 0)
    g_main_loop_quit (loop);
  else if (DM_IS_NETWORK_WATCH (user_data))
    say_network (user_data, "state");
  else
    say ("state");

  return G_SOURCE_CONTINUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GObject) watch = NULL;
  gint64 start;

  if (argc < 2)
    return 1;
  setlocale (LC_ALL, "");
  setvbuf (stdout, NULL, _IOLBF, 0);
  loop = g_main_loop_new (NULL, FALSE);
  start = g_get_monotonic_time ();
  watch = make_watch (argv[1]);
  g_print ("started\t%.1f\n", (double) (g_get_monotonic_time () - start) / 1000);
  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, on_stdin_cb, watch);
  g_main_loop_run (loop);
  g_main_loop_unref (loop);
  return 0;
}
