/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-drive-links.h"

#include "dm-error.h"
#include "dm-local-file.h"
#include "dm-local-name.h"
#include "dm-names.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_RECORD_SIZE (1024 * 1024)

#define GROUP_FOLDER      "Folder"
#define GROUP_LINK_PREFIX "Link "
#define KEY_PATH          "Path"
#define KEY_TARGET        "Target"

struct _DmDriveLinks
{
  GObject parent_instance;

  /* Owned */
  char *folder;
  char *record;
  GHashTable *links; /* path of the link → its target */

  /* Values */
  gboolean made_folder;
};

G_DEFINE_FINAL_TYPE (DmDriveLinks, dm_drive_links, G_TYPE_OBJECT)

static void
set_error (GError **error, int errsv, const char *path)
{
  gboolean denied = errsv == EACCES || errsv == EPERM || errsv == EROFS;

  g_set_error (error, DM_ERROR,
               denied ? DM_ERROR_ACCESS_DENIED : DM_ERROR_EXTENDED_ERROR,
               /* Translators: a path, then the system's reason. */
               _ ("%s cannot be changed: %s. Check who owns the folder and whether it may be written to."),
               path, g_strerror (errsv));
}

/* Paths need not be UTF-8, a key file must: so they are kept as URIs. */
static char *
read_path (GKeyFile *file, const char *group, const char *key)
{
  g_autofree char *uri = g_key_file_get_string (file, group, key, NULL);

  return uri != NULL ? g_filename_from_uri (uri, NULL, NULL) : NULL;
}

static void
write_path (GKeyFile *file, const char *group, const char *key, const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  g_key_file_set_string (file, group, key, uri);
}

static void
read_links (DmDriveLinks *self, GKeyFile *file)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autofree char *path = read_path (file, groups[i], KEY_PATH);
      g_autofree char *target = read_path (file, groups[i], KEY_TARGET);

      if (g_str_has_prefix (groups[i], GROUP_LINK_PREFIX) && path != NULL && target != NULL)
        g_hash_table_insert (self->links, g_steal_pointer (&path), g_steal_pointer (&target));
    }
}

/* Without a record nothing is ours: that errs on the safe side. */
static void
read_record (DmDriveLinks *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *made = NULL;
  gsize length;

  if (!dm_local_file_read (self->record, MAX_RECORD_SIZE, &text, &length, &error) ||
      (text != NULL && !g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, &error)))
    {
      g_warning ("Cannot use %s: %s", self->record, error->message);
      return;
    }

  read_links (self, file);
  made = read_path (file, GROUP_FOLDER, KEY_PATH);
  self->made_folder = g_strcmp0 (made, self->folder) == 0;
}

static char *
build_record (DmDriveLinks *self, gsize *length)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  GHashTableIter iter;
  const char *path, *target;
  guint n = 0;

  if (self->made_folder)
    write_path (file, GROUP_FOLDER, KEY_PATH, self->folder);

  g_hash_table_iter_init (&iter, self->links);
  while (g_hash_table_iter_next (&iter, (gpointer *) &path, (gpointer *) &target))
    {
      g_autofree char *group = g_strdup_printf (GROUP_LINK_PREFIX "%u", n++);

      write_path (file, group, KEY_PATH, path);
      write_path (file, group, KEY_TARGET, target);
    }

  return g_key_file_to_data (file, length, NULL);
}

static gboolean
write_record (DmDriveLinks *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->record);
  g_autofree char *text = NULL;
  g_autoptr (GError) reason = NULL;
  gsize length;

  /* If this fails, so does the writing. */
  (void) g_mkdir_with_parents (folder, 0700);
  text = build_record (self, &length);
  if (dm_local_file_replace (self->record, text, length, 0600,
                             DM_LOCAL_FILE_FAST, &reason))
    return TRUE;

  g_set_error (error, DM_ERROR, DM_ERROR_ACCESS_DENIED,
               _ ("%s cannot be written: %s. Make its folder writable or free some "
                  "space, then connect again."),
               self->record, reason->message);
  return FALSE;
}

/* Whether the link is on record and still as we made it. */
static gboolean
is_ours (DmDriveLinks *self, const char *path)
{
  const char *recorded = g_hash_table_lookup (self->links, path);
  g_autofree char *target = recorded != NULL ? g_file_read_link (path, NULL) : NULL;

  return target != NULL && g_str_equal (target, recorded);
}

/* A symlink in its place is not followed: it may lead to a dead server. */
static gboolean
ensure_folder (DmDriveLinks *self, GError **error)
{
  struct stat st;

  if (mkdir (self->folder, 0755) == 0)
    {
      self->made_folder = TRUE;
      return TRUE;
    }
  if (errno != EEXIST || lstat (self->folder, &st) != 0)
    {
      set_error (error, errno, self->folder);
      return FALSE;
    }
  if (!S_ISDIR (st.st_mode))
    {
      g_set_error (error, DM_ERROR, DM_ERROR_ALREADY_ASSIGNED,
                   _ ("%s should be the folder of the drives' links, but is "
                      "something else. Rename it, then connect again."),
                   self->folder);
      return FALSE;
    }

  return TRUE;
}

/* The record always is ahead: a link that nobody has on record would stay for
 * ever, a record without its link harms nobody. */
static gboolean
make_link (DmDriveLinks *self, const char *path, const char *target, GError **error)
{
  g_hash_table_insert (self->links, g_strdup (path), g_strdup (target));
  if (!write_record (self, error))
    {
      g_hash_table_remove (self->links, path);
      return FALSE;
    }
  if (symlink (target, path) == 0)
    return TRUE;

  if (errno == EEXIST)
    g_set_error (error, DM_ERROR, DM_ERROR_ALREADY_ASSIGNED,
                 _ ("%s already exists and was not made by Drivemap. Rename or "
                    "remove it, then connect again."),
                 path);
  else
    set_error (error, errno, path);
  g_hash_table_remove (self->links, path);
  (void) write_record (self, NULL);
  return FALSE;
}

/* Takes @path off the record too, but does not write it. */
static gboolean
remove_link (DmDriveLinks *self, const char *path, GError **error)
{
  if (is_ours (self, path) && unlink (path) != 0 && errno != ENOENT)
    {
      set_error (error, errno, path);
      return FALSE;
    }

  g_hash_table_remove (self->links, path);
  return TRUE;
}

static GHashTable *
build_keep (DmDriveLinks *self, const char *const *keep)
{
  GHashTable *paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; keep != NULL && keep[i] != NULL; i++)
    g_hash_table_add (paths, dm_drive_links_dup_path (self, keep[i]));
  return paths;
}

static void
dm_drive_links_finalize (GObject *object)
{
  DmDriveLinks *self = DM_DRIVE_LINKS (object);

  g_clear_pointer (&self->links, g_hash_table_unref);
  g_free (self->folder);
  g_free (self->record);

  G_OBJECT_CLASS (dm_drive_links_parent_class)->finalize (object);
}

static void
dm_drive_links_class_init (DmDriveLinksClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dm_drive_links_finalize;
}

static void
dm_drive_links_init (DmDriveLinks *self)
{
  self->links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

DmDriveLinks *
dm_drive_links_new (const char *folder, const char *record)
{
  DmDriveLinks *self = g_object_new (DM_TYPE_DRIVE_LINKS, NULL);

  self->folder = folder != NULL
                   ? g_strdup (folder)
                   : g_build_filename (g_get_home_dir (), DM_DRIVES_DIR, NULL);
  self->record = record != NULL
                   ? g_strdup (record)
                   : g_build_filename (g_get_user_state_dir (), DM_STATE_DIR,
                                       DM_LINKS_FILE, NULL);
  read_record (self);
  return self;
}

gboolean
dm_drive_links_add (DmDriveLinks *self, const char *local, const char *target, char **path, GError **error)
{
  g_autofree char *link = NULL;

  g_return_val_if_fail (DM_IS_DRIVE_LINKS (self), FALSE);
  g_return_val_if_fail (local != NULL, FALSE);
  g_return_val_if_fail (target != NULL && g_path_is_absolute (target), FALSE);

  link = dm_drive_links_dup_path (self, local);
  if (!ensure_folder (self, error))
    return FALSE;

  if (!is_ours (self, link) ||
      !g_str_equal (g_hash_table_lookup (self->links, link), target))
    {
      if (!remove_link (self, link, error) || !make_link (self, link, target, error))
        return FALSE;
    }

  if (path != NULL)
    *path = g_steal_pointer (&link);
  return TRUE;
}

gboolean
dm_drive_links_remove (DmDriveLinks *self, const char *local, GError **error)
{
  g_autofree char *link = NULL;

  g_return_val_if_fail (DM_IS_DRIVE_LINKS (self), FALSE);
  g_return_val_if_fail (local != NULL, FALSE);

  link = dm_drive_links_dup_path (self, local);
  if (!g_hash_table_contains (self->links, link))
    return TRUE;
  if (!remove_link (self, link, error))
    return FALSE;

  /* The link is gone; an entry too many in the record does no harm. */
  (void) write_record (self, NULL);
  return TRUE;
}

void
dm_drive_links_sweep (DmDriveLinks *self, const char *const *keep)
{
  g_autoptr (GHashTable) kept = NULL;
  g_autofree char **links = NULL;
  gboolean changed = FALSE;

  g_return_if_fail (DM_IS_DRIVE_LINKS (self));

  kept = build_keep (self, keep);
  links = (char **) g_hash_table_get_keys_as_array (self->links, NULL);
  for (guint i = 0; links[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      if (g_hash_table_contains (kept, links[i]))
        continue;
      if (remove_link (self, links[i], &error))
        changed = TRUE;
      else
        g_warning ("%s", error->message);
    }

  /* rmdir () refuses while anything is in it. */
  if (self->made_folder && g_hash_table_size (self->links) == 0 &&
      (rmdir (self->folder) == 0 || errno == ENOENT))
    {
      self->made_folder = FALSE;
      changed = TRUE;
    }

  if (changed)
    (void) write_record (self, NULL);
}

char *
dm_drive_links_dup_path (DmDriveLinks *self, const char *local)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (DM_IS_DRIVE_LINKS (self), NULL);

  name = dm_local_name_to_file_name (local);
  return g_build_filename (self->folder, name, NULL);
}
