/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-look.h"

#include "dm-holders.h"
#include "dm-last-look.h"

#include <locale.h>
#include <glib/gi18n-lib.h>
#include <signal.h>

/* Usage: drivemap-last-look if-clear|end BUS-NAME OBJECT-PATH PATH DEADLINE-MS
 * PATH is where programs see the mount, or empty. And for a service in a sandbox,
 * which sees nothing of this itself:
 *        drivemap-last-look scan [PATH PID]...   who has what open on each
 *        drivemap-last-look wake PID             that backend is to go on */
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

static gboolean
parse_pid (const char *text,
           pid_t *pid)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &value, NULL))
    return FALSE;
  *pid = (pid_t) value;
  return TRUE;
}

static GVariant *
join_lists (GPtrArray *lists)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aaa{sv}"));

  for (guint i = 0; i < lists->len; i++)
    g_variant_builder_add_value (&builder, dm_holder_list_to_variant (lists->pdata[i]));
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

/* @words: path and process by turns. */
static GVariant *
scan (char **words, gsize n_targets)
{
  g_autofree DmHolderTarget *targets = g_new0 (DmHolderTarget, n_targets);
  g_autoptr (GPtrArray) lists = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < n_targets; i++)
    {
      targets[i].path = words[2 * i][0] != '\0' ? words[2 * i] : NULL;
      if (!parse_pid (words[2 * i + 1], &targets[i].backend))
        return NULL;
    }
  lists = dm_holders_scan (targets, n_targets, &error);
  if (lists == NULL)
    {
      g_printerr ("%s\n", error->message);
      return NULL;
    }
  return join_lists (lists);
}

/* What needs no mount's bus name. TRUE if it was that; @answer: NULL if in vain. */
static gboolean
run_for_sandbox (int argc, char **argv, GVariant **answer)
{
  pid_t pid;

  if (argc >= 2 && argc % 2 == 0 && g_str_equal (argv[ARG_MODE], "scan"))
    {
      *answer = scan (argv + 2, (gsize) (argc - 2) / 2);
      return TRUE;
    }
  if (argc == 3 && g_str_equal (argv[ARG_MODE], "wake") && parse_pid (argv[2], &pid))
    {
      dm_last_look_wake (pid);
      *answer = g_variant_ref_sink (g_variant_new ("()"));
      return TRUE;
    }
  return FALSE;
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
  /* The answer is alone on the standard output. */
  g_log_writer_default_set_use_stderr (TRUE);
  /* We only speak to the bus; GVfs' own client is slow to load. */
  g_setenv ("GIO_USE_VFS", "local", TRUE);
  set_up_locale ();
  if (!run_for_sandbox (argc, argv, &answer))
    {
      if (!is_valid (argc, argv))
        {
          g_printerr ("usage: drivemap-last-look if-clear|end BUS-NAME OBJECT-PATH PATH DEADLINE-MS\n");
          return 1;
        }
      answer = run (argv);
    }
  if (answer == NULL)
    return 1;
  text = g_variant_print (answer, FALSE);
  g_print ("%s\n", text);
  return 0;
}
