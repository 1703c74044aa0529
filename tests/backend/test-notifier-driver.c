/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* For test_notifier.py: a DmNotifier that does what the lines of stdin say:
 * "send", id, title, body and actions, or "withdraw" and id, with tabs between
 * them; "sandbox" makes it use the portal; "ping" is answered. What it hears is printed. */

#include "dm-notifier.h"

#include <gio/gunixinputstream.h>
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

static GMainLoop *loop;

static void
on_action_cb (DmNotifier *notifier, const char *id, const char *action, const char *token)
{
  g_print ("action\t%s\t%s\t%s\n", id, action, token != NULL ? token : "");
}

static void
obey (DmNotifier *notifier, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, "\t", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = words[i];

      words[i] = g_strcompress (word);
    }

  if (g_str_equal (words[0], "send"))
    dm_notifier_send (notifier, words[1], words[2], words[3], (const char *const *) words + 4);
  else if (g_str_equal (words[0], "withdraw"))
    dm_notifier_withdraw (notifier, words[1]);
  else if (g_str_equal (words[0], "sandbox"))
    dm_notifier_set_sandboxed (notifier, TRUE);
  else
    g_print ("pong\n");
}

static void
read_line_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDataInputStream *lines = G_DATA_INPUT_STREAM (source);
  g_autofree char *line = g_data_input_stream_read_line_finish (lines, result, NULL, NULL);

  if (line == NULL)
    {
      g_main_loop_quit (loop);
      return;
    }

  obey (user_data, line);
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, read_line_cb, user_data);
}

int
main (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (DmNotifier) notifier = dm_notifier_new (bus);
  g_autoptr (GInputStream) in = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (in);

  setlocale (LC_ALL, "");
  setvbuf (stdout, NULL, _IOLBF, 0);
  loop = g_main_loop_new (NULL, FALSE);
  g_signal_connect (notifier, "action", G_CALLBACK (on_action_cb), NULL);
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, read_line_cb, notifier);
  g_main_loop_run (loop);
  g_main_loop_unref (loop);
  return 0;
}
