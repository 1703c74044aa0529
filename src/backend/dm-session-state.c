/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-session-state.h"

#include "dm-local-file.h"
#include "dm-names.h"
#include "dm-sandbox.h"

#define MAX_FILE_SIZE (4 * 1024 * 1024)

#define GROUP_SESSION    "Session"
#define GROUP_USE_PREFIX "Use "
#define KEY_GUID         "Guid"
#define KEY_COUNT        "Count"
#define KEY_SESSION      "Session"
#define KEY_WANTED       "Wanted"
#define KEY_MANAGED      "Managed"
#define KEY_MOUNT        "Mount"
#define KEY_LOCALS       "Locals"
#define KEY_REMOTES      "Remotes"
#define KEY_DEVICELESS   "Deviceless"
#define KEY_DRAINING     "Draining"
#define KEY_RENAMED_FROM "RenamedFrom"
#define KEY_RENAMED_TO   "RenamedTo"

static char *
build_path (const char *path)
{
  if (path != NULL)
    return g_strdup (path);
  /* All else there lives no longer than what runs in the sandbox just now. */
  if (dm_sandbox_is_inside ())
    return g_build_filename (g_get_user_runtime_dir (), "app", DM_APP_ID, DM_RUNTIME_DIR,
                             DM_SESSION_FILE, NULL);
  return g_build_filename (g_get_user_runtime_dir (), DM_RUNTIME_DIR,
                           DM_SESSION_FILE, NULL);
}

static GPtrArray *
new_uses (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dm_session_use_free);
}

static char *
build_group (guint index)
{
  return g_strdup_printf (GROUP_USE_PREFIX "%u", index);
}

/* NULL when anything is not as we write it. */
static DmSessionUse *
read_use (GKeyFile *file, guint index)
{
  g_autoptr (DmSessionUse) self = g_new0 (DmSessionUse, 1);
  g_autofree char *group = build_group (index);
  g_autoptr (GError) error = NULL;
  gsize n_locals, n_remotes;

  self->mount = g_key_file_get_string (file, group, KEY_MOUNT, NULL);
  self->locals = g_key_file_get_string_list (file, group, KEY_LOCALS, &n_locals, NULL);
  self->remotes = g_key_file_get_string_list (file, group, KEY_REMOTES, &n_remotes, NULL);
  if (self->mount == NULL || self->locals == NULL || self->remotes == NULL ||
      n_locals != n_remotes)
    return NULL;

  self->renamed_from = g_key_file_get_string (file, group, KEY_RENAMED_FROM, NULL);
  self->renamed_to = g_key_file_get_string (file, group, KEY_RENAMED_TO, NULL);
  self->deviceless = g_key_file_get_boolean (file, group, KEY_DEVICELESS, &error);
  if (error == NULL)
    self->draining = g_key_file_get_boolean (file, group, KEY_DRAINING, &error);
  return error == NULL ? g_steal_pointer (&self) : NULL;
}

/* (nullable): the file, if it is there, whole, and of this bus. */
static GKeyFile *
open_file (const char *path, const char *guid)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;
  g_autofree char *owner = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (!dm_local_file_read (path, MAX_FILE_SIZE, &text, &length, &error) ||
      (text != NULL &&
       !g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, &error)))
    {
      g_warning ("Cannot use %s: %s", path, error->message);
      return NULL;
    }

  owner = g_key_file_get_string (file, GROUP_SESSION, KEY_GUID, NULL);
  return g_strcmp0 (owner, guid) == 0 ? g_steal_pointer (&file) : NULL;
}

static void
write_use (GKeyFile *file, guint index, const DmSessionUse *use)
{
  g_autofree char *group = build_group (index);

  g_key_file_set_string (file, group, KEY_MOUNT, use->mount);
  g_key_file_set_string_list (file, group, KEY_LOCALS,
                              (const char *const *) use->locals,
                              g_strv_length (use->locals));
  g_key_file_set_string_list (file, group, KEY_REMOTES,
                              (const char *const *) use->remotes,
                              g_strv_length (use->remotes));
  g_key_file_set_boolean (file, group, KEY_DEVICELESS, use->deviceless);
  g_key_file_set_boolean (file, group, KEY_DRAINING, use->draining);
  if (use->renamed_from == NULL || use->renamed_to == NULL)
    return;

  g_key_file_set_string (file, group, KEY_RENAMED_FROM, use->renamed_from);
  g_key_file_set_string (file, group, KEY_RENAMED_TO, use->renamed_to);
}

DmSessionUse *
dm_session_use_new (const char *mount)
{
  DmSessionUse *self = g_new0 (DmSessionUse, 1);

  self->mount = g_strdup (mount);
  self->locals = g_new0 (char *, 1);
  self->remotes = g_new0 (char *, 1);
  return self;
}

void
dm_session_use_free (DmSessionUse *self)
{
  g_free (self->mount);
  g_strfreev (self->locals);
  g_strfreev (self->remotes);
  g_free (self->renamed_from);
  g_free (self->renamed_to);
  g_free (self);
}

void
dm_session_intent_clear (DmSessionIntent *self)
{
  g_clear_pointer (&self->session, g_free);
  g_clear_pointer (&self->wanted, g_strfreev);
  g_clear_pointer (&self->managed, g_strfreev);
}

static void
read_intent (GKeyFile *file, DmSessionIntent *intent)
{
  intent->session = g_key_file_get_string (file, GROUP_SESSION, KEY_SESSION, NULL);
  intent->wanted = g_key_file_get_string_list (file, GROUP_SESSION, KEY_WANTED, NULL, NULL);
  intent->managed = g_key_file_get_string_list (file, GROUP_SESSION, KEY_MANAGED, NULL, NULL);
}

static void
write_names (GKeyFile *file, const char *key, GStrv names)
{
  if (names != NULL)
    g_key_file_set_string_list (file, GROUP_SESSION, key,
                                (const char *const *) names, g_strv_length (names));
}

static void
write_intent (GKeyFile *file, const DmSessionIntent *intent)
{
  if (intent->session != NULL)
    g_key_file_set_string (file, GROUP_SESSION, KEY_SESSION, intent->session);
  write_names (file, KEY_WANTED, intent->wanted);
  write_names (file, KEY_MANAGED, intent->managed);
}

GPtrArray *
dm_session_state_load (const char *path, const char *guid, DmSessionIntent *intent)
{
  g_autofree char *real_path = build_path (path);
  g_autoptr (GPtrArray) uses = new_uses ();
  g_autoptr (GKeyFile) file = NULL;
  int count;

  *intent = (DmSessionIntent){ 0 };
  g_return_val_if_fail (guid != NULL, new_uses ());

  file = open_file (real_path, guid);
  if (file == NULL)
    return g_steal_pointer (&uses);

  read_intent (file, intent);

  count = g_key_file_get_integer (file, GROUP_SESSION, KEY_COUNT, NULL);
  for (int i = 0; i < count; i++)
    {
      DmSessionUse *use = read_use (file, i);

      if (use == NULL)
        {
          g_warning ("%s is damaged", real_path);
          return new_uses ();
        }
      g_ptr_array_add (uses, use);
    }

  return g_steal_pointer (&uses);
}

gboolean
dm_session_state_save (const char *path, const char *guid, GPtrArray *uses, const DmSessionIntent *intent, GError **error)
{
  g_autofree char *real_path = build_path (path);
  g_autofree char *folder = g_path_get_dirname (real_path);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;
  gsize length;

  g_return_val_if_fail (guid != NULL && uses != NULL, FALSE);

  g_key_file_set_string (file, GROUP_SESSION, KEY_GUID, guid);
  g_key_file_set_integer (file, GROUP_SESSION, KEY_COUNT, uses->len);
  write_intent (file, intent);
  for (guint i = 0; i < uses->len; i++)
    write_use (file, i, g_ptr_array_index (uses, i));

  /* If this fails, so does the writing, with the better message. */
  (void) g_mkdir_with_parents (folder, 0700);
  text = g_key_file_to_data (file, &length, NULL);
  if (dm_local_file_replace (real_path, text, length, 0600, DM_LOCAL_FILE_FAST, error))
    return TRUE;
  g_prefix_error (error, "%s: ", real_path);
  return FALSE;
}
