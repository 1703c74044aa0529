/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>

#include "dm-kernel-source.h"

static const char *const mountinfo =
  "22 1 0:21 / /proc rw,nosuid - proc proc rw\n"
  "41 28 0:50 / /mnt/team rw,relatime shared:9 - cifs //nas/team rw,vers=3.1.1,username=ann\n"
  "42 28 0:51 / /srv/my\\040files rw - nfs4 box:/export/files rw,vers=4.2\n"
  "garbage\n"
  "43 28 0:52 / /home/ann/web rw - ext4 /dev/sda1 rw\n";

static void
on_mount_cb (DmMountSource *source,
             DmMount *mount,
             gpointer user_data)
{
  g_ptr_array_add (user_data, dm_mount_ref (mount));
}

static void
open_cb (GObject *object,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean done = dm_mount_source_open_finish (DM_MOUNT_SOURCE (object), result, &error);

  *(int *) user_data = done ? 1 : error->code + 2;
}

static int
open_source (const char *path,
             GPtrArray *mounts)
{
  g_autoptr (DmKernelSource) source = dm_kernel_source_new (path);
  int status = 0;

  g_signal_connect (source, "mount-added", G_CALLBACK (on_mount_cb), mounts);
  dm_mount_source_open_async (DM_MOUNT_SOURCE (source), NULL, open_cb, &status);
  while (status == 0)
    g_main_context_iteration (NULL, TRUE);

  return status;
}

static void
test_lists_network_mounts (void)
{
  g_autoptr (GPtrArray) mounts = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_mount_unref);
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("mountinfo-XXXXXX", &path, NULL);
  DmMount *first, *second;

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, mountinfo, -1, NULL));

  g_assert_cmpint (open_source (path, mounts), ==, 1);
  g_unlink (path);

  g_assert_cmpuint (mounts->len, ==, 2);
  first = mounts->pdata[0];
  second = mounts->pdata[1];
  g_assert_cmpint (first->origin, ==, DM_ORIGIN_KERNEL);
  g_assert_cmpstr (first->path, ==, "/mnt/team");
  g_assert_cmpstr (first->type, ==, "cifs");
  g_assert_cmpstr (dm_location_get_share (first->location), ==, "team");
  g_assert_cmpstr (second->path, ==, "/srv/my files");
}

static void
test_missing_file (void)
{
  g_autoptr (GPtrArray) mounts = g_ptr_array_new ();

  g_assert_cmpint (open_source ("/nonexistent/mountinfo", mounts), ==, G_IO_ERROR_NOT_FOUND + 2);
}

static void
test_own_mountinfo (void)
{
  g_autoptr (GPtrArray) mounts = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_mount_unref);

  /* The real file, watched: it can be read, whatever is in it. */
  g_assert_cmpint (open_source (NULL, mounts), ==, 1);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/kernel-source/lists-network-mounts", test_lists_network_mounts);
  g_test_add_func ("/kernel-source/missing-file", test_missing_file);
  g_test_add_func ("/kernel-source/own-mountinfo", test_own_mountinfo);

  return g_test_run ();
}
