/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-place-menu.h"

/* What the service has said. */
static const char *const known[] = {
  "{'Local': <'Z:'>, 'Uri': <'smb://nas/team'>, 'Path': <'/home/ann/Drives/Z'>, 'Connection': <objectpath '/c/1'>, 'OpenCount': <uint32 0>}",
  "{'Local': <'my_year'>, 'Uri': <'smb://nas/team/2026'>, 'Path': <'/home/ann/Drives/my_year'>, 'Connection': <objectpath '/c/1'>, 'OpenCount': <uint32 2>}",
  "{'Local': <'Q:'>, 'Uri': <'smb://nas/away'>, 'Path': <''>, 'Connection': <objectpath '/'>}",
  "{'Local': <'W:'>, 'Uri': <'smb://nas/work'>, 'Path': <'/home/ann/Drives/W'>, 'Connection': <objectpath '/c/4'>, 'OpenCount': <uint32 1>}",
  "{'Local': <'S:'>, 'Uri': <'sftp://ann@nas/srv'>, 'Path': <'/home/ann/Drives/S'>, 'Connection': <objectpath '/c/6'>, 'OpenCount': <uint32 0>}",
  /* Only drives use these. */
  "{'Uri': <'smb://nas/team'>, 'Path': <'/run/user/1/gvfs/smb-share:server=nas,share=team'>, 'Deviceless': <false>, 'Drives': <[objectpath '/d/Z']>}",
  "{'Uri': <'smb://nas/work'>, 'Path': <'/mnt/work'>, 'Deviceless': <false>, 'Drives': <[objectpath '/d/W']>}",
  /* These have no drive. */
  "{'Uri': <'smb://ann@nas:4450/private'>, 'Path': <'/run/user/1/gvfs/smb-share:port=4450,server=nas,share=private,user=ann'>, 'Deviceless': <true>, 'OpenCount': <uint32 1>}",
  "{'Uri': <'smb://nas/archive'>, 'Path': <'/mnt/archive'>, 'Deviceless': <true>, 'OpenCount': <uint32 3>}",
  "{'Uri': <''>, 'Path': <'/mnt/odd'>, 'Deviceless': <true>, 'OpenCount': <uint32 4294967295>}",
};

enum
{
  FILE_ = 0,
  FOLDER = 1,
  CURRENT = 2,
  UNKNOWN = 4, /* the service does not run */
};

static const struct
{
  const char *uri;
  int flags;
  const char *items;
} cases[] = {
  /* On this computer. */
  { "file:///home/ann/plan.txt", FILE_, "" },
  { "file:///home/ann", FOLDER, "" },
  { "file:///home/ann/Drives", CURRENT, "" },
  { "file:///home/ann/Drives", FOLDER | UNKNOWN, "" },
  { "file://elsewhere/home/ann/Drives/Z", FOLDER, "" },
  { "trash:///plan.txt", FILE_, "" },
  { "computer:///", CURRENT, "" },
  { "network:///", CURRENT, "" },
  { "", FILE_, "" },
  { "not a URI", FILE_, "" },

  /* On the network, and nothing there is ours. */
  { "smb://nas/other/a/plan%20b.txt", FILE_, "copy-unc \\\\nas\\other\\a\\plan b.txt; copy-uri smb://nas/other/a/plan%20b.txt" },
  { "smb://nas/other/a", FOLDER, "map \\\\nas\\other\\a; copy-unc \\\\nas\\other\\a; copy-uri smb://nas/other/a" },
  { "smb://nas/other/", FILE_, "map \\\\nas\\other; copy-unc \\\\nas\\other; copy-uri smb://nas/other/" },
  { "smb://GAMES;bob@nas/other/", CURRENT,
    "background-map smb://GAMES;bob@nas/other/; background-copy-unc \\\\nas\\other; background-copy-uri smb://nas/other/" },
  { "smb://nas/", CURRENT, "background-map \\\\nas; background-copy-unc \\\\nas; background-copy-uri smb://nas/" },
  { "smb://nas:4450", FOLDER, "map \\\\nas@4450; copy-unc \\\\nas@4450; copy-uri smb://nas:4450/" },
  { "smb:///", CURRENT, "" },
  { "smb://nas/other/a%5Cb", FILE_, "" },
  { "sftp://bob@nas/etc/motd", FILE_, "copy-uri sftp://nas/etc/motd" },
  { "davs://cloud/files", FOLDER, "map davs://cloud/files; copy-uri davs://cloud/files" },

  /* Drives: by name, whichever way they are reached. */
  { "smb://nas/team", CURRENT, "background-disconnect Z:; background-show Z:; background-copy-unc \\\\nas\\team; background-copy-uri smb://nas/team/" },
  { "smb://nas/team/a.txt", FILE_, "disconnect Z:; show Z:; copy-unc \\\\nas\\team\\a.txt; copy-uri smb://nas/team/a.txt" },
  { "smb://nas/team/a", FOLDER, "map \\\\nas\\team\\a; disconnect Z:; show Z:; copy-unc \\\\nas\\team\\a; copy-uri smb://nas/team/a" },
  { "smb://nas/team/2026", FOLDER, "disconnect my_year; show my_year; copy-unc \\\\nas\\team\\2026; copy-uri smb://nas/team/2026" },
  { "file:///home/ann/Drives/Z", FOLDER, "disconnect Z:; show Z:; copy-unc \\\\nas\\team; copy-uri smb://nas/team/" },
  { "file:///home/ann/Drives/Z/2026/a%20b", FILE_, "disconnect Z:; show Z:; copy-unc \\\\nas\\team\\2026\\a b; copy-uri smb://nas/team/2026/a%20b" },
  { "file:///home/ann/Drives/my_year/a", FILE_, "disconnect my_year; show my_year; copy-unc \\\\nas\\team\\2026\\a; copy-uri smb://nas/team/2026/a" },
  { "file:///run/user/1/gvfs/smb-share:server=nas,share=team/a", FILE_, "disconnect Z:; show Z:; copy-unc \\\\nas\\team\\a; copy-uri smb://nas/team/a" },
  { "file:///mnt/work/a", FILE_, "disconnect W:; show W:; copy-unc \\\\nas\\work\\a; copy-uri smb://nas/work/a" },
  { "sftp://ann@nas/srv/a", FILE_, "disconnect S:; show S:; copy-uri sftp://nas/srv/a" },
  /* Above what is mapped: that is no drive's. */
  { "sftp://ann@nas/", CURRENT, "background-map sftp://ann@nas/; background-copy-uri sftp://nas/" },
  { "smb://nas/away/a", FILE_, "copy-unc \\\\nas\\away\\a; copy-uri smb://nas/away/a" },

  /* Connections: by address, or by path where there is none. */
  { "smb://ann@nas:4450/private/a", FILE_,
    "disconnect smb://ann@nas:4450/private/; show smb://ann@nas:4450/private/; copy-unc \\\\nas@4450\\private\\a; copy-uri smb://nas:4450/private/a" },
  { "file:///mnt/archive", FOLDER, "map \\\\nas\\archive; disconnect smb://nas/archive/; show smb://nas/archive/; copy-unc \\\\nas\\archive; copy-uri smb://nas/archive/" },
  { "file:///mnt/archives", FOLDER, "" },
  { "file:///mnt/odd/a", FOLDER, "disconnect /mnt/odd; show /mnt/odd" },

  /* Without the service: what the file manager shows is mounted. */
  { "smb://nas/team/a.txt", FILE_ | UNKNOWN, "disconnect smb://nas/team/; show smb://nas/team/; copy-unc \\\\nas\\team\\a.txt; copy-uri smb://nas/team/a.txt" },
  { "smb://ann@nas:4450/team/", CURRENT | UNKNOWN,
    "background-map smb://ann@nas:4450/team/; background-disconnect smb://ann@nas:4450/team/; background-show smb://ann@nas:4450/team/; "
    "background-copy-unc \\\\nas@4450\\team; background-copy-uri smb://nas:4450/team/" },
  /* It may be one of a server's shares that nobody has opened. */
  { "smb://nas/team/", FOLDER | UNKNOWN, "map \\\\nas\\team; copy-unc \\\\nas\\team; copy-uri smb://nas/team/" },
  { "smb://nas/", CURRENT | UNKNOWN, "background-map \\\\nas; background-copy-unc \\\\nas; background-copy-uri smb://nas/" },
  { "file:///home/ann/Drives/Z/a", FILE_ | UNKNOWN, "" },
  { "file:///run/user/1/gvfs/smb-share:domain=GAMES,port=4450,server=nas,share=b%C3%BCcher%20%2B,user=ann/a%20b", FILE_ | UNKNOWN,
    "disconnect smb://GAMES;ann@nas:4450/b%C3%BCcher%20+/; show smb://GAMES;ann@nas:4450/b%C3%BCcher%20+/; "
    "copy-unc \\\\nas@4450\\bücher +\\a b; copy-uri smb://nas:4450/b%C3%BCcher%20+/a%20b" },
  { "file:///home/ann/.gvfs/smb-share:server=nas,share=team", CURRENT | UNKNOWN,
    "background-map \\\\nas\\team; background-disconnect smb://nas/team/; background-show smb://nas/team/; background-copy-unc \\\\nas\\team; background-copy-uri smb://nas/team/" },
  { "file:///run/user/1/gvfs/smb-share:server=nas/a", FILE_ | UNKNOWN, "" },
  { "file:///run/user/1/gvfs/smb-share:", FILE_ | UNKNOWN, "" },
  { "file:///run/user/1/gvfs/sftp:host=nas/a", FILE_ | UNKNOWN, "" },
};

static GPtrArray *
create_drives (void)
{
  GPtrArray *drives = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_known_drive_free);

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autoptr (GVariant) properties = g_variant_ref_sink (g_variant_new_parsed (known[i]));
      DmKnownDrive *drive = dm_known_drive_new ();

      g_assert_true (dm_known_drive_update (drive, properties));
      g_assert_false (dm_known_drive_update (drive, properties));
      g_ptr_array_add (drives, drive);
    }

  return drives;
}

static GPtrArray *
create_files (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dm_menu_file_free);
}

static void
add_file (GPtrArray *files,
          const char *uri,
          int flags)
{
  g_ptr_array_add (files, dm_menu_file_new (g_strdup (uri), g_strdup (uri), (flags & FOLDER) != 0, (flags & CURRENT) != 0));
}

/* (transfer full): "map \\nas\team; copy-uri …": the action or what is copied, and the
 * text. */
static char *
describe (GPtrArray *items)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      DmMenuItem *item = g_ptr_array_index (items, i);
      const char *id = item->id + strlen ("drivemap-");
      const char *prefix = g_str_has_prefix (id, "background-") ? "background-" : "";

      g_string_append_printf (text, "%s%s%s %s", i > 0 ? "; " : "", item->action != NULL ? prefix : "", item->action != NULL ? item->action : id, item->text);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_places (void)
{
  g_autoptr (GPtrArray) drives = create_drives ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) files = create_files ();
      g_autoptr (GPtrArray) items = NULL;
      g_autofree char *text = NULL;

      g_test_message ("%s", cases[i].uri);
      add_file (files, cases[i].uri, cases[i].flags);
      items = dm_place_menu_new (files, (cases[i].flags & UNKNOWN) != 0 ? NULL : drives);
      text = describe (items);
      g_assert_cmpstr (text, ==, cases[i].items);
    }
}

/* (transfer full) */
static char *
describe_all (GPtrArray *drives,
              const char *const *uris)
{
  g_autoptr (GPtrArray) files = create_files ();
  g_autoptr (GPtrArray) items = NULL;

  for (; *uris != NULL; uris++)
    add_file (files, *uris, FILE_);
  items = dm_place_menu_new (files, drives);

  return describe (items);
}

static void
test_several (void)
{
  g_autoptr (GPtrArray) drives = create_drives ();
  g_autofree char *one_drive = describe_all (drives, (const char *[]){ "smb://nas/team/a", "smb://nas/team/b", NULL });
  g_autofree char *two_drives = describe_all (drives, (const char *[]){ "smb://nas/team/a", "smb://nas/work/b", NULL });
  g_autofree char *one_is_local = describe_all (drives, (const char *[]){ "smb://nas/team/a", "file:///a", NULL });
  g_autofree char *local_is_first = describe_all (drives, (const char *[]){ "file:///a", "smb://nas/team/a", NULL });
  g_autofree char *none = describe_all (drives, (const char *[]){ NULL });

  g_assert_cmpstr (one_drive, ==, "disconnect Z:; show Z:; copy-unc \\\\nas\\team\\a\n\\\\nas\\team\\b; copy-uri smb://nas/team/a\nsmb://nas/team/b");
  g_assert_cmpstr (two_drives, ==, "copy-unc \\\\nas\\team\\a\n\\\\nas\\work\\b; copy-uri smb://nas/team/a\nsmb://nas/work/b");
  g_assert_cmpstr (one_is_local, ==, "");
  g_assert_cmpstr (local_is_first, ==, "");
  g_assert_cmpstr (none, ==, "");
}

static void
test_too_many (void)
{
  g_autoptr (GPtrArray) files = create_files ();
  g_autoptr (GPtrArray) items = NULL;

  for (guint i = 0; i <= DM_PLACE_MENU_MAX_FILES; i++)
    add_file (files, "smb://nas/team/a", FILE_);
  items = dm_place_menu_new (files, NULL);
  g_assert_cmpuint (items->len, ==, 0);
}

/* In network:/// the name says nothing; among the shares of a server it says more than
 * the target, which has no port. */
static void
test_targets (void)
{
  g_autoptr (GPtrArray) files = create_files ();
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *server = NULL;
  g_autofree char *share = NULL;

  g_ptr_array_add (files, dm_menu_file_new (g_strdup ("network:///dnssd-domain-nas"), g_strdup ("smb://nas:4450/"), FALSE, FALSE));
  items = dm_place_menu_new (files, NULL);
  server = describe (items);
  g_assert_cmpstr (server, ==, "map \\\\nas@4450; copy-unc \\\\nas@4450; copy-uri smb://nas:4450/");

  g_ptr_array_set_size (files, 0);
  g_clear_pointer (&items, g_ptr_array_unref);
  g_ptr_array_add (files, dm_menu_file_new (g_strdup ("smb://nas:4450/team"), g_strdup ("smb://nas/team"), FALSE, FALSE));
  items = dm_place_menu_new (files, NULL);
  share = describe (items);
  g_assert_cmpstr (share, ==, "map \\\\nas@4450\\team; copy-unc \\\\nas@4450\\team; copy-uri smb://nas:4450/team/");

  /* A link on this computer is a file on this computer. */
  g_ptr_array_set_size (files, 0);
  g_clear_pointer (&items, g_ptr_array_unref);
  g_ptr_array_add (files, dm_menu_file_new (g_strdup ("file:///home/ann/team.desktop"), g_strdup ("smb://nas/team"), FALSE, FALSE));
  g_ptr_array_add (files, dm_menu_file_new (NULL, NULL, FALSE, FALSE));
  items = dm_place_menu_new (files, NULL);
  g_assert_cmpuint (items->len, ==, 0);
}

static const char *
get_label (GPtrArray *items,
           const char *id)
{
  for (guint i = 0; i < items->len; i++)
    {
      DmMenuItem *item = g_ptr_array_index (items, i);

      if (g_str_equal (item->id, id))
        return item->label;
    }

  return NULL;
}

static void
check_disconnect_label (GPtrArray *drives,
                        const char *uri,
                        const char *label)
{
  g_autoptr (GPtrArray) files = create_files ();
  g_autoptr (GPtrArray) items = NULL;

  add_file (files, uri, FILE_);
  items = dm_place_menu_new (files, drives);
  g_assert_cmpstr (get_label (items, "drivemap-disconnect"), ==, label);
}

static void
test_labels (void)
{
  g_autoptr (GPtrArray) drives = create_drives ();
  g_autoptr (GPtrArray) files = create_files ();
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (DmMenuItem) parent = NULL;

  check_disconnect_label (drives, "smb://nas/team/a", "Disconnect Z:…");
  check_disconnect_label (drives, "smb://nas/work/a", "Disconnect W: (1 File Open)…");
  /* A mnemonic would be what follows a single "_". */
  check_disconnect_label (drives, "smb://nas/team/2026/a", "Disconnect my__year (2 Files Open)…");
  check_disconnect_label (drives, "smb://ann@nas:4450/private/a", "Disconnect (1 File Open)…");
  check_disconnect_label (drives, "file:///mnt/odd/a", "Disconnect…");
  check_disconnect_label (NULL, "smb://nas/team/a", "Disconnect…");

  add_file (files, "smb://nas/team/a", FOLDER);
  items = dm_place_menu_new (files, drives);
  parent = dm_place_menu_new_parent (files);
  g_assert_cmpstr (parent->label, ==, "Network Drive");
  g_assert_cmpstr (get_label (items, "drivemap-map"), ==, "Map as Network Drive…");
  g_assert_cmpstr (get_label (items, "drivemap-holders"), ==, "Who Has This Open?");
  g_assert_cmpstr (get_label (items, "drivemap-copy-unc"), ==, "Copy as \\\\server\\share path");
  g_assert_cmpstr (get_label (items, "drivemap-copy-uri"), ==, "Copy as smb:// address");
}

/* Nautilus takes two items with one name for the same. */
static void
test_names (void)
{
  g_autoptr (GPtrArray) selected = create_files ();
  g_autoptr (GPtrArray) shown = create_files ();
  g_autoptr (DmMenuItem) of_selected = NULL;
  g_autoptr (DmMenuItem) of_shown = NULL;

  add_file (selected, "smb://nas/team/a", FOLDER);
  add_file (shown, "smb://nas/team", CURRENT);
  of_selected = dm_place_menu_new_parent (selected);
  of_shown = dm_place_menu_new_parent (shown);
  g_assert_cmpstr (of_selected->id, !=, of_shown->id);
}

/* The properties come one by one, and from a service that may be another version. */
static void
test_properties (void)
{
  g_autoptr (DmKnownDrive) drive = dm_known_drive_new ();
  g_autoptr (GVariant) odd = g_variant_ref_sink (g_variant_new_parsed ("{'Local': <1>, 'Uri': <'?'>, 'Path': <true>, 'OpenCount': <'many'>, 'Drives': <''>, 'More': <[1, 2]>}"));
  g_autoptr (GVariant) named = g_variant_ref_sink (g_variant_new_parsed ("{'Local': <'Z:'>, 'OpenCount': <uint32 3>}"));
  g_autoptr (GVariant) counted = g_variant_ref_sink (g_variant_new_parsed ("{'OpenCount': <uint32 4>, 'Since': <uint64 5>}"));
  g_autoptr (GVariant) irrelevant = g_variant_ref_sink (g_variant_new_parsed ("{'Since': <uint64 6>}"));

  dm_known_drive_update (drive, odd);
  g_assert_null (drive->local);
  g_assert_null (drive->location);
  g_assert_cmpuint (drive->open_count, ==, 0);
  g_assert_true (dm_known_drive_update (drive, named));
  g_assert_true (dm_known_drive_update (drive, counted));
  g_assert_false (dm_known_drive_update (drive, irrelevant));
  g_assert_cmpstr (drive->local, ==, "Z:");
  g_assert_cmpuint (drive->open_count, ==, 4);
}

/* How long it takes: for people, not asserted. */
static void
test_time (void)
{
  g_autoptr (GPtrArray) drives = create_drives ();
  g_autoptr (GPtrArray) files = create_files ();
  gint64 start = g_get_monotonic_time ();

  add_file (files, "smb://nas/team/2026/a", FOLDER);
  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (GPtrArray) items = dm_place_menu_new (files, drives);

      g_assert_cmpuint (items->len, ==, 5);
    }
  g_test_message ("A menu takes %.3f ms.", (double) (g_get_monotonic_time () - start) / 1e6);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/place-menu/places", test_places);
  g_test_add_func ("/place-menu/several", test_several);
  g_test_add_func ("/place-menu/too-many", test_too_many);
  g_test_add_func ("/place-menu/targets", test_targets);
  g_test_add_func ("/place-menu/labels", test_labels);
  g_test_add_func ("/place-menu/names", test_names);
  g_test_add_func ("/place-menu/properties", test_properties);
  g_test_add_func ("/place-menu/time", test_time);

  return g_test_run ();
}
