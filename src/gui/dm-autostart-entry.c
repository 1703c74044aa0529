/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-autostart-entry.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "dm-autostart.h"
#include "dm-names.h"

#define GROUP G_KEY_FILE_DESKTOP_GROUP

/* What tells our entry from one that somebody else has put there. */
#define KEY_OURS    "X-Drivemap-Autostart"
#define KEY_ENABLED "X-GNOME-Autostart-enabled"

/* How entries of earlier versions end, after the folder of our programs. */
#define OLD_COMMAND "/drivemap\" --reconnect"

static char *
build_path (const char *config_folder)
{
  return g_build_filename (config_folder, "autostart", DM_APP_ID ".desktop", NULL);
}

/* The path is quoted as the specification of desktop entries has it. */
static char *
build_command (void)
{
  const char *const arguments[] = { DM_AUTOSTART_ARGUMENTS, NULL };
  g_autofree char *tail = g_strjoinv (" ", (char **) arguments);
  g_autoptr (GString) command = g_string_new ("\"");

  for (const char *p = DM_BINDIR "/" DM_AUTOSTART_PROGRAM; *p != '\0'; p++)
    {
      if (strchr ("\"`$\\", *p) != NULL)
        g_string_append_c (command, '\\');
      else if (*p == '%')
        g_string_append_c (command, '%');
      g_string_append_c (command, *p);
    }
  g_string_append_printf (command, "\" %s", tail);

  return g_string_free (g_steal_pointer (&command), FALSE);
}

/* Hidden is how the specification turns a system-wide entry off. */
static GKeyFile *
make_entry (gboolean enabled)
{
  GKeyFile *entry = g_key_file_new ();
  g_autofree char *command = build_command ();

  g_key_file_set_string (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_TYPE, G_KEY_FILE_DESKTOP_TYPE_APPLICATION);
  g_key_file_set_string (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_NAME, "Drivemap");
  g_key_file_set_string (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_COMMENT, _ ("Connects your network drives at sign-in"));
  g_key_file_set_string (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_ICON, DM_APP_ID);
  g_key_file_set_string (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC, command);
  g_key_file_set_boolean (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_NO_DISPLAY, TRUE);
  if (!enabled)
    g_key_file_set_boolean (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_HIDDEN, TRUE);
  g_key_file_set_boolean (entry, GROUP, KEY_ENABLED, enabled);
  g_key_file_set_boolean (entry, GROUP, KEY_OURS, TRUE);

  return entry;
}

/* Short: it is shown in a toast. */
static void
set_error (GError **error,
           const char *reason)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               /* Translators: the system's reason, such as "Permission denied". */
               _ ("The autostart folder cannot be changed: %s."), reason);
}

/* TRUE, with *entry NULL, when there is none. */
static gboolean
load (const char *path,
      GKeyFile **entry,
      GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) reason = NULL;

  *entry = NULL;
  if (g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS, &reason))
    {
      *entry = g_steal_pointer (&file);
      return TRUE;
    }
  if (g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));

  return FALSE;
}

/* A symlink is somebody's intention, even when what it leads to looks like ours. */
static gboolean
check_ours (const char *path,
            gboolean *exists,
            GError **error)
{
  g_autoptr (GKeyFile) entry = NULL;
  GStatBuf info;

  *exists = g_lstat (path, &info) == 0;
  if (!*exists && errno != ENOENT)
    {
      set_error (error, g_strerror (errno));
      return FALSE;
    }
  if (!*exists)
    return TRUE;
  if (S_ISREG (info.st_mode) && load (path, &entry, NULL) && entry != NULL && g_key_file_get_boolean (entry, GROUP, KEY_OURS, NULL))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                       _ ("The autostart entry was not made by Drivemap and is left as it is."));

  return FALSE;
}

static gboolean
write_entry (const char *path,
             GKeyFile *entry,
             GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = NULL;
  g_autoptr (GError) reason = NULL;
  gsize length;

  if (g_mkdir_with_parents (folder, 0700) < 0)
    {
      set_error (error, g_strerror (errno));
      return FALSE;
    }
  text = g_key_file_to_data (entry, &length, NULL);
  if (!g_file_set_contents_full (path, text, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0644, &reason))
    {
      set_error (error, reason->message);
      return FALSE;
    }

  return TRUE;
}

static gboolean
remove_entry (const char *path,
              GError **error)
{
  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  set_error (error, g_strerror (errno));

  return FALSE;
}

static gboolean
has_old_command (GKeyFile *entry)
{
  g_autofree char *command = g_key_file_get_string (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC, NULL);

  return command != NULL && g_str_has_prefix (command, "\"/") && g_str_has_suffix (command, OLD_COMMAND);
}

static gboolean
is_enabled (GKeyFile *entry)
{
  if (g_key_file_get_boolean (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_HIDDEN, NULL))
    return FALSE;

  return !g_key_file_has_key (entry, GROUP, KEY_ENABLED, NULL) || g_key_file_get_boolean (entry, GROUP, KEY_ENABLED, NULL);
}

static gboolean
has_program (GKeyFile *entry)
{
  g_autofree char *program = g_key_file_get_string (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_TRY_EXEC, NULL);
  g_autofree char *found = program != NULL ? g_find_program_in_path (program) : NULL;

  return program == NULL || found != NULL;
}

/* FALSE where there is none, or only what a removed package has left. The first one
 * counts, even if it cannot be read; @enabled is whether it starts us. */
static gboolean
find_system_wide (gboolean *enabled)
{
  const char *const *folders = g_get_system_config_dirs ();

  *enabled = FALSE;
  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *path = build_path (folders[i]);
      g_autoptr (GKeyFile) entry = NULL;

      if (!load (path, &entry, NULL))
        return TRUE;
      if (entry == NULL)
        continue;
      if (!has_program (entry))
        return FALSE;
      *enabled = is_enabled (entry);
      return TRUE;
    }

  return FALSE;
}

gboolean
dm_autostart_entry_get (gboolean *enabled,
                        GError **error)
{
  g_autofree char *path = build_path (g_get_user_config_dir ());
  g_autoptr (GKeyFile) entry = NULL;

  if (!load (path, &entry, error))
    return FALSE;
  if (entry != NULL)
    *enabled = is_enabled (entry);
  else
    find_system_wide (enabled);

  return TRUE;
}

gboolean
dm_autostart_entry_is_system_wide (void)
{
  gboolean enabled;

  return find_system_wide (&enabled);
}

gboolean
dm_autostart_entry_set (gboolean enabled,
                        GError **error)
{
  g_autofree char *path = build_path (g_get_user_config_dir ());
  g_autoptr (GKeyFile) entry = NULL;
  gboolean exists, enabled_for_all;

  if (!check_ours (path, &exists, error))
    return FALSE;
  find_system_wide (&enabled_for_all);
  if (enabled == enabled_for_all)
    return !exists || remove_entry (path, error);
  entry = make_entry (enabled);

  return write_entry (path, entry, error);
}

void
dm_autostart_entry_upgrade (void)
{
  g_autofree char *path = build_path (g_get_user_config_dir ());
  g_autofree char *command = build_command ();
  g_autoptr (GKeyFile) entry = NULL;
  g_autoptr (GError) error = NULL;
  gboolean exists;

  if (!check_ours (path, &exists, NULL) || !exists || !load (path, &entry, NULL) || entry == NULL || !has_old_command (entry))
    return;
  g_key_file_set_string (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC, command);
  if (!write_entry (path, entry, &error))
    g_warning ("%s", error->message);
}
