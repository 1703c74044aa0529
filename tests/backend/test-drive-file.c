/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-drive-file.h"
#include "dm-error.h"

#include <string.h>

static GPtrArray *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *drives = dm_drive_file_parse (text, strlen (text), "drives.ini", &error);

  g_assert_no_error (error);
  return drives;
}

/* "Z:=smb://nas/team|Music=…" */
static char *
describe (GPtrArray *drives)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < drives->len; i++)
    {
      const DmStoredDrive *drive = g_ptr_array_index (drives, i);
      g_autofree char *uri = dm_location_to_uri (drive->location);

      g_string_append_printf (text, "%s%s=%s", i > 0 ? "|" : "", drive->local, uri);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    const char *drives;
  } cases[] = {
    { "", "" },
    { "\n\n# nothing yet\n", "" },
    { "[Z:]\nRemote=smb://anna@nas/team\n", "Z:=smb://anna@nas/team/" },
    { "[z:]\nRemote=smb://nas/team", "Z:=smb://nas/team/" },
    { "[Z:]\r\nRemote=smb://nas/team\r\n", "Z:=smb://nas/team/" },
    { "  [Z:]  \n  Remote =  smb://nas/team  \n", "Z:=smb://nas/team/" },
    { "[Z:]\nRemote=\\\\nas\\team\n", "Z:=smb://nas/team/" },
    { "[Z:]\nRemote=smb://CORP;anna@nas:4450/team\n", "Z:=smb://CORP;anna@nas:4450/team/" },
    { "[Z:]\nIcon=x\nRemote=smb://nas/team\nRemote[de]=y\n", "Z:=smb://nas/team/" },
    { "[Music]\nRemote=smb://nas/music\n[M:]\nRemote=smb://nas/m\n",
      "M:=smb://nas/m/|Music=smb://nas/music/" },
    { "[50%25 %5Bold%5D]\nRemote=smb://nas/old\n", "50% [old]=smb://nas/old/" },
    { "[Büro]\nRemote=smb://nas/b%C3%BCro\n", "Büro=smb://nas/b%C3%BCro/" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) drives = parse (cases[i].text);
      g_autofree char *text = describe (drives);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (text, ==, cases[i].drives);
    }
}

static void
test_parse_bad (void)
{
  static const struct
  {
    const char *text;
    const char *message; /* must be in it */
  } cases[] = {
    { "Remote=smb://nas/team\n", "drives.ini, line 1:" },
    { "# a\n\nwhat is this\n", "drives.ini, line 3:" },
    { "[Z:]\nRemote=smb://nas/team\n=x\n", "line 3:" },
    { "[Z:\n", "line 1:" },
    { "[]\n", "line 1:" },
    { "[Z:] x\n", "line 1:" },
    { "[Z:]\n\n[Y:]\nRemote=smb://nas/team\n", "line 1, group [Z:]:" },
    { "[Y:]\nRemote=smb://nas/team\n[Z:]\n", "line 3, group [Z:]:" },
    { "[Z:]\nRemote=\n", "line 2, group [Z:]:" },
    { "[Z:]\nRemote=gopher://nas/team\n", "line 2, group [Z:]:" },
    { "[Z:]\nRemote=smb://nas\n", "line 2, group [Z:]:" },
    { "[Z:]\nRemote=smb://nas/a\nRemote=smb://nas/b\n", "line 3, group [Z:]:" },
    { "[Z:]\nRemote=smb://nas/a\n[Z:]\nRemote=smb://nas/b\n", "line 3, group [Z:]:" },
    { "[Z:]\nRemote=smb://nas/a\n[z:]\nRemote=smb://nas/b\n", "line 3, group [z:]:" },
    { "[a/b]\nRemote=smb://nas/a\n", "line 1, group [a/b]:" },
    { "[..]\nRemote=smb://nas/a\n", "line 1, group [..]:" },
    { "[50%]\nRemote=smb://nas/a\n", "line 1, group [50%]:" },
    { "[Z:]\nRemote=smb://nas/a\nIdleMinutes=x\n", "line 3, group [Z:]: “IdleMinutes=”:" },
    { "[Z:]\nWake=1\nRemote=smb://nas/a\n", "line 2, group [Z:]: “Wake=”:" },
    { "[Z:]\nRemote=smb://nas/a\nWake=\nWake=\n", "line 4, group [Z:]: “Wake=” is there twice" },
    { "IdleMinutes=3\n[Z:]\nRemote=smb://nas/a\n", "line 1:" },
    { "[Z:]\nRemote=smb://nas/a\n\xff\n", "line 3:" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      GPtrArray *drives = dm_drive_file_parse (cases[i].text, strlen (cases[i].text),
                                               "drives.ini", &error);

      g_test_message ("case %u", i);
      g_assert_null (drives);
      g_assert_error (error, DM_ERROR, DM_ERROR_BAD_PROFILE);
      g_assert_nonnull (strstr (error->message, cases[i].message));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_parse_nul (void)
{
  static const char text[] = "[Z:]\nRemote=smb://nas/a\n\0[Y:]\n";
  g_autoptr (GError) error = NULL;

  g_assert_null (dm_drive_file_parse (text, sizeof text - 1, "drives.ini", &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_BAD_PROFILE);
  g_assert_nonnull (strstr (error->message, "line 3"));
}

#define HEAD "# my drives\n\n# the team\n[Z:]\nRemote=smb://nas/team\nIcon=x\n"
#define TAIL "# songs\n[Music]\n# inside\nRemote=smb://nas/music\n"

static void
test_edit (void)
{
  static const struct
  {
    const char *text;
    const char *local;
    const char *remote; /* NULL: without it */
    const char *result;
  } cases[] = {
    { "", "Z:", "smb://nas/team", "[Z:]\nRemote=smb://nas/team/\n" },
    { "", "Z:", NULL, "" },
    { "", "[x]%", "smb://nas/a", "[%5Bx%5D%25]\nRemote=smb://nas/a/\n" },
    { "", "Z:", "smb://nas/%2E%2E/bell", "[Z:]\nRemote=smb://nas/%2E%2E/bell\n" },
    { "", "Z:", "smb://nas/bell%07", "[Z:]\nRemote=smb://nas/bell%07/\n" },
    { "# only this", "Z:", "smb://nas/a", "# only this\n\n[Z:]\nRemote=smb://nas/a/\n" },
    { HEAD "\n" TAIL, "Y:", NULL, HEAD "\n" TAIL },
    { HEAD "\n" TAIL, "Y:", "smb://nas/y", HEAD "\n" TAIL "\n[Y:]\nRemote=smb://nas/y/\n" },
    { HEAD "\n" TAIL, "Z:", NULL, "# my drives\n\n# the team\n" TAIL },
    { HEAD "\n" TAIL, "Music", NULL, HEAD "\n# songs\n" },
    { HEAD "\n" TAIL, "Music", "smb://eva@nas/music",
      HEAD "\n# songs\n[Music]\n# inside\nRemote=smb://eva@nas/music/\n" },
    { HEAD "\n" TAIL, "Z:", "smb://nas/new",
      "# my drives\n\n# the team\n[Z:]\nRemote=smb://nas/new/\nIcon=x\n\n" TAIL },
    { "[z:]\r\nRemote = smb://nas/a\r\nX=1\r\n", "Z:", "smb://nas/b",
      "[z:]\r\nRemote=smb://nas/b/\r\nX=1\r\n" },
    { "[Z:]\nRemote=smb://nas/a", "Z:", NULL, "" },
    { "[Z:]\nRemote=smb://nas/a\n", "Z:", NULL, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DmLocation) location = NULL;
      g_autofree char *result = NULL;
      g_autoptr (GPtrArray) drives = NULL;

      if (cases[i].remote != NULL)
        location = dm_location_parse (cases[i].remote, NULL);
      result = dm_drive_file_edit (cases[i].text, cases[i].local, location);
      g_test_message ("case %u", i);
      g_assert_cmpstr (result, ==, cases[i].result);
      drives = parse (result);
    }
}

static void
test_rename (void)
{
  static const struct
  {
    const char *text;
    const char *local;
    const char *new_local;
    const char *result;
  } cases[] = {
    { "", "Z:", "Y:", "" },
    { HEAD "\n" TAIL, "Q:", "Y:", HEAD "\n" TAIL },
    { HEAD "\n" TAIL, "Z:", "Y:", "# my drives\n\n# the team\n[Y:]\nRemote=smb://nas/team\nIcon=x\n\n" TAIL },
    { HEAD "\n" TAIL, "Music", "M:", HEAD "\n# songs\n[M:]\n# inside\nRemote=smb://nas/music\n" },
    { "[z:]\r\nRemote = smb://nas/a\r\n", "Z:", "Y:", "[Y:]\r\nRemote = smb://nas/a\r\n" },
    { "[Z:]\nRemote=smb://nas/a", "Z:", "[x]%", "[%5Bx%5D%25]\nRemote=smb://nas/a" },
    { "[%5Bx%5D%25]\nRemote=smb://nas/a\n", "[x]%", "Z:", "[Z:]\nRemote=smb://nas/a\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *result = dm_drive_file_rename (cases[i].text, cases[i].local, cases[i].new_local);
      g_autoptr (GPtrArray) drives = NULL;

      g_test_message ("case %u", i);
      g_assert_cmpstr (result, ==, cases[i].result);
      drives = parse (result);
    }
}

static void
test_settings (void)
{
  static const struct
  {
    const char *text;
    const char *local;
    const char *settings;
    const char *result;
  } cases[] = {
    { HEAD "\n" TAIL, "Q:", "{'idle-minutes': <uint32 5>}", HEAD "\n" TAIL },
    { HEAD "\n" TAIL, "Z:", "{}", HEAD "\n" TAIL },
    { HEAD "\n" TAIL, "Z:", "{'idle-minutes': <uint32 5>}",
      "# my drives\n\n# the team\n[Z:]\nRemote=smb://nas/team\nIdleMinutes=5\nIcon=x\n\n" TAIL },
    { "[Z:]\nRemote=smb://nas/a", "Z:", "{'wake': <'aa:bb:cc:dd:ee:ff'>}", "[Z:]\nRemote=smb://nas/a\nWake=aa:bb:cc:dd:ee:ff" },
    { "[Z:]\r\nRemote=smb://nas/a\r\n", "Z:", "{'networks': <['home', 'a;b']>}",
      "[Z:]\r\nRemote=smb://nas/a\r\nNetworks=home;a\\;b;\r\n" },
    { "[Z:]\nWake = AA:BB:CC:DD:EE:FF\n# why\nRemote=smb://nas/a\n IdleMinutes=3\nNetworks=x\nX=1\n", "Z:",
      "{'idle-minutes': <uint32 4>, 'networks': <['y']>}",
      "[Z:]\nIdleMinutes=4\nNetworks=y;\n# why\nRemote=smb://nas/a\nX=1\n" },
    { "[Z:]\nIdleMinutes=3\nRemote=smb://nas/a\n[Y:]\nIdleMinutes=3\nRemote=smb://nas/y\n", "Z:", "{}",
      "[Z:]\nRemote=smb://nas/a\n[Y:]\nIdleMinutes=3\nRemote=smb://nas/y\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GVariant) variant = g_variant_parse (G_VARIANT_TYPE_VARDICT, cases[i].settings, NULL, NULL, NULL);
      g_autoptr (DmDriveSettings) settings = dm_drive_settings_from_variant (variant, NULL);
      g_autofree char *result = dm_drive_file_set_settings (cases[i].text, cases[i].local, settings);
      g_autoptr (GPtrArray) drives = NULL;

      g_test_message ("case %u", i);
      g_assert_cmpstr (result, ==, cases[i].result);
      drives = parse (result);
      for (guint j = 0; j < drives->len; j++)
        {
          const DmStoredDrive *drive = g_ptr_array_index (drives, j);

          if (g_str_equal (drive->local, cases[i].local))
            g_assert_true (dm_drive_settings_equal (drive->settings, settings));
        }
    }
}

/* A drive that is renamed, or leads somewhere else, keeps them; a group without
 * any has the default ones, whatever the one before it says. */
static void
test_settings_stay (void)
{
  const char *text = "[Y:]\nNetworks=a;b\nRemote=smb://nas/y\nIdleMinutes=9\n[Z:]\nRemote=smb://nas/z\n";
  g_autoptr (DmLocation) location = dm_location_parse ("smb://nas/new", NULL);
  g_autofree char *renamed = dm_drive_file_rename (text, "Y:", "X:");
  g_autofree char *edited = dm_drive_file_edit (renamed, "X:", location);
  g_autoptr (GPtrArray) drives = parse (edited);
  const DmStoredDrive *x = g_ptr_array_index (drives, 0);
  const DmStoredDrive *z = g_ptr_array_index (drives, 1);

  g_assert_cmpstr (x->local, ==, "X:");
  g_assert_cmpuint (x->settings->idle_minutes, ==, 9);
  g_assert_cmpuint (g_strv_length (x->settings->networks), ==, 2);
  g_assert_cmpuint (z->settings->idle_minutes, ==, 0);
  g_assert_null (z->settings->networks[0]);
}

/* Adding and removing for ever does not make the file grow. */
static void
test_edit_stable (void)
{
  g_autoptr (DmLocation) location = dm_location_parse ("smb://nas/team", NULL);
  g_autofree char *first = dm_drive_file_edit ("[A:]\nRemote=smb://nas/a\n", "Z:", location);
  g_autofree char *text = g_strdup (first);

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *without = dm_drive_file_edit (text, "Z:", NULL);

      g_free (text);
      text = dm_drive_file_edit (without, "Z:", location);
    }
  g_assert_cmpstr (text, ==, first);
}

/* What we write is a key file for everybody else too. */
static void
test_is_key_file (void)
{
  g_autoptr (DmLocation) location = dm_location_parse ("smb://CORP;anna@nas:4450/team/a%20b", NULL);
  g_autofree char *text = dm_drive_file_edit (HEAD, "100% [new]", location);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *remote = NULL;
  g_autoptr (GError) error = NULL;

  g_key_file_load_from_data (file, text, -1, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  remote = g_key_file_get_string (file, "100%25 %5Bnew%5D", "Remote", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (remote, ==, "smb://CORP;anna@nas:4450/team/a%20b");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/drive-file/parse", test_parse);
  g_test_add_func ("/drive-file/parse-bad", test_parse_bad);
  g_test_add_func ("/drive-file/parse-nul", test_parse_nul);
  g_test_add_func ("/drive-file/edit", test_edit);
  g_test_add_func ("/drive-file/edit-stable", test_edit_stable);
  g_test_add_func ("/drive-file/rename", test_rename);
  g_test_add_func ("/drive-file/settings", test_settings);
  g_test_add_func ("/drive-file/settings-stay", test_settings_stay);
  g_test_add_func ("/drive-file/is-key-file", test_is_key_file);

  return g_test_run ();
}
