/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-program-info.h"

#include <stdlib.h>
#include <string.h>

#include <gio/gdesktopappinfo.h>
#include <glib/gi18n-lib.h>

#include "dm-portal.h"

#define DESKTOP_SUFFIX ".desktop"
#define FALLBACK_ICON  "application-x-executable"

/* How far up a shell's terminal is looked for. */
#define MAX_PARENTS 6

/* What runs a program is not the program. */
static const char *const launchers[] = {
  "bash",
  "bwrap",
  "dash",
  "dbus-launch",
  "env",
  "flatpak",
  "gapplication",
  "gjs",
  "gtk-launch",
  "java",
  "mono",
  "node",
  "perl",
  "pkexec",
  "ruby",
  "sh",
  "snap",
  "sudo",
};

static const char *const shells[] = { "ash", "bash", "csh", "dash", "fish", "ksh", "mksh", "nu", "sh", "tcsh", "zsh" };

static gboolean
contains (const char *const *names,
          gsize n_names,
          const char *name)
{
  for (gsize i = 0; i < n_names; i++)
    {
      if (g_str_equal (names[i], name))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_launcher (const char *name)
{
  return g_str_has_prefix (name, "python") || contains (launchers, G_N_ELEMENTS (launchers), name);
}

/* --- /proc --- */

static char *
read_proc (int pid,
           const char *name,
           gsize *length)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", pid, name);
  char *contents = NULL;

  /* The numbers of processes outside a sandbox are those of others in it. */
  if (dm_portal_is_needed ())
    return NULL;

  return g_file_get_contents (path, &contents, length, NULL) ? contents : NULL;
}

/* Its state and its parent; FALSE if it is gone. */
static gboolean
read_stat (int pid,
           char *state,
           int *parent)
{
  g_autofree char *stat = read_proc (pid, "stat", NULL);
  const char *end = stat != NULL ? strrchr (stat, ')') : NULL;
  g_auto (GStrv) fields = NULL;

  if (end == NULL || end[1] != ' ')
    return FALSE;

  fields = g_strsplit (end + 2, " ", 3);
  if (g_strv_length (fields) < 2)
    return FALSE;

  *state = fields[0][0];
  *parent = atoi (fields[1]);

  return TRUE;
}

/* --- by the control group --- */

/* The reverse of systemd's escaping: "\x2d" is "-". */
static char *
unescape_unit (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (p[0] == '\\' && p[1] == 'x' && g_ascii_isxdigit (p[2]) && g_ascii_isxdigit (p[3]))
        {
          g_string_append_c (plain, (char) (g_ascii_xdigit_value (p[2]) * 16 + g_ascii_xdigit_value (p[3])));
          p += 3;
        }
      else
        {
          g_string_append_c (plain, *p);
        }
    }

  return g_string_free (plain, FALSE);
}

static GAppInfo *
load_app (const char *id)
{
  g_autofree char *name = g_str_has_suffix (id, DESKTOP_SUFFIX) ? g_strdup (id) : g_strconcat (id, DESKTOP_SUFFIX, NULL);
  GDesktopAppInfo *app = strchr (name, '/') == NULL ? g_desktop_app_info_new (name) : NULL;

  return app != NULL ? G_APP_INFO (app) : NULL;
}

/* "app-gnome-org.gnome.TextEditor-4711.scope", "app-flatpak-org.x.Y-1.scope",
 * "dbus-:1.2-org.gnome.Nautilus@0.service", "app-org.gnome.Terminal.slice". */
static GAppInfo *
find_by_unit (const char *unit)
{
  g_autofree char *stem = g_strdup (unit);
  g_auto (GStrv) parts = NULL;
  GAppInfo *app = NULL;

  if (!g_str_has_prefix (unit, "app-") && !g_str_has_prefix (unit, "dbus-"))
    return NULL;

  *strrchr (stem, '.') = '\0';
  parts = g_strsplit (stem, "-", -1);
  for (guint i = g_strv_length (parts); i > 1 && app == NULL; i--)
    {
      g_autofree char *id = unescape_unit (parts[i - 1]);
      char *instance = strchr (id, '@');

      if (instance != NULL)
        *instance = '\0';
      if (*id != '\0')
        app = load_app (id);
    }

  return app;
}

static GAppInfo *
find_by_cgroup (int pid)
{
  g_autofree char *groups = read_proc (pid, "cgroup", NULL);
  g_auto (GStrv) units = NULL;
  GAppInfo *app = NULL;

  if (groups == NULL)
    return NULL;

  units = g_strsplit (g_strchomp (groups), "/", -1);
  for (guint i = g_strv_length (units); i > 0 && app == NULL; i--)
    {
      if (g_str_has_suffix (units[i - 1], ".scope") || g_str_has_suffix (units[i - 1], ".service") ||
          g_str_has_suffix (units[i - 1], ".slice"))
        app = find_by_unit (units[i - 1]);
    }

  return app;
}

/* --- by the desktop file it was started from --- */

static const char *
find_variable (const char *variables,
               gsize length,
               const char *name)
{
  gsize size = strlen (name);

  for (const char *p = variables; p < variables + length; p += strlen (p) + 1)
    {
      if (strncmp (p, name, size) == 0 && p[size] == '=')
        return p + size + 1;
    }

  return NULL;
}

static GAppInfo *
find_by_environment (int pid,
                     char state)
{
  g_autofree char *variables = NULL;
  const char *file, *file_pid;
  gsize length = 0;
  GDesktopAppInfo *app;

  /* The environment is read out of the process's memory, which a process that
   * waits for a dead server may keep locked. */
  if (state == 'D')
    return NULL;

  variables = read_proc (pid, "environ", &length);
  if (variables == NULL)
    return NULL;

  /* Children inherit the file, but they have another pid. */
  file = find_variable (variables, length, "GIO_LAUNCHED_DESKTOP_FILE");
  file_pid = find_variable (variables, length, "GIO_LAUNCHED_DESKTOP_FILE_PID");
  if (file == NULL || file_pid == NULL || atoi (file_pid) != pid)
    return NULL;

  app = g_desktop_app_info_new_from_filename (file);

  return app != NULL ? G_APP_INFO (app) : NULL;
}

/* --- by its executable --- */

static char *
dup_command (GAppInfo *app)
{
  const char *line = g_app_info_get_commandline (app);
  g_auto (GStrv) words = NULL;
  int n_words = 0;

  if (line == NULL || !g_shell_parse_argv (line, &n_words, &words, NULL))
    return NULL;

  for (int i = 0; i < n_words; i++)
    {
      g_autofree char *name = g_path_get_basename (words[i]);

      /* env NAME=VALUE program; sh -c "…" is beyond us. */
      if (i > 0 && words[i][0] == '-')
        return NULL;
      if (!is_launcher (name) && strchr (words[i], '=') == NULL)
        return g_steal_pointer (&name);
    }

  return NULL;
}

/* One executable may have several entries (an office suite, a browser's
 * profiles): what shows in menus wins, then the first. */
static void
add_command (GHashTable *table,
             GAppInfo *app)
{
  g_autofree char *command = dup_command (app);
  GAppInfo *known = command != NULL ? g_hash_table_lookup (table, command) : NULL;

  if (command == NULL || (known != NULL && (g_app_info_should_show (known) || !g_app_info_should_show (app))))
    return;

  g_hash_table_replace (table, g_steal_pointer (&command), g_object_ref (app));
}

static GHashTable *commands; /* nullable: executable's name → GAppInfo */

static void
on_apps_changed_cb (void)
{
  g_clear_pointer (&commands, g_hash_table_unref);
}

static GHashTable *
get_commands (void)
{
  static GAppInfoMonitor *monitor;
  GList *apps;

  if (commands != NULL)
    return commands;

  if (monitor == NULL)
    {
      monitor = g_app_info_monitor_get ();
      g_signal_connect (monitor, "changed", G_CALLBACK (on_apps_changed_cb), NULL);
    }

  commands = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  apps = g_app_info_get_all ();
  for (GList *l = apps; l != NULL; l = l->next)
    add_command (commands, l->data);
  g_list_free_full (apps, g_object_unref);

  return commands;
}

static GAppInfo *
find_by_name (const char *name)
{
  GAppInfo *app;

  if (name == NULL || *name == '\0' || is_launcher (name))
    return NULL;

  app = g_hash_table_lookup (get_commands (), name);

  return app != NULL ? g_object_ref (app) : NULL;
}

static GAppInfo *
find_by_executable (int pid)
{
  g_autofree char *link = g_strdup_printf ("/proc/%d/exe", pid);
  g_autofree char *target = g_file_read_link (link, NULL);
  g_autofree char *name = target != NULL ? g_path_get_basename (target) : NULL;

  /* soffice.bin is started by soffice. */
  if (name != NULL && g_str_has_suffix (name, ".bin"))
    name[strlen (name) - strlen (".bin")] = '\0';

  return find_by_name (name);
}

/* --- by its terminal --- */

static gboolean
is_terminal (GAppInfo *app)
{
  const char *categories = G_IS_DESKTOP_APP_INFO (app) ? g_desktop_app_info_get_categories (G_DESKTOP_APP_INFO (app)) : NULL;

  return categories != NULL && strstr (categories, "TerminalEmulator") != NULL;
}

static GAppInfo *
find_itself (int pid,
             char state)
{
  GAppInfo *app = find_by_cgroup (pid);

  if (app == NULL)
    app = find_by_environment (pid, state);
  if (app == NULL)
    app = find_by_executable (pid);

  return app;
}

static GAppInfo *
find_terminal (int parent)
{
  for (int i = 0; i < MAX_PARENTS && parent > 1; i++)
    {
      char state = '\0';
      int next = 0;
      g_autoptr (GAppInfo) app = NULL;

      if (!read_stat (parent, &state, &next))
        return NULL;

      app = find_itself (parent, state);
      if (app != NULL)
        return is_terminal (app) ? g_steal_pointer (&app) : NULL;
      parent = next;
    }

  return NULL;
}

GAppInfo *
dm_program_info_find (int pid,
                      const char *program)
{
  char state = '\0';
  int parent = 0;
  GAppInfo *app;

  g_return_val_if_fail (pid > 0, NULL);

  if (!read_stat (pid, &state, &parent))
    return find_by_name (program);

  app = find_itself (pid, state);
  if (app == NULL)
    app = find_by_name (program);

  return app != NULL ? app : find_terminal (parent);
}

int
dm_program_info_get_parent (int pid)
{
  char state = '\0';
  int parent = 0;

  return read_stat (pid, &state, &parent) ? parent : 0;
}

char *
dm_program_info_dup_name (GAppInfo *app,
                          const char *program)
{
  g_autofree char *command = app != NULL ? dup_command (app) : NULL;

  if (app == NULL)
    return g_strdup (program != NULL ? program : _ ("A program that is not known"));

  /* A shell is its terminal to a person; what runs in one is not. */
  if (program != NULL && is_terminal (app) && g_strcmp0 (command, program) != 0 &&
      !g_str_has_prefix (program, command != NULL ? command : program) &&
      !contains (shells, G_N_ELEMENTS (shells), program))
    return g_strdup_printf (_ ("%s in %s"), program, g_app_info_get_display_name (app));

  return g_strdup (g_app_info_get_display_name (app));
}

GIcon *
dm_program_info_dup_icon (GAppInfo *app)
{
  GIcon *icon = app != NULL ? g_app_info_get_icon (app) : NULL;

  return icon != NULL ? g_object_ref (icon) : g_themed_icon_new (FALLBACK_ICON);
}
