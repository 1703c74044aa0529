/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-mountinfo.h"

static const struct
{
  const char *title;
  const char *line;
  const char *id; /* NULL: not a network mount, or not readable */
  const char *path;
  const char *type;
  const char *uri; /* NULL: no address that we can know */
} cases[] = {
  { "cifs",
    "40 28 0:36 / /mnt/team rw,relatime shared:17 - cifs //nas/Team rw,vers=3.1.1,cache=strict,username=anna,domain=WORK,uid=0,addr=10.0.0.2",
    "40", "/mnt/team", "cifs", "smb://WORK;anna@nas/team/" },
  { "cifs of a folder, port, no tags",
    "41 28 0:37 / /mnt/x rw - cifs //10.0.2.2/share/Sub/Dir rw,port=14455,username=u",
    "41", "/mnt/x", "cifs", "smb://u@10.0.2.2:14455/share/Sub/Dir" },
  { "cifs, the default port, a guest",
    "42 28 0:37 / /mnt/x rw - cifs //nas/public/ rw,sec=none,port=445",
    "42", "/mnt/x", "cifs", "smb://nas/public/" },
  { "smb3, backslashes, IPv6",
    "43 28 0:38 / /mnt/y rw shared:1 master:2 propagate_from:3 - smb3 \\134\\134[fe80::1]\\134pub rw",
    "43", "/mnt/y", "smb3", "smb://[fe80::1]/pub/" },
  { "escapes in every field",
    "44 28 0:39 / /mnt/a\\040b\\011c\\134d rw - cifs //nas/my\\040share\\043 rw,username=j\\054d,domain=D",
    "44", "/mnt/a b\tc\\d", "cifs", "smb://D;j,d@nas/my%20share%23/" },
  { "not an escape",
    "45 28 0:39 / /mnt/a\\9\\04 rw - cifs //nas/s rw",
    "45", "/mnt/a\\9\\04", "cifs", "smb://nas/s/" },
  { "cifs without a share",
    "46 28 0:39 / /mnt/a rw - cifs none rw", "46", "/mnt/a", "cifs", NULL },
  { "nfs",
    "50 28 0:40 / /srv/n rw - nfs filer:/export/Home rw,vers=3,mountport=20048,port=0,addr=1.2.3.4",
    "50", "/srv/n", "nfs", "nfs://filer/export/Home" },
  { "nfs4, IPv6, port",
    "51 28 0:41 / /srv/m rw - nfs4 [2001:DB8::1]:/ rw,vers=4.2,port=2050",
    "51", "/srv/m", "nfs4", "nfs://[2001:db8::1]:2050/" },
  { "sshfs",
    "52 28 0:42 / /home/me/s rw,nosuid - fuse.sshfs bob@host:/srv/data rw,user_id=0",
    "52", "/home/me/s", "fuse.sshfs", "sftp://bob@host/srv/data" },
  { "sshfs of a home",
    "53 28 0:43 / /home/me/t rw - fuse.sshfs bob@host: rw", "53", "/home/me/t", "fuse.sshfs", NULL },
  { "davfs2 as the kernel has it",
    "54 28 0:44 / /mnt/dav rw - fuse https://cloud.example/remote.php/dav rw", "54", "/mnt/dav", "fuse",
    "davs://cloud.example/remote.php/dav" },
  { "davfs2 by type",
    "55 28 0:44 / /mnt/dav rw - fuse.davfs2 http://cloud.example:8080/ rw", "55", "/mnt/dav", "fuse.davfs2",
    "dav://cloud.example:8080/" },
  { "not UTF-8",
    "56 28 0:44 / /mnt/caf\xe9 rw - cifs //nas/caf\xe9 rw", "56", "/mnt/caf\xe9", "cifs", NULL },
  { "ext4", "28 1 8:1 / / rw - ext4 /dev/sda1 rw", NULL, NULL, NULL, NULL },
  { "other fuse", "29 1 0:9 / /f rw - fuse.gvfsd-fuse gvfsd-fuse rw", NULL, NULL, NULL, NULL },
  { "empty", "", NULL, NULL, NULL, NULL },
  { "cut short", "40 28 0:36 / /mnt/team rw,relatime shared:17 - cifs //nas/Team", NULL, NULL, NULL, NULL },
  { "no separator", "40 28 0:36 / /mnt/team rw cifs //nas/Team rw", NULL, NULL, NULL, NULL },
  { "id is no number", "4x 28 0:36 / /mnt rw - cifs //nas/t rw", NULL, NULL, NULL, NULL },
  { "mount point is no path", "40 28 0:36 / mnt rw - cifs //nas/t rw", NULL, NULL, NULL, NULL },
  { "spaces only", "            -   ", NULL, NULL, NULL, NULL },
};

static void
assert_mount (DmMount *mount,
              gsize i)
{
  g_assert_cmpint (mount->origin, ==, DM_ORIGIN_KERNEL);
  g_assert_cmpstr (mount->id, ==, cases[i].id);
  g_assert_cmpstr (mount->path, ==, cases[i].path);
  g_assert_cmpstr (mount->type, ==, cases[i].type);
  g_assert_null (mount->bus_name);
  g_assert_null (mount->object_path);
  if (cases[i].uri != NULL)
    {
      g_autofree char *uri = dm_location_to_uri (mount->location);

      g_assert_cmpstr (uri, ==, cases[i].uri);
    }
  else
    g_assert_null (mount->location);
}

static void
test_line (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GPtrArray) mounts = dm_mountinfo_parse (cases[i].line);

  g_assert_cmpuint (mounts->len, ==, cases[i].id != NULL ? 1 : 0);
  if (mounts->len == 1)
    assert_mount (g_ptr_array_index (mounts, 0), i);
}

/* Bad lines do not take the others with them, and the order is kept. */
static void
test_whole_file (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) mounts = NULL;
  guint next = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_string_append_printf (text, "%s\n", cases[i].line);

  mounts = dm_mountinfo_parse (text->str);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      if (cases[i].id != NULL)
        assert_mount (g_ptr_array_index (mounts, next++), i);
    }
  g_assert_cmpuint (next, ==, mounts->len);
}

static void
test_own (void)
{
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) mounts = NULL;

  if (!g_file_get_contents ("/proc/self/mountinfo", &text, NULL, NULL))
    {
      g_test_skip ("there is no /proc/self/mountinfo");
      return;
    }

  mounts = dm_mountinfo_parse (text);
  g_assert_nonnull (mounts);
}

static void
test_remote (void)
{
  const char *text = "1 2 0:1 / /m rw - cifs //nas/Team/Sub rw\n"
                     "2 2 0:1 / /n rw - fuse.sshfs bob@host: rw\n"
                     "3 2 0:1 / /o rw - fuse.sshfs caf\xe9: rw\n";
  const char *const expected[] = { "\\\\nas\\team\\Sub", "bob@host:", "caf\xef\xbf\xbd:" };
  g_autoptr (GPtrArray) mounts = dm_mountinfo_parse (text);

  g_assert_cmpuint (mounts->len, ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (DmMount) mount = dm_mount_ref (g_ptr_array_index (mounts, i));
      g_autofree char *remote = dm_mount_dup_remote (mount);

      g_assert_cmpstr (remote, ==, expected[i]);
    }
}

/* Any bytes: mutations of good lines. */
static void
test_fuzz (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      gsize i = (gsize) g_test_rand_int_range (0, G_N_ELEMENTS (cases));
      g_autofree char *line = g_strdup (cases[i].line);
      gsize length = strlen (line);
      g_autoptr (GPtrArray) mounts = NULL;

      for (int change = 0; length > 0 && change < 4; change++)
        line[g_test_rand_int_range (0, (int) length)] = (char) g_test_rand_int_range (0, 256);

      mounts = dm_mountinfo_parse (line);
      g_assert_nonnull (mounts);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/mountinfo/line/%s", cases[i].title);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_line);
    }
  g_test_add_func ("/mountinfo/whole-file", test_whole_file);
  g_test_add_func ("/mountinfo/own", test_own);
  g_test_add_func ("/mountinfo/remote", test_remote);
  g_test_add_func ("/mountinfo/fuzz", test_fuzz);

  return g_test_run ();
}
