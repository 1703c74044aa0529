/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-find-item.h"
#include "dm-names.h"
#include "fake-service.h"

static const struct
{
  const char *place;
  const char *name; /* of the item; NULL: none */
} cases[] = {
  { "Z:", "Z:" },
  { "z:", "Z:" },
  { "Q:", NULL },
  { "", NULL },
  { "/", NULL },
  { "not a place", NULL },

  /* By location: the nearest. */
  { "\\\\nas\\team", "Z:" },
  { "//NAS/Team/", "Z:" },
  { "smb://nas/team/a/b%20c", "Z:" },
  { "smb://ann@nas/team", "Z:" },
  { "smb://bob@nas/team", NULL },
  { "smb://nas:4450/team", NULL },
  { "smb://nas/teamwork", NULL },
  { "smb://nas/team/2026", "Y:" },
  { "smb://nas/team/2026/plan.txt", "Y:" },
  { "smb://nas/team/20261", "Z:" },
  { "smb://nas/team/a/2026", "Z:" },
  { "sftp://nas/team", NULL },

  /* By path, as it is written: nothing is looked at. */
  { "/home/ann/Drives/Z", "Z:" },
  { "/home/ann/Drives/Z/", "Z:" },
  { "/home/ann/Drives/Z/2026/plan.txt", "Z:" },
  { "/home/ann/Drives/Zebra", NULL },
  { "/home/ann/Drives/./Y/../Z/a", "Z:" },
  { "/home/ann/Drives/Z/../../secret", NULL },
  { "file:///home/ann/Drives/Y/a%20b", "Y:" },
  { "file:///home/ann/Drives", NULL },
  { "file://elsewhere/home/ann/Drives/Z", NULL },
};

static void
add_drive (FakeService *f,
           const char *local,
           const char *uri,
           const char *path)
{
  g_autoptr (DmDbusDrive) drive = fake_service_add_drive (f, local, DM_OBJECT_CONNECTIONS "/c");

  g_object_set (drive, "uri", uri, "path", path, NULL);
}

static void
test_places (FakeService *f,
             gconstpointer data)
{
  g_autoptr (DmDbusConnection) connection = NULL;

  fake_service_start (f);
  connection = fake_service_add_connection (f, TRUE);
  g_object_set (connection, "uri", "smb://ann@nas/team", NULL);
  add_drive (f, "Z:", "smb://ann@nas/team", "/home/ann/Drives/Z");
  add_drive (f, "Y:", "smb://ann@nas/team/2026", "/home/ann/Drives/Y");
  fake_service_open_client (f);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DmItem *item = dm_find_item (f->client, cases[i].place);

      g_test_message ("%s", cases[i].place);
      g_assert_cmpstr (item != NULL ? dm_item_get_name (item) : NULL, ==, cases[i].name);
    }
}

static void
test_connection_without_a_drive (FakeService *f,
                                 gconstpointer data)
{
  g_autoptr (DmDbusConnection) connection = NULL;
  DmItem *item;

  fake_service_start (f);
  connection = fake_service_add_connection (f, TRUE);
  g_object_set (connection, "uri", "smb://nas/team", "path", "/run/user/1/gvfs/smb-share:server=nas,share=team", NULL);
  fake_service_open_client (f);

  item = dm_find_item (f->client, "/run/user/1/gvfs/smb-share:server=nas,share=team/a");
  g_assert_nonnull (item);
  g_assert_true (dm_find_item (f->client, "\\\\nas\\team\\a") == item);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/find-item/places", FakeService, NULL, fake_service_set_up, test_places, fake_service_tear_down);
  g_test_add ("/find-item/connection", FakeService, NULL, fake_service_set_up, test_connection_without_a_drive, fake_service_tear_down);

  return g_test_run ();
}
