/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-autostart.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "dm-background-portal.h"
#include "dm-names.h"
#include "dm-settings.h"

#define GROUP G_KEY_FILE_DESKTOP_GROUP

/* What tells our entry from one that somebody else has put there. */
#define KEY_OURS    "X-Drivemap-Autostart"
#define KEY_ENABLED "X-GNOME-Autostart-enabled"

/* The command, in the sandbox and after the folder of our programs. */
#define PROGRAM   "drivemapctl"
#define ARGUMENTS "reconnect", "--sign-in"

/* How entries of earlier versions end, after that folder. */
#define OLD_COMMAND "/drivemap\" --reconnect"

static char *
build_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "autostart", DM_APP_ID ".desktop", NULL);
}

/* The path is quoted as the specification of desktop entries has it. */
static char *
build_command (void)
{
  const char *const arguments[] = { ARGUMENTS, NULL };
  g_autofree char *tail = g_strjoinv (" ", (char **) arguments);
  g_autoptr (GString) command = g_string_new ("\"");

  for (const char *p = DM_BINDIR "/" PROGRAM; *p != '\0'; p++)
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

static GKeyFile *
make_entry (void)
{
  GKeyFile *entry = g_key_file_new ();
  g_autofree char *command = build_command ();

  g_key_file_set_string (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_TYPE, G_KEY_FILE_DESKTOP_TYPE_APPLICATION);
  g_key_file_set_string (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_NAME, "Drivemap");
  g_key_file_set_string (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_COMMENT, _ ("Connects your network drives at sign-in"));
  g_key_file_set_string (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_ICON, DM_APP_ID);
  g_key_file_set_string (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC, command);
  g_key_file_set_boolean (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_NO_DISPLAY, TRUE);
  g_key_file_set_boolean (entry, GROUP, KEY_ENABLED, TRUE);
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

static void
set_in_thread (GTask *task,
               gpointer source_object,
               gpointer task_data,
               GCancellable *cancellable)
{
  gboolean enabled = GPOINTER_TO_INT (task_data);
  g_autofree char *path = build_path ();
  g_autoptr (GKeyFile) entry = make_entry ();
  GError *error = NULL;
  gboolean exists, done;

  done = check_ours (path, &exists, &error);
  if (done && enabled)
    done = write_entry (path, entry, &error);
  else if (done && exists)
    done = remove_entry (path, &error);

  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
has_old_command (GKeyFile *entry)
{
  g_autofree char *command = g_key_file_get_string (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC, NULL);

  return command != NULL && g_str_has_prefix (command, "\"/") && g_str_has_suffix (command, OLD_COMMAND);
}

static void
upgrade_in_thread (GTask *task,
                   gpointer source_object,
                   gpointer task_data,
                   GCancellable *cancellable)
{
  g_autofree char *path = build_path ();
  g_autofree char *command = build_command ();
  g_autoptr (GKeyFile) entry = NULL;
  g_autoptr (GError) error = NULL;
  gboolean exists;

  if (check_ours (path, &exists, NULL) && exists && load (path, &entry, NULL) && entry != NULL && has_old_command (entry))
    {
      g_key_file_set_string (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC, command);
      if (!write_entry (path, entry, &error))
        g_warning ("%s", error->message);
    }
  g_task_return_boolean (task, TRUE);
}

static void
on_portal_answered_cb (GObject *source,
                       GAsyncResult *result,
                       gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (dm_background_portal_set_autostart_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
is_enabled (GKeyFile *entry)
{
  return !g_key_file_get_boolean (entry, GROUP, G_KEY_FILE_DESKTOP_KEY_HIDDEN, NULL) && (!g_key_file_has_key (entry, GROUP, KEY_ENABLED, NULL) || g_key_file_get_boolean (entry, GROUP, KEY_ENABLED, NULL));
}

static void
get_in_thread (GTask *task,
               gpointer source_object,
               gpointer task_data,
               GCancellable *cancellable)
{
  g_autofree char *path = build_path ();
  g_autoptr (GKeyFile) entry = NULL;
  GError *error = NULL;

  if (load (path, &entry, &error))
    g_task_return_boolean (task, entry != NULL && is_enabled (entry));
  else
    g_task_return_error (task, error);
}

void
dm_autostart_set_async (gboolean enabled,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  const char *const command[] = { PROGRAM, ARGUMENTS, NULL };
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, dm_autostart_set_async);
  g_task_set_task_data (task, GINT_TO_POINTER (enabled), NULL);
  if (dm_background_portal_is_needed ())
    dm_background_portal_set_autostart_async (enabled, command, cancellable, on_portal_answered_cb, g_object_ref (task));
  else
    g_task_run_in_thread (task, set_in_thread);
}

gboolean
dm_autostart_set_finish (GAsyncResult *result,
                         GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dm_autostart_set_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
dm_autostart_get_async (GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, dm_autostart_get_async);
  if (dm_background_portal_is_needed ())
    g_task_return_boolean (task, dm_settings_get_boolean (DM_SETTINGS_START_AT_SIGN_IN));
  else
    g_task_run_in_thread (task, get_in_thread);
}

gboolean
dm_autostart_get_finish (GAsyncResult *result,
                         gboolean *enabled,
                         GError **error)
{
  GError *reason = NULL;

  g_return_val_if_fail (g_async_result_is_tagged (result, dm_autostart_get_async), FALSE);

  *enabled = g_task_propagate_boolean (G_TASK (result), &reason);
  if (reason == NULL)
    return TRUE;
  g_propagate_error (error, reason);

  return FALSE;
}

static void
on_turned_on_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (dm_autostart_set_finish (result, &error))
    dm_settings_set_boolean (DM_SETTINGS_START_AT_SIGN_IN, TRUE);
  else
    g_warning ("Starting at sign-in could not be turned on: %s", error->message);
}

void
dm_autostart_turn_on_once (void)
{
  if (!dm_settings_is_chosen (DM_SETTINGS_START_AT_SIGN_IN))
    dm_autostart_set_async (TRUE, NULL, on_turned_on_cb, NULL);
}

void
dm_autostart_upgrade (void)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_source_tag (task, dm_autostart_upgrade);
  if (!dm_background_portal_is_needed ())
    g_task_run_in_thread (task, upgrade_in_thread);
}
