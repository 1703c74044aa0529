/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-gvfs-mount-spec.h"

/* How each of GVfs' network mount types spells its address. */
typedef struct
{
  const char *type;
  const char *scheme;
  const char *server_key;
  const char *share_key; /* nullable */
  gboolean prefix_is_path;
} SpecForm;

static const SpecForm forms[] = {
  { "smb-share", "smb", "server", "share", FALSE },
  { "sftp", "sftp", "host", NULL, FALSE },
  { "dav", "dav", "host", NULL, TRUE },
  { "davs", "davs", "host", NULL, TRUE },
  { "ftp", "ftp", "host", NULL, FALSE },
  { "ftps", "ftps", "host", NULL, FALSE },
  { "nfs", "nfs", "host", NULL, TRUE },
  { "afp-volume", "afp", "host", "volume", FALSE },
};

static const SpecForm *
find_form (const char *type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    if (g_strcmp0 (forms[i].type, type) == 0)
      return &forms[i];

  return NULL;
}

/* Borrowed from @items; NULL when missing or empty. */
static const char *
lookup_item (GVariant *items,
             const char *key)
{
  const char *value = NULL;

  if (key == NULL || !g_variant_lookup (items, key, "^&ay", &value))
    return NULL;

  return *value != '\0' ? value : NULL;
}

/* GVfs keeps the brackets of an IPv6 address. */
static char *
dup_server (const char *host)
{
  gsize length = host != NULL ? strlen (host) : 0;

  if (length > 2 && host[0] == '[' && host[length - 1] == ']')
    return g_strndup (host + 1, length - 2);

  return g_strdup (host);
}

static DmLocation *
create_location (const SpecForm *form,
                 GVariant *items,
                 const char *prefix)
{
  g_autofree char *server = dup_server (lookup_item (items, form->server_key));
  const char *port = lookup_item (items, "port");
  const char *ssl = lookup_item (items, "ssl");
  const char *scheme = form->scheme;

  if (server == NULL)
    return NULL;

  if (g_str_equal (form->type, "dav") && g_strcmp0 (ssl, "true") == 0)
    scheme = "davs";

  return dm_location_new (scheme,
                          lookup_item (items, "domain"),
                          lookup_item (items, "user"),
                          server,
                          port != NULL ? (guint16) g_ascii_strtoull (port, NULL, 10) : 0,
                          lookup_item (items, form->share_key),
                          form->prefix_is_path ? prefix : NULL,
                          NULL);
}

/* Until gvfsd-fuse has registered, the tracker leaves the folder out; its
 * place is known all the same. */
static char *
dup_fuse_path (const char *reported,
               const char *stable_name)
{
  if (reported != NULL && *reported != '\0')
    return g_strdup (reported);

  return g_build_filename (g_get_user_runtime_dir (), "gvfs", stable_name, NULL);
}

static char *
create_id (const char *bus_name,
           const char *object_path)
{
  return g_strconcat (bus_name, object_path, NULL);
}

char *
dm_gvfs_mount_spec_to_id (GVariant *mount)
{
  const char *bus_name, *object_path;

  g_return_val_if_fail (g_variant_is_of_type (mount, G_VARIANT_TYPE (DM_GVFS_MOUNT_TYPE)), NULL);

  g_variant_get_child (mount, 0, "&s", &bus_name);
  g_variant_get_child (mount, 1, "&o", &object_path);

  return create_id (bus_name, object_path);
}

DmMount *
dm_gvfs_mount_spec_to_mount (GVariant *mount)
{
  g_autoptr (GVariant) items = NULL;
  g_autoptr (DmLocation) location = NULL;
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  const char *bus_name, *object_path, *stable_name, *fuse_path, *prefix;
  const SpecForm *form;

  g_return_val_if_fail (g_variant_is_of_type (mount, G_VARIANT_TYPE (DM_GVFS_MOUNT_TYPE)), NULL);

  g_variant_get_child (mount, 0, "&s", &bus_name);
  g_variant_get_child (mount, 1, "&o", &object_path);
  g_variant_get_child (mount, 3, "&s", &stable_name);
  g_variant_get_child (mount, 9, "^&ay", &fuse_path);
  g_variant_get_child (mount, 10, "(^&ay@a{sv})", &prefix, &items);

  form = find_form (lookup_item (items, "type"));
  if (form == NULL)
    return NULL;

  location = create_location (form, items, prefix);
  if (location == NULL)
    return NULL;

  id = create_id (bus_name, object_path);
  path = dup_fuse_path (fuse_path, stable_name);

  return dm_mount_new (DM_ORIGIN_GVFS, id, location, stable_name, path,
                       form->type, bus_name, object_path);
}
