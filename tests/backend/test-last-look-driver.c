/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* For test_last_look.py: one dm_last_look_async (), its outcome in words.
 * Usage: if-clear|end BUS-NAME OBJECT-PATH PATH DEADLINE-MS [CANCEL-AFTER-MS]
 *        wake PID */

#include "dm-last-look.h"

#include <stdlib.h>

static GMainLoop *loop;
static gint64 started;

static void
print_holder (const DmHolder *holder)
{
  g_print ("%d\t%s\t%s\t%s\n", holder->pid, dm_holder_kind_to_string (holder->kind),
           holder->program != NULL ? holder->program : "",
           holder->path != NULL ? holder->path : "");
}

static void
on_last_look_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) holders = NULL;
  gboolean ended = dm_last_look_finish (result, &holders, &error);
  double ms = (double) (g_get_monotonic_time () - started) / 1000;

  g_print ("%s\t%.1f\t%s\n", ended ? "ended" : error == NULL ? "held"
                                                             : "error",
           ms,
           error != NULL ? error->message : "");
  for (guint i = 0; holders != NULL && i < holders->len; i++)
    print_holder (g_ptr_array_index (holders, i));
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
  g_autoptr (DmMount) mount = NULL;

  if (argc == 3)
    {
      dm_last_look_wake ((pid_t) atoi (argv[2]));
      return 0;
    }
  if (argc < 6)
    return 1;
  loop = g_main_loop_new (NULL, FALSE);
  mount = dm_mount_new (DM_ORIGIN_GVFS, "test", NULL, "test", argv[4], "smb-share", argv[2], argv[3]);
  if (argc > 6)
    g_timeout_add ((guint) atoi (argv[6]), cancel_cb, cancellable);
  started = g_get_monotonic_time ();
  dm_last_look_async (mount, g_str_equal (argv[1], "end") ? DM_LAST_LOOK_END : DM_LAST_LOOK_IF_CLEAR,
                      (guint) atoi (argv[5]), cancellable, on_last_look_done_cb, NULL);
  g_main_loop_run (loop);
  g_main_loop_unref (loop);
  return 0;
}
