/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* data/import/gigolo was written by Gigolo 0.5.2, data/import/nautilus by
 * Nautilus 43. The others follow the sources of the programs. */

#include "dm-import.h"
#include "dm-local-name.h"

#include <string.h>

#define SECRET "s3cret"

typedef struct
{
  guint line;
  const char *uri;    /* NULL: refused */
  const char *label;  /* NULL: none */
  const char *reason; /* NULL: none; else a part of it */
} Expected;

static GPtrArray *
parse (DmImportSource source,
       const char *text,
       gsize length)
{
  g_autofree char *copy = g_malloc (length + 1);

  memcpy (copy, text, length);
  copy[length] = '\0';

  return dm_import_parse (source, "file", copy, length);
}

static GPtrArray *
parse_string (DmImportSource source,
              const char *text)
{
  return parse (source, text, strlen (text));
}

static GPtrArray *
parse_file (const char *name,
            DmImportSource source)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "import", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  DmImportSource guessed;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  g_assert_true (dm_import_guess_source (text, length, &guessed));
  g_assert_cmpint (guessed, ==, source);

  return parse (source, text, length);
}

static const DmImportEntry *
get_entry (GPtrArray *entries,
           guint i)
{
  g_assert_cmpuint (i, <, entries->len);

  return g_ptr_array_index (entries, i);
}

static void
check_entry (const DmImportEntry *entry,
             const Expected *expected)
{
  g_autofree char *uri = entry->location != NULL ? dm_location_to_uri (entry->location) : NULL;

  g_assert_cmpstr (uri, ==, expected->uri);
  g_assert_cmpuint (entry->line, ==, expected->line);
  if (uri != NULL)
    g_assert_cmpstr (entry->label, ==, expected->label);
  if (expected->reason != NULL)
    g_assert_nonnull (strstr (entry->reason, expected->reason));
  else
    g_assert_null (entry->reason);
  if (entry->reason != NULL)
    g_assert_null (strstr (entry->reason, SECRET));
  if (entry->text != NULL)
    g_assert_null (strstr (entry->text, SECRET));
}

static void
check_entries (GPtrArray *entries,
               const Expected *expected,
               guint n_expected)
{
  for (guint i = 0; i < MIN (entries->len, n_expected); i++)
    check_entry (get_entry (entries, i), &expected[i]);
  g_assert_cmpuint (entries->len, ==, n_expected);
}

static char *
repeat (const char *format,
        guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      g_auto (GStrv) parts = g_strsplit (format, "#", -1);
      g_autofree char *piece = g_strjoinv (number, parts);

      g_string_append (text, piece);
    }

  return g_string_free (text, FALSE);
}

static void
test_gtk (void)
{
  static const Expected expected[] = {
    { 3, "smb://nas/team/", NULL, NULL },
    { 4, "smb://WORK;anna@nas/b%C3%BCcher/neue%20B%C3%BCcher", "Neue Bücher", NULL },
    { 5, "sftp://bob@[2001:db8::1]:2222/srv/www", "Web server: live", NULL },
    { 6, "davs://cloud.example/remote.php/dav", "Cloud", NULL },
    { 7, NULL, NULL, "web address" },
    { 8, NULL, NULL, "“network” is not supported" },
    { 9, NULL, NULL, "no share is named" },
    { 10, "ftp://eve@ftp.example/pub", "Downloads", "password in the address was left out" },
  };
  g_autoptr (GPtrArray) entries = parse_file ("gtk", DM_IMPORT_GTK);

  check_entries (entries, expected, G_N_ELEMENTS (expected));
  g_assert_cmpstr (get_entry (entries, 0)->file, ==, "file");
}

static void
test_nautilus (void)
{
  g_autoptr (GPtrArray) entries = parse_file ("nautilus", DM_IMPORT_NAUTILUS);
  const DmImportEntry *entry = get_entry (entries, 0);
  g_autofree char *title = g_strdup_printf ("public on %s", dm_location_get_server (entry->location));

  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpuint (entry->line, ==, 6);
  g_assert_cmpstr (dm_location_get_share (entry->location), ==, "public");
  g_assert_cmpuint (dm_location_get_port (entry->location), ==, 4450);
  g_assert_cmpstr (entry->label, ==, title);
  g_assert_null (entry->reason);
}

static void
test_gigolo (void)
{
  static const Expected expected[] = {
    { 1, "smb://192.0.2.7:4450/%20leading%20space/sub/dir", "Büro: Pläne & mehr", NULL },
    { 8, "davs://anna%40example.com@cloud.example/remote.php/dav/files/anna", "Cloud", NULL },
    { 14, NULL, NULL, "“http” is not supported" },
    { 18, NULL, NULL, "“obex” is not supported" },
    { 22, "smb://WORK;anna@nas.example/team/", "Team files", NULL },
    { 29, "sftp://bob@[2001:db8::1]:2222/", "Web server", "home folder was left out" },
  };
  g_autoptr (GPtrArray) entries = parse_file ("gigolo", DM_IMPORT_GIGOLO);

  check_entries (entries, expected, G_N_ELEMENTS (expected));
}

static void
test_smb4k (void)
{
  static const Expected expected[] = {
    { 3, "smb://anna@nas/team/", "Team & friends", NULL },
    { 10, "smb://bob@filer/b%C3%BCcher/", NULL, NULL },
    { 16, "smb://filer/old/", "Old files", NULL },
  };
  g_autoptr (GPtrArray) entries = parse_file ("smb4k.xml", DM_IMPORT_SMB4K);

  check_entries (entries, expected, G_N_ELEMENTS (expected));
}

static void
test_fstab (void)
{
  static const Expected expected[] = {
    { 4, "smb://WORK;anna@nas/team/", NULL, NULL },
    { 5, "smb://WORK;bob@192.0.2.7:4450/my%20share/sub", NULL, "password in the options was left out" },
    { 6, "smb://filer/old/", NULL, "credentials was not read" },
    { 7, "nfs://filer/export/home", NULL, NULL },
    { 8, "nfs://[2001:db8::1]/", NULL, NULL },
    { 9, NULL, NULL, "no share is named" },
    { 10, NULL, NULL, "this is not a location" },
  };
  g_autoptr (GPtrArray) entries = parse_file ("fstab", DM_IMPORT_FSTAB);

  check_entries (entries, expected, G_N_ELEMENTS (expected));
}

static void
test_drives (void)
{
  static const Expected expected[] = {
    { 3, "smb://anna@nas/team/", "Z:", NULL },
    { 6, "sftp://nas/music", "100% [music]", NULL },
    { 10, NULL, NULL, "web address" },
    { 13, NULL, NULL, "no “Remote=” line" },
  };
  g_autoptr (GPtrArray) entries = parse_file ("drives.ini", DM_IMPORT_DRIVES);

  check_entries (entries, expected, G_N_ELEMENTS (expected));
}

static void
test_settings (void)
{
  static const struct
  {
    const char *lines;
    const char *settings; /* NULL: none */
    const char *reason;   /* NULL: none; else a part of it */
  } cases[] = {
    { "", NULL, NULL },
    { "IdleMinutes=0\nNetworks=\nWake=\nProfiles=\n", NULL, NULL },
    { "IdleMinutes=30\nNetworks = Home\\; sweet home;Büro, 1;\nWake=AA-BB-CC-DD-EE-FF\r\nProfiles=home;office;\n",
      "{'idle-minutes': <uint32 30>, 'networks': <['Home; sweet home', 'Büro, 1']>, "
      "'wake': <'aa:bb:cc:dd:ee:ff'>, 'profiles': <['home', 'office']>}",
      NULL },
    { "Wake=nas\nIdleMinutes=5\n", "{'idle-minutes': <uint32 5>}", "“Wake=” was left out. “nas”" },
    { "Wake=ff:ff:ff:ff:ff:ff\n", NULL, "“Wake=” was left out" },
    { "IdleMinutes=10081\n", NULL, "“IdleMinutes=” was left out" },
    { "Networks=a\001b;\n", NULL, "control characters" },
    { "Profiles=a\\nb;\n", NULL, "“a b” cannot be used here" },
    { "Profiles=home,office\n", NULL, "no comma and no semicolon" },
    { "Profiles=1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;\n", NULL, "more than 16 names" },
    { "Wake=smb://u:" SECRET "\n", NULL, "“Wake=” was left out. “smb://u:" },
    { "Password=" SECRET "\n", NULL, "“Password=” was left out. It is no setting of a drive." },
    { "x=" SECRET "\nidleminutes=5\nProfiles=home;\n", "{'profiles': <['home']>}", "2 lines were left out." },
    { "Wake=1\nIdleMinutes=x\ny=z\n", NULL, ". “y=” was left out." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat ("[Z:]\nRemote=smb://nas/x\n", cases[i].lines, NULL);
      g_autoptr (GPtrArray) entries = parse_string (DM_IMPORT_DRIVES, text);
      const Expected expected = { 1, "smb://nas/x/", "Z:", cases[i].reason };
      const DmImportEntry *entry = get_entry (entries, 0);
      g_autoptr (GVariant) settings = entry->settings != NULL ? g_variant_ref_sink (dm_drive_settings_to_variant (entry->settings)) : NULL;
      g_autofree char *shown = settings != NULL ? g_variant_print (settings, FALSE) : NULL;

      g_test_message ("%s: %s", cases[i].lines, entry->reason);
      g_assert_cmpuint (entries->len, ==, 1);
      check_entry (entry, &expected);
      g_assert_cmpstr (shown, ==, cases[i].settings);
    }
}

/* All that can be set is read again, however long it is; what is longer is not. */
static void
test_long_settings (void)
{
  g_autoptr (DmDriveSettings) settings = dm_drive_settings_new ();
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autofree char *value = NULL;
  g_autofree char *text = NULL;
  g_autofree char *profiles = repeat ("p#;", 10000);
  g_autofree char *hostile = g_strconcat ("[Z:]\nRemote=smb://nas/x\nIdleMinutes=5\nProfiles=", profiles, "\n", NULL);
  g_autoptr (GPtrArray) entries = NULL;

  for (guint i = 0; i < 16; i++)
    {
      g_autoptr (GString) name = g_string_new (NULL);

      while (g_utf8_strlen (name->str, -1) < 126)
        g_string_append (name, "😀");
      g_string_append_printf (name, "%02u", i);
      g_strv_builder_add (names, name->str);
    }
  g_strfreev (settings->networks);
  settings->networks = g_strv_builder_end (names);
  value = dm_drive_settings_format_key (settings, "Networks");
  text = g_strconcat ("[Z:]\nRemote=smb://nas/x\nNetworks=", value, "\n", NULL);
  entries = parse_string (DM_IMPORT_DRIVES, text);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_true (dm_drive_settings_equal (get_entry (entries, 0)->settings, settings));

  g_clear_pointer (&entries, g_ptr_array_unref);
  entries = parse_string (DM_IMPORT_DRIVES, hostile);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_nonnull (strstr (get_entry (entries, 0)->reason, "too long"));
  g_assert_cmpuint (get_entry (entries, 0)->line, ==, 4);
  g_assert_cmpuint (get_entry (entries, 1)->settings->idle_minutes, ==, 5);
  g_assert_null (get_entry (entries, 1)->settings->profiles[0]);
}

/* Nothing of a password is left: not in the entries, not in the text. */
static void
test_passwords (void)
{
  static const char *const lines[] = {
    "smb://u:" SECRET "@nas/x",
    "smb://u:a" SECRET "/b" SECRET "@nas/x",
    "smb://u:x@" SECRET "@nas/x",
    "smb://u:" SECRET "%20@nas:445/x",
    "ftp://:" SECRET "@nas/x",
    "http://u:" SECRET "@nas/x",
    "smb://u:" SECRET,
    "smb://u:" SECRET "@",
    "smb://u:" SECRET "@nas",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *text = g_strdup (lines[i]);
      gsize length = strlen (text);
      g_autoptr (GPtrArray) entries = dm_import_parse (DM_IMPORT_GTK, "file", text, length);
      const DmImportEntry *entry = get_entry (entries, 0);
      g_autofree char *uri = entry->location != NULL ? dm_location_to_uri (entry->location) : NULL;

      g_test_message ("%s: %s, %s", lines[i], uri, entry->reason);
      g_assert_cmpuint (entries->len, ==, 1);
      g_assert_nonnull (entry->reason);
      g_assert_null (strstr (entry->reason, SECRET));
      g_assert_null (strstr (entry->text, SECRET));
      g_assert_true (uri == NULL || strstr (uri, SECRET) == NULL);
      for (gsize j = 0; j < length; j++)
        g_assert_cmpint (text[j], ==, '\0');
    }
}

/* An "@" and a ":" that belong to no password. */
static void
test_no_passwords (void)
{
  static const Expected expected[] = {
    { 1, "sftp://nas:22/a%3Ab@c", NULL, NULL },
    { 2, "sftp://u@[fe80::1]/x@y", NULL, NULL },
    { 3, "sftp://[fe80::1]:2222/x@y", NULL, NULL },
  };
  g_autoptr (GPtrArray) entries = parse_string (DM_IMPORT_GTK,
                                                "sftp://nas:22/a:b@c\nsftp://u@[fe80::1]/x@y\nsftp://[fe80::1]:2222/x@y\n");

  for (guint i = 0; i < entries->len; i++)
    g_assert_null (get_entry (entries, i)->reason);
  g_assert_cmpuint (entries->len, ==, G_N_ELEMENTS (expected));
  g_assert_cmpstr (dm_location_get_path (get_entry (entries, 0)->location), ==, "a:b@c");
  g_assert_cmpstr (dm_location_get_path (get_entry (entries, 1)->location), ==, "x@y");
  g_assert_cmpstr (dm_location_get_path (get_entry (entries, 2)->location), ==, "x@y");
}

static void
test_labels (void)
{
  static const struct
  {
    const char *label;
    const char *clean;
  } cases[] = {
    { "a\xe2\x80\xae"
      "b",
      "ab" }, /* right-to-left override */
    { "a\x01\tb", "a b" },
    { "a\xe2\x80\xa8"
      "b",
      "a b" }, /* line separator */
    { "   ", NULL },
    { "\xe2\x80\x8f", NULL },
    { "u\xcc\x88", "ü" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("smb://nas/x %s", cases[i].label);
      g_autoptr (GPtrArray) entries = parse_string (DM_IMPORT_GTK, text);

      g_assert_cmpstr (get_entry (entries, 0)->label, ==, cases[i].clean);
    }
}

static void
check_refused (DmImportSource source,
               const char *text,
               gsize length,
               guint line,
               const char *reason)
{
  g_autoptr (GPtrArray) entries = parse (source, text, length);
  const DmImportEntry *entry = get_entry (entries, entries->len - 1);

  g_test_message ("line %u: %s", entry->line, entry->reason);
  g_assert_null (entry->location);
  g_assert_cmpuint (entry->line, ==, line);
  g_assert_nonnull (strstr (entry->reason, reason));
}

static void
test_not_text (void)
{
  for (guint i = 0; i < DM_IMPORT_N_SOURCES; i++)
    {
      if (i == DM_IMPORT_MOUNTED)
        continue;
      check_refused (i, "smb://a/b\n\nsmb://caf\xe9/x\n", 24, 3, "not UTF-8");
      check_refused (i, "smb://a/b\nsmb://c\0/x\n", 20, 2, "NUL");
    }
}

static void
test_large (void)
{
  g_autofree char *text = g_strnfill (DM_IMPORT_MAX_SIZE + 1, '\n');
  g_autofree char *line = g_strnfill (DM_IMPORT_MAX_LINE + 1, 'x');
  g_autofree char *key = g_strconcat ("[x]\nhost=", line, "\n", NULL);
  g_autofree char *xml = g_strconcat ("<xbel><bookmark href='", line, "'/></xbel>", NULL);

  check_refused (DM_IMPORT_GTK, text, DM_IMPORT_MAX_SIZE + 1, 0, "larger than one megabyte");
  check_refused (DM_IMPORT_GTK, line, strlen (line), 1, "too long");
  check_refused (DM_IMPORT_FSTAB, line, strlen (line), 1, "too long");
  check_refused (DM_IMPORT_NAUTILUS, xml, strlen (xml), 1, "too long");
  check_refused (DM_IMPORT_GIGOLO, key, strlen (key), 1, "names no server");
}

static void
test_many (void)
{
  static const struct
  {
    DmImportSource source;
    const char *before;
    const char *line;
    const char *after;
  } cases[] = {
    { DM_IMPORT_GTK, "", "smb://nas/s#\n", "" },
    { DM_IMPORT_FSTAB, "", "//nas/s# /mnt/# cifs guest\n", "" },
    { DM_IMPORT_GIGOLO, "", "[#]\nscheme=smb\nhost=nas\nshare=#\n", "" },
    { DM_IMPORT_DRIVES, "", "[d#]\nRemote=smb://nas/#\n", "" },
    { DM_IMPORT_NAUTILUS, "<xbel>", "<bookmark href='smb://nas/#'/>\n", "</xbel>" },
    { DM_IMPORT_SMB4K, "<bookmarks>", "<bookmark><url>smb://nas/#</url></bookmark>\n", "</bookmarks>" },
    { DM_IMPORT_GTK, "", "http://nas/s#\n", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *lines = repeat (cases[i].line, 10000);
      g_autofree char *text = g_strconcat (cases[i].before, lines, cases[i].after, NULL);
      g_autoptr (GPtrArray) entries = parse_string (cases[i].source, text);

      g_assert_cmpuint (entries->len, ==, DM_IMPORT_MAX_ENTRIES + 1);
      g_assert_nonnull (strstr (get_entry (entries, DM_IMPORT_MAX_ENTRIES)->reason, "more than 1000"));
      g_assert_null (get_entry (entries, DM_IMPORT_MAX_ENTRIES)->location);
    }
}

static void
test_bad_xml (void)
{
  static const char bomb[] =
    "<?xml version='1.0'?>\n<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>\n"
    "<xbel>\n<bookmark href='smb://nas/x'/>\n<bookmark href='&b;'/></xbel>";
  g_autofree char *nested = repeat ("<folder>", 100000);
  g_autoptr (GPtrArray) entries = parse_string (DM_IMPORT_NAUTILUS, bomb);

  check_refused (DM_IMPORT_NAUTILUS, "", 0, 1, "damaged");
  check_refused (DM_IMPORT_NAUTILUS, "<xbel>\n<bookmark", 16, 2, "damaged");
  check_refused (DM_IMPORT_NAUTILUS, "<xbel>\n<bookmark href='a'></xbel>", 33, 2, "damaged");
  check_refused (DM_IMPORT_SMB4K, "<bookmarks><bookmark/></bookmarks>", 34, 1, "no address");
  check_refused (DM_IMPORT_NAUTILUS, nested, strlen (nested), 1, "nested too deeply");

  /* What comes before the damage is there. */
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_nonnull (get_entry (entries, 0)->location);
  g_assert_nonnull (strstr (get_entry (entries, 1)->reason, "damaged"));
}

static void
test_bad_keys (void)
{
  static const Expected expected[] = {
    { 1, NULL, NULL, "no group" },
    { 3, NULL, NULL, "no group" },
    { 2, "smb://nas/x/", "A", NULL },
    { 5, "smb://nas/y/", "%zz", "name was changed" },
  };
  g_autoptr (GPtrArray) entries = parse_string (DM_IMPORT_DRIVES,
                                                "x=y\n[A]\ngarbage\nRemote=smb://nas/x\n[%zz]\nRemote=smb://nas/y");

  g_assert_cmpuint (entries->len, ==, G_N_ELEMENTS (expected));
  check_entry (get_entry (entries, 0), &expected[0]);
  check_entry (get_entry (entries, 1), &expected[1]);
  g_assert_cmpuint (get_entry (entries, 2)->line, ==, 2);
  check_entry (get_entry (entries, 3), &expected[3]);
}

static void
test_guess (void)
{
  DmImportSource source;

  g_assert_false (dm_import_guess_source ("hello world\n", 12, &source));
  g_assert_false (dm_import_guess_source ("<html/>", 7, &source));
  g_assert_true (dm_import_guess_source ("# nothing\n", 10, &source));
  g_assert_cmpint (source, ==, DM_IMPORT_DRIVES);
}

static void
test_merge (void)
{
  g_autoptr (GPtrArray) entries = parse_string (DM_IMPORT_GTK, "smb://nas/A one\nsmb://nas/B\n");
  g_autoptr (GPtrArray) more = parse_string (DM_IMPORT_FSTAB, "//NAS/a /x cifs guest\n//nas/a /y cifs user=u\n//nas/ /z cifs x\n");

  dm_import_merge (entries, more);
  g_assert_cmpuint (more->len, ==, 0);
  g_assert_cmpuint (entries->len, ==, 4);
  g_assert_cmpstr (get_entry (entries, 0)->label, ==, "one");
  g_assert_cmpstr (dm_location_get_user (get_entry (entries, 2)->location), ==, "u");
  g_assert_null (get_entry (entries, 3)->location);
}

/* What was chosen for a place goes with it, but not from one drive to another. */
static void
test_merge_settings (void)
{
  g_autoptr (GPtrArray) entries = parse_string (DM_IMPORT_GTK, "smb://nas/a one\n");
  g_autoptr (GPtrArray) more = parse_string (DM_IMPORT_DRIVES,
                                             "[A]\nRemote=smb://nas/a\nIdleMinutes=5\n[B]\nRemote=smb://nas/b\n"
                                             "[C]\nRemote=smb://nas/b\nIdleMinutes=6\n");

  dm_import_merge (entries, more);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpstr (get_entry (entries, 0)->label, ==, "one");
  g_assert_cmpuint (get_entry (entries, 0)->settings->idle_minutes, ==, 5);
  g_assert_cmpstr (get_entry (entries, 1)->label, ==, "B");
  g_assert_null (get_entry (entries, 1)->settings);
}

/* A name that a server may give a share, and that is written in a URI only. */
static void
test_odd_shares (void)
{
  static const Expected bookmarks[] = {
    { 1, "smb://nas/bell%07/", NULL, NULL },
    { 2, "smb://nas/%2E%2E/x", NULL, NULL },
    { 3, NULL, NULL, "%2E%2E" },
  };
  static const Expected fstab[] = {
    { 1, NULL, NULL, "%2E%2E" },
    { 2, NULL, NULL, "control" },
  };
  g_autoptr (GPtrArray) of_bookmarks = parse_string (DM_IMPORT_GTK, "smb://nas/bell%07\nsmb://nas/%2E%2E/x\nsmb://nas/..\n");
  g_autoptr (GPtrArray) of_fstab = parse_string (DM_IMPORT_FSTAB, "//nas/.. /mnt cifs guest\n//nas/bell\\007 /mnt cifs guest\n");

  check_entries (of_bookmarks, bookmarks, G_N_ELEMENTS (bookmarks));
  check_entries (of_fstab, fstab, G_N_ELEMENTS (fstab));
}

static gboolean
is_taken (const char *name,
          gpointer user_data)
{
  return g_strv_contains (user_data, name);
}

static void
test_names (void)
{
  static const char *const taken[] = { "Music", "Music 2", "Y:", NULL };
  static const struct
  {
    const char *label;
    const char *local;
  } cases[] = {
    { NULL, NULL },
    { "Films", "Films" },
    { "Music", "Music 3" },
    { "z:", "Z:" },
    { "z", "Z:" },
    { "Y:", NULL },
    { "a/b\\c:d", "a b c d" },
    { "..hidden", "hidden" },
    { "::", NULL },
    { "*", NULL },
    { "0123456789012345678901234567890123456789", "01234567890123456789012345678901" },
    { "ÄÖÜäöüÄÖÜäöüÄÖÜäöüÄÖÜäöüÄÖÜäöüÄÖ Ende", "ÄÖÜäöüÄÖÜäöüÄÖÜäöüÄÖÜäöüÄÖÜäöüÄÖ" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *local = dm_import_choose_local (cases[i].label, is_taken, (gpointer) taken);
      g_autofree char *valid = local != NULL ? dm_local_name_normalize (local, NULL) : NULL;

      g_assert_cmpstr (local, ==, cases[i].local);
      g_assert_cmpstr (valid, ==, local);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/import/gtk", test_gtk);
  g_test_add_func ("/import/nautilus", test_nautilus);
  g_test_add_func ("/import/gigolo", test_gigolo);
  g_test_add_func ("/import/smb4k", test_smb4k);
  g_test_add_func ("/import/fstab", test_fstab);
  g_test_add_func ("/import/drives", test_drives);
  g_test_add_func ("/import/settings", test_settings);
  g_test_add_func ("/import/long-settings", test_long_settings);
  g_test_add_func ("/import/passwords", test_passwords);
  g_test_add_func ("/import/no-passwords", test_no_passwords);
  g_test_add_func ("/import/labels", test_labels);
  g_test_add_func ("/import/not-text", test_not_text);
  g_test_add_func ("/import/large", test_large);
  g_test_add_func ("/import/many", test_many);
  g_test_add_func ("/import/bad-xml", test_bad_xml);
  g_test_add_func ("/import/bad-keys", test_bad_keys);
  g_test_add_func ("/import/guess", test_guess);
  g_test_add_func ("/import/merge", test_merge);
  g_test_add_func ("/import/merge-settings", test_merge_settings);
  g_test_add_func ("/import/odd-shares", test_odd_shares);
  g_test_add_func ("/import/names", test_names);

  return g_test_run ();
}
