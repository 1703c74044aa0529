/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The autostart entry without a window: on | off | get | once | upgrade. Prints
 * "done", what get says ("on" or "off"), or what went wrong. */

#include "dm-autostart.h"
#include "dm-settings.h"

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

static int
get (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean enabled;

  dm_autostart_get_async (NULL, keep_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (dm_autostart_get_finish (result, &enabled, &error))
    g_print ("%s\n", enabled ? "on" : "off");
  else
    g_print ("%s\n", error->message);

  return 0;
}

/* Nobody hears when it is done, so the test looks. */
static gboolean
on_time_over_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

static void
on_long_over_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* Its end is seen by the setting; that nothing is done takes the whole time. */
static int
turn_on_once (void)
{
  gboolean is_over = FALSE;
  guint timer = g_timeout_add_once (2000, on_long_over_cb, &is_over);

  dm_autostart_turn_on_once ();
  while (!is_over && !dm_settings_is_chosen (DM_SETTINGS_START_AT_SIGN_IN))
    g_main_context_iteration (NULL, TRUE);
  if (!is_over)
    g_source_remove (timer);

  return 0;
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
  if (g_str_equal (argv[1], "upgrade"))
    return upgrade ();
  if (g_str_equal (argv[1], "once"))
    return turn_on_once ();

  return g_str_equal (argv[1], "get") ? get () : set (g_str_equal (argv[1], "on"));
}
