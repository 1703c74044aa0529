/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <locale.h>

#include "dm-gvfs-mount-spec.h"

/* The tracker's description of one mount, and what we make of it. */
typedef struct
{
  const char *name;
  const char *prefix;
  const char *items[12]; /* key, value, … */
  const char *uri;       /* NULL: not a network share */
} Case;

static const Case cases[] = {
  { "guest", "/", { "type", "smb-share", "server", "nas", "share", "music", NULL }, "smb://nas/music/" },
  { "port", "/", { "type", "smb-share", "server", "10.0.0.2", "share", "a b", "port", "4450", NULL }, "smb://10.0.0.2:4450/a%20b/" },
  { "user", "/", { "type", "smb-share", "server", "nas", "share", "s", "user", "ann", "domain", "CORP", NULL }, "smb://CORP;ann@nas/s/" },
  { "ipv6", "/", { "type", "smb-share", "server", "[fe80::1]", "share", "s", NULL }, "smb://[fe80::1]/s/" },
  { "sftp", "/", { "type", "sftp", "host", "box", "user", "ann", "port", "2222", NULL }, "sftp://ann@box:2222/" },
  { "dav", "/files", { "type", "dav", "host", "web", "ssl", "false", NULL }, "dav://web/files" },
  { "davs", "/files", { "type", "dav", "host", "web", "ssl", "true", NULL }, "davs://web/files" },
  { "phone", "/", { "type", "mtp", "host", "phone", NULL }, NULL },
  { "browse", "/", { "type", "smb-server", "server", "nas", NULL }, NULL },
  { "dots", "/", { "type", "smb-share", "server", "nas", "share", "..", NULL }, "smb://nas/%2E%2E/" },
  { "control", "/", { "type", "smb-share", "server", "nas", "share", "bell\x07", NULL }, "smb://nas/bell%07/" },
  { "no-share", "/", { "type", "smb-share", "server", "nas", NULL }, NULL },
  { "no-server", "/", { "type", "smb-share", "share", "s", NULL }, NULL },
};

static GVariant *
describe (const Case *c,
          const char *fuse_path)
{
  GVariantBuilder items;

  g_variant_builder_init (&items, G_VARIANT_TYPE ("a{sv}"));
  for (guint i = 0; c->items[i] != NULL; i += 2)
    g_variant_builder_add (&items, "{sv}", c->items[i], g_variant_new_bytestring (c->items[i + 1]));

  return g_variant_ref_sink (g_variant_new ("(sossssssb^ay(^aya{sv})^ay)",
                                            ":1.7", "/org/gtk/vfs/mount/1", "shown", "stable-name", "",
                                            "icon", "symbolic", "", TRUE, fuse_path,
                                            c->prefix, &items, ""));
}

static void
test_location (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GVariant) description = describe (c, "/run/user/1/gvfs/x");
  g_autoptr (DmMount) mount = dm_gvfs_mount_spec_to_mount (description);
  g_autofree char *uri = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (DmLocation) location = NULL;

  if (c->uri == NULL)
    {
      g_assert_null (mount);
      return;
    }

  g_assert_nonnull (mount);
  location = dm_location_parse (c->uri, NULL);
  g_assert_nonnull (location);
  expected = dm_location_to_uri (location);
  uri = dm_location_to_uri (mount->location);
  g_assert_cmpstr (uri, ==, expected);
  g_assert_cmpint (mount->origin, ==, DM_ORIGIN_GVFS);
  g_assert_cmpstr (mount->id, ==, ":1.7/org/gtk/vfs/mount/1");
  g_assert_cmpstr (mount->path, ==, "/run/user/1/gvfs/x");
  g_assert_cmpstr (mount->source, ==, "stable-name");
  g_assert_cmpstr (mount->bus_name, ==, ":1.7");
}

static void
test_path_before_fuse (void)
{
  g_autoptr (GVariant) description = describe (&cases[0], "");
  g_autoptr (DmMount) mount = dm_gvfs_mount_spec_to_mount (description);
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "gvfs", "stable-name", NULL);

  g_assert_cmpstr (mount->path, ==, path);
}

int
main (int argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/gvfs-mount-spec/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_location);
    }
  g_test_add_func ("/gvfs-mount-spec/path-before-fuse", test_path_before_fuse);

  return g_test_run ();
}
