/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-menu-place.h"

#include "dm-depth.h"

/* What GVfs calls a mounted share below its FUSE folder. */
#define FUSE_PREFIX "smb-share:"

/* (transfer full) (nullable) */
static char *
dup_path (const char *uri)
{
  g_autofree char *host = NULL;
  g_autofree char *path = NULL;

  if (!g_str_has_prefix (uri, "file:"))
    return NULL;

  path = g_filename_from_uri (uri, &host, NULL);
  if (path == NULL || (host != NULL && g_ascii_strcasecmp (host, "localhost") != 0))
    return NULL;

  return g_canonicalize_filename (path, "/");
}

/* (transfer full) (nullable): @above, and in it the folder @below. */
static DmLocation *
join (DmLocation *above,
      const char *below)
{
  g_autofree char *path = g_strdup_printf ("%s/%s", dm_location_get_path (above), below);

  return dm_location_new (dm_location_get_scheme (above), dm_location_get_domain (above), dm_location_get_user (above),
                          dm_location_get_server (above), dm_location_get_port (above), dm_location_get_share (above),
                          path, NULL);
}

/* (transfer full) (nullable): where GVfs' folder for mounts ends in @path. */
static const char *
skip_fuse_folder (const char *path)
{
  const char *const folders[] = { "/gvfs/", "/.gvfs/" };

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      const char *found = strstr (path, folders[i]);

      if (found != NULL && g_str_has_prefix (found + strlen (folders[i]), FUSE_PREFIX))
        return found + strlen (folders[i]) + strlen (FUSE_PREFIX);
    }

  return NULL;
}

/* (transfer full): "server" → "nas" and so on. */
static GHashTable *
read_mount_name (const char *text)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (char **part = parts; *part != NULL; part++)
    {
      char *value = strchr (*part, '=');
      char *plain = value != NULL ? g_uri_unescape_string (value + 1, NULL) : NULL;

      if (plain != NULL)
        g_hash_table_replace (values, g_strndup (*part, value - *part), plain);
    }

  return values;
}

/* (transfer full) (nullable): ".../gvfs/smb-share:server=nas,share=team/a/b". Most file
 * managers know it as smb:// by themselves. */
static DmLocation *
locate_fuse_path (const char *path)
{
  const char *name = skip_fuse_folder (path);
  gsize length = name != NULL ? strcspn (name, "/") : 0;
  g_autofree char *text = g_strndup (name, length);
  g_autoptr (GHashTable) values = NULL;
  const char *server, *share, *port;

  if (text == NULL)
    return NULL;

  values = read_mount_name (text);
  server = g_hash_table_lookup (values, "server");
  share = g_hash_table_lookup (values, "share");
  port = g_hash_table_lookup (values, "port");
  if (server == NULL || share == NULL)
    return NULL;

  return dm_location_new ("smb", g_hash_table_lookup (values, "domain"), g_hash_table_lookup (values, "user"), server,
                          port != NULL ? (guint16) g_ascii_strtoull (port, NULL, 10) : 0, share, name + length, NULL);
}

/* (transfer none) (nullable): the deepest of @drives that has @path. */
static DmKnownDrive *
find_by_path (const char *path,
              GPtrArray *drives,
              gboolean only_shown)
{
  DmKnownDrive *best = NULL;
  gssize deepest = -1;

  for (guint i = 0; drives != NULL && i < drives->len; i++)
    {
      DmKnownDrive *drive = g_ptr_array_index (drives, i);
      gssize depth = drive->path != NULL && drive->is_connected ? dm_depth_of_path (path, drive->path) : -1;

      if (depth > deepest && (drive->is_shown || !only_shown))
        {
          deepest = depth;
          best = drive;
        }
    }

  return best;
}

/* A drive is what its user calls the connection. */
static DmKnownDrive *
find_by_location (DmLocation *location,
                  GPtrArray *drives)
{
  DmKnownDrive *best = NULL;
  gssize deepest = -1;

  for (guint i = 0; drives != NULL && i < drives->len; i++)
    {
      DmKnownDrive *drive = g_ptr_array_index (drives, i);
      gboolean can_be = drive->location != NULL && drive->is_connected && drive->is_shown;
      gssize depth = can_be ? dm_depth_of_location (location, drive->location) : -1;

      if (depth >= 0 && 2 * depth + (drive->local != NULL) > deepest)
        {
          deepest = 2 * depth + (drive->local != NULL);
          best = drive;
        }
    }

  return best;
}

/* (transfer full) (nullable) */
static DmLocation *
locate_path (const char *path,
             GPtrArray *drives)
{
  DmKnownDrive *drive = find_by_path (path, drives, FALSE);

  if (drive != NULL && drive->location != NULL)
    return join (drive->location, path + dm_depth_of_path (path, drive->path));

  return locate_fuse_path (path);
}

/* (transfer full) (nullable): "smb://nas/". What cannot be read as a place in a share
 * is no server either. */
static DmLocation *
locate_server (const char *uri)
{
  const char *server = g_str_has_prefix (uri, "smb://") ? uri + strlen ("smb://") : "";
  const char *rest = server + strcspn (server, "/");

  return rest > server && rest[strspn (rest, "/")] == '\0' ? dm_location_parse_server (uri, NULL) : NULL;
}

static void
locate (DmMenuPlace *self,
        const char *uri,
        GPtrArray *drives)
{
  self->path = dup_path (uri);
  self->location = self->path != NULL ? locate_path (self->path, drives) : dm_location_parse (uri, NULL);
  if (self->location != NULL)
    return;

  self->location = locate_server (uri);
  self->is_server = self->location != NULL;
}

DmMenuFile *
dm_menu_file_new (char *uri,
                  char *target,
                  gboolean is_folder,
                  gboolean is_current)
{
  DmMenuFile *self = g_new0 (DmMenuFile, 1);

  self->uri = uri;
  self->target = target;
  self->is_folder = is_folder;
  self->is_current = is_current;

  return self;
}

void
dm_menu_file_free (DmMenuFile *self)
{
  g_free (self->uri);
  g_free (self->target);
  g_free (self);
}

DmMenuPlace *
dm_menu_place_new (DmMenuFile *file,
                   GPtrArray *drives)
{
  DmMenuPlace *self = g_new0 (DmMenuPlace, 1);
  gboolean is_root;

  if (file->uri != NULL)
    locate (self, file->uri, drives);
  /* GVfs leaves out the port of a server in the targets of its shares. */
  if (self->path == NULL && self->location == NULL && file->target != NULL)
    locate (self, file->target, drives);

  is_root = self->location != NULL && (self->is_server || *dm_location_get_path (self->location) == '\0');
  self->is_folder = file->is_folder || is_root;
  self->is_inside = self->location != NULL && !self->is_server && (file->is_current || self->path != NULL || !is_root);

  return self;
}

void
dm_menu_place_free (DmMenuPlace *self)
{
  g_free (self->path);
  g_clear_pointer (&self->location, dm_location_unref);
  g_free (self);
}

DmKnownDrive *
dm_menu_place_find (DmMenuPlace *self,
                    GPtrArray *drives)
{
  DmKnownDrive *drive = self->path != NULL ? find_by_path (self->path, drives, TRUE) : NULL;

  if (drive == NULL && self->location != NULL && !self->is_server)
    drive = find_by_location (self->location, drives);

  return drive;
}
