/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-look.h"

#include <locale.h>
#include <glib/gi18n-lib.h>
#include <signal.h>

/* Usage: drivemap-last-look if-clear|end BUS-NAME OBJECT-PATH PATH DEADLINE-MS
 * PATH is where programs see the mount, or empty. */
enum
{
  ARG_MODE = 1,
  ARG_BUS_NAME,
  ARG_OBJECT_PATH,
  ARG_PATH,
  ARG_DEADLINE,
  N_ARGS,
};

/* Before any thread starts, so that none can take a signal and leave the
 * backend stopped. SIGTERM is asked for where it is safe. */
static void
block_signals (void)
{
  sigset_t all;

  sigfillset (&all);
  sigprocmask (SIG_BLOCK, &all, NULL);
}

static void
set_up_locale (void)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, DM_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}

static gboolean
is_valid (int argc, char **argv)
{
  return argc == N_ARGS &&
         g_dbus_is_unique_name (argv[ARG_BUS_NAME]) &&
         g_variant_is_object_path (argv[ARG_OBJECT_PATH]) &&
         g_ascii_string_to_unsigned (argv[ARG_DEADLINE], 10, 1, 60000, NULL, NULL) &&
         (g_str_equal (argv[ARG_MODE], "if-clear") || g_str_equal (argv[ARG_MODE], "end"));
}

static GVariant *
run (char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  const char *path = argv[ARG_PATH][0] != '\0' ? argv[ARG_PATH] : NULL;
  guint64 deadline_ms = g_ascii_strtoull (argv[ARG_DEADLINE], NULL, 10);

  if (bus == NULL)
    return dm_look_answer_error (error);
  if (g_str_equal (argv[ARG_MODE], "end"))
    return dm_look_end (bus, argv[ARG_BUS_NAME], argv[ARG_OBJECT_PATH]);
  return dm_look_if_clear (bus, argv[ARG_BUS_NAME], argv[ARG_OBJECT_PATH], path, (guint) deadline_ms);
}

int
main (int argc, char **argv)
{
  g_autoptr (GVariant) answer = NULL;
  g_autofree char *text = NULL;

  block_signals ();
  /* We only speak to the bus; GVfs' own client is slow to load. */
  g_setenv ("GIO_USE_VFS", "local", TRUE);
  set_up_locale ();
  if (!is_valid (argc, argv))
    {
      g_printerr ("usage: drivemap-last-look if-clear|end BUS-NAME OBJECT-PATH PATH DEADLINE-MS\n");
      return 1;
    }
  answer = run (argv);
  text = g_variant_print (answer, FALSE);
  g_print ("%s\n", text);
  return 0;
}
