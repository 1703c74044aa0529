/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-error.h"
#include "dm-gpp-drives.h"

#include <string.h>

#define FILE_NAME "Drives.xml"

static DmUserFacts *
make_facts (void)
{
  DmUserFacts *facts = dm_user_facts_new ("CORP\\anna", "desk7.corp.example");
  static const char *const groups[] = { "CORP\\sales", "CORP\\domain users", "games", "büro@corp.example", NULL };

  facts->groups = g_strdupv ((char **) groups);
  return facts;
}

/* "S:=smb://…|T:+=…|D:-", with + for "from" and - for deleted. */
static char *
describe (GPtrArray *list)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    {
      const DmManagedDrive *drive = list->pdata[i];
      g_autofree char *uri = drive->location != NULL ? dm_location_to_uri (drive->location) : NULL;

      g_string_append_printf (text, "%s%s%s%s%s", i > 0 ? "|" : "", drive->local, drive->is_from ? "+" : "",
                              drive->action == DM_MANAGED_CREATE ? "c" : "",
                              uri != NULL ? "=" : "-");
      g_string_append (text, uri != NULL ? uri : "");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The drives of @xml as text; their problems, a line each, in *@problems. */
static char *
resolve (const char *xml, char **problems)
{
  g_autoptr (DmUserFacts) facts = make_facts ();
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) drives = NULL;
  g_autoptr (GError) error = NULL;

  drives = dm_gpp_drives_parse (xml, strlen (xml), FILE_NAME, &error);
  g_assert_no_error (error);
  list = dm_gpp_drives_resolve (drives, facts, FILE_NAME, found);
  g_ptr_array_add (found, NULL);
  *problems = g_strjoinv ("\n", (char **) found->pdata);
  return describe (list);
}

#define DRIVE(properties, filters)                                                       \
  "<Drive clsid=\"{935D1B74-9CB8-4e3c-9914-7DD559B7A417}\" name=\"S:\" status=\"S:\" "   \
  "image=\"2\" changed=\"2024-01-01 10:00:00\" uid=\"{1}\" bypassErrors=\"1\">"          \
  "<Properties " properties " thisDrive=\"NOCHANGE\" allDrives=\"NOCHANGE\"/>" filters   \
  "</Drive>\n"
#define FILE_OF(drives) "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Drives clsid=\"{8FDDCC1A}\">\n" drives "</Drives>\n"
#define SET(action, letter, path) \
  "action=\"" action "\" userName=\"\" path=\"" path "\" label=\"\" persistent=\"1\" useLetter=\"1\" letter=\"" letter "\""
#define FROM(action, letter, path) \
  "action=\"" action "\" path=\"" path "\" persistent=\"0\" useLetter=\"0\" letter=\"" letter "\""
#define TEAM SET ("U", "S", "\\\\nas\\team")

static void
test_actions (void)
{
  static const struct
  {
    const char *xml;
    const char *drives;
    const char *problem; /* must be in it; NULL: there is none */
  } cases[] = {
    { FILE_OF (""), "", NULL },
    { FILE_OF (DRIVE (TEAM, "")), "S:=smb://nas/team/", NULL },
    { "\xef\xbb\xbf" FILE_OF (DRIVE (TEAM, "")), "S:=smb://nas/team/", NULL },
    { FILE_OF (DRIVE (SET ("R", "s", "\\\\NAS\\Team\\Sub Folder"), "")), "S:=smb://nas/team/Sub%20Folder", NULL },
    { FILE_OF (DRIVE (SET ("C", "S:", "\\\\nas\\team"), "")), "S:c=smb://nas/team/", NULL },
    { FILE_OF (DRIVE (SET ("D", "S", ""), "")), "S:-", NULL },
    { FILE_OF (DRIVE (FROM ("U", "H", "\\\\nas\\team"), "")), "H:+=smb://nas/team/", NULL },
    { FILE_OF (DRIVE (FROM ("D", "H", ""), "")), "H:+-", NULL },
    /* What is said later counts, but for Create. */
    { FILE_OF (DRIVE (TEAM, "") DRIVE (SET ("R", "S", "\\\\nas\\new"), "")), "S:=smb://nas/new/", NULL },
    { FILE_OF (DRIVE (TEAM, "") DRIVE (SET ("C", "S", "\\\\nas\\new"), "")), "S:=smb://nas/team/", NULL },
    { FILE_OF (DRIVE (TEAM, "") DRIVE (SET ("D", "S", ""), "")), "S:-", NULL },
    { FILE_OF (DRIVE (SET ("D", "S", ""), "") DRIVE (TEAM, "")), "S:=smb://nas/team/", NULL },
    { FILE_OF (DRIVE (SET ("D", "S", ""), "") DRIVE (SET ("C", "S", "\\\\nas\\new"), "")), "S:c=smb://nas/new/", NULL },
    { FILE_OF (DRIVE (TEAM, "") DRIVE (SET ("U", "R", "\\\\nas\\r"), "") DRIVE (FROM ("D", "S", ""), "")),
      "R:=smb://nas/r/|S:+-", NULL },
    /* Variables */
    { FILE_OF (DRIVE (SET ("U", "H", "\\\\nas\\home$\\%LogonUser%"), "")), "H:=smb://nas/home$/anna", NULL },
    { FILE_OF (DRIVE (SET ("U", "H", "\\\\nas\\%USERDOMAIN%-%username%"), "")), "H:=smb://nas/corp-anna/", NULL },
    { FILE_OF (DRIVE (SET ("U", "H", "\\\\nas\\%ComputerName%"), "")), "H:=smb://nas/desk7/", NULL },
    { FILE_OF (DRIVE (SET ("U", "H", "%HOMESHARE%"), "") DRIVE (TEAM, "")), "S:=smb://nas/team/", "%HOMESHARE%" },
    /* As somebody else */
    { FILE_OF (DRIVE (TEAM " userName=\"CORP\\svc\" cpassword=\"j1Uyj3Vx8TY9LtLZil2uAuZkFQA\"", "")),
      "S:=smb://CORP;svc@nas/team/", "password in the policy; it is not used" },
    /* What nobody can honour */
    { FILE_OF (DRIVE (SET ("X", "S", "\\\\nas\\team"), "")), "", "action" },
    { FILE_OF (DRIVE (SET ("", "S", "\\\\nas\\team"), "")), "", "action" },
    { FILE_OF (DRIVE (SET ("U", "", "\\\\nas\\team"), "")), "", "no drive letter" },
    { FILE_OF (DRIVE (SET ("U", "ST", "\\\\nas\\team"), "")), "", "no drive letter" },
    { FILE_OF (DRIVE (SET ("U", "S", ""), "")), "", "leads nowhere" },
    { FILE_OF (DRIVE (SET ("U", "S", "C:\\Users"), "")), "", "C:\\Users" },
    { FILE_OF (DRIVE (SET ("U", "S", "smb://anna:secret@nas/team"), "")), "", "password in the address" },
    { FILE_OF ("<Drive name=\"T:\"/>" DRIVE (TEAM, "")), "S:=smb://nas/team/", "no properties" },
    { FILE_OF ("<Drive name=\"T:\" disabled=\"1\"/>" DRIVE (TEAM, "")), "S:=smb://nas/team/", NULL },
    { FILE_OF ("<Folder><Drive/></Folder>" DRIVE (TEAM, "<Unknown><Filters/></Unknown>")), "S:=smb://nas/team/", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *problems = NULL;
      g_autofree char *text = resolve (cases[i].xml, &problems);

      g_test_message ("%s", cases[i].xml);
      g_assert_cmpstr (text, ==, cases[i].drives);
      if (cases[i].problem == NULL)
        g_assert_cmpstr (problems, ==, "");
      else
        g_assert_nonnull (strstr (problems, cases[i].problem));
      g_assert_null (strstr (problems, "j1Uyj3Vx8TY9LtLZil2uAuZkFQA"));
      g_assert_null (strstr (problems, "secret"));
    }
}

#define ITEM(kind, op, not, name, more) "<" kind " bool=\"" op "\" not=\"" not "\" name=\"" name "\" " more "/>"
#define USER(op, not, name)             ITEM ("FilterUser", op, not, name, "sid=\"S-1-5-21-1\"")
#define GROUP(op, not, name)            ITEM ("FilterGroup", op, not, name, "sid=\"S-1-5-21-2\" userContext=\"1\" primaryGroup=\"0\" localGroup=\"0\"")
#define COMPUTER(op, not, name, type)   ITEM ("FilterComputer", op, not, name, "type=\"" type "\"")
#define UNKNOWN(op, not)                ITEM ("FilterOrgUnit", op, not, "OU=Sales,DC=corp", "userContext=\"1\"")

static void
test_filters (void)
{
  static const struct
  {
    const char *filters;
    char verdict; /* y, n or ? */
  } cases[] = {
    { "", 'y' },
    { USER ("AND", "0", "CORP\\anna"), 'y' },
    { USER ("AND", "0", "corp\\ANNA"), 'y' },
    { USER ("AND", "0", "anna"), 'y' },
    { USER ("AND", "0", "OTHER\\anna"), 'n' },
    { USER ("AND", "0", "CORP\\ann"), 'n' },
    { USER ("AND", "1", "CORP\\anna"), 'n' },
    { USER ("AND", "1", "CORP\\bob"), 'y' },
    { USER ("AND", "0", ""), '?' },
    { GROUP ("AND", "0", "CORP\\Sales"), 'y' },
    { GROUP ("AND", "0", "CORP\\Domain Users"), 'y' },
    { GROUP ("AND", "0", "CORP\\BÜRO"), 'y' },
    { GROUP ("AND", "0", "OTHER\\Sales"), 'n' },
    { GROUP ("AND", "0", "CORP\\Sale"), 'n' },
    { GROUP ("AND", "0", "BUILTIN\\Games"), '?' },
    { ITEM ("FilterGroup", "AND", "0", "CORP\\Sales", "userContext=\"0\""), '?' },
    { ITEM ("FilterGroup", "AND", "0", "CORP\\Sales", "userContext=\"1\" primaryGroup=\"1\""), '?' },
    { COMPUTER ("AND", "0", "DESK7", "NETBIOS"), 'y' },
    { COMPUTER ("AND", "0", "DESK8", "NETBIOS"), 'n' },
    { COMPUTER ("AND", "0", "Desk7.corp.example", "DNS"), 'y' },
    { COMPUTER ("AND", "0", "desk7.other.example", "DNS"), 'n' },
    { UNKNOWN ("AND", "0"), '?' },
    { UNKNOWN ("AND", "1"), '?' },
    { "<FilterIpRange bool=\"AND\" not=\"0\" min=\"1.1.1.1\" max=\"2.2.2.2\"/>", '?' },
    { "<FilterWmi bool=\"AND\" not=\"0\" query=\"x\"><Inner><Filters/></Inner></FilterWmi>", '?' },
    { "<FilterRunOnce bool=\"AND\" not=\"0\" id=\"{1}\"/>", '?' },
    /* Several: one after the other */
    { USER ("AND", "0", "anna") GROUP ("AND", "0", "sales"), 'y' },
    { USER ("AND", "0", "bob") GROUP ("AND", "0", "sales"), 'n' },
    { USER ("AND", "0", "bob") GROUP ("OR", "0", "sales"), 'y' },
    { USER ("OR", "0", "bob") GROUP ("OR", "0", "buyers"), 'n' },
    { USER ("AND", "0", "anna") GROUP ("OR", "0", "x") GROUP ("AND", "0", "y"), 'n' },
    /* What is unknown counts only where it makes a difference */
    { USER ("AND", "0", "bob") UNKNOWN ("AND", "0"), 'n' },
    { USER ("AND", "0", "anna") UNKNOWN ("AND", "0"), '?' },
    { USER ("AND", "0", "anna") UNKNOWN ("OR", "0"), 'y' },
    { UNKNOWN ("AND", "0") USER ("OR", "0", "anna"), 'y' },
    { UNKNOWN ("AND", "0") USER ("AND", "0", "bob"), 'n' },
    /* Collections */
    { "<FilterCollection bool=\"AND\" not=\"1\">" USER ("AND", "0", "bob") USER ("OR", "0", "eve") "</FilterCollection>", 'y' },
    { USER ("AND", "0", "bob") "<FilterCollection bool=\"OR\" not=\"0\">" USER ("AND", "0", "anna") GROUP ("AND", "0", "sales") "</FilterCollection>" USER ("AND", "1", "eve"), 'y' },
    { "<FilterCollection bool=\"AND\" not=\"0\"/>", 'y' },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *xml = g_strconcat ("<Drives><Drive name=\"S:\"><Properties " TEAM "/><Filters>",
                                          cases[i].filters, "</Filters></Drive></Drives>", NULL);
      g_autofree char *problems = NULL;
      g_autofree char *text = resolve (xml, &problems);

      g_test_message ("%s", cases[i].filters);
      g_assert_cmpstr (text, ==, cases[i].verdict == 'y' ? "S:=smb://nas/team/" : "");
      g_assert_cmpint (strstr (problems, "cannot be told") != NULL, ==, cases[i].verdict == '?');
    }
}

/* A user of this computer alone, of whose groups nothing is known. */
static void
test_local_user (void)
{
  g_autoptr (DmUserFacts) facts = dm_user_facts_new ("anna", "desk7");
  g_autoptr (GPtrArray) drives = NULL;
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) list = NULL;
  static const char xml[] =
    "<Drives>" DRIVE (TEAM, "<Filters>" USER ("AND", "0", "CORP\\anna") "</Filters>")
      DRIVE (SET ("U", "T", "\\\\nas\\t"), "<Filters>" GROUP ("AND", "0", "CORP\\Sales") "</Filters>")
        DRIVE (SET ("U", "U", "\\\\nas\\u"), "<Filters>" COMPUTER ("AND", "0", "desk7.corp.example", "DNS") "</Filters>")
          DRIVE (SET ("U", "V", "\\\\nas\\%USERDOMAIN%"), "") "</Drives>";
  g_autofree char *text = NULL;

  drives = dm_gpp_drives_parse (xml, strlen (xml), FILE_NAME, NULL);
  g_assert_true (dm_gpp_drives_need_groups (drives));
  list = dm_gpp_drives_resolve (drives, facts, FILE_NAME, problems);
  text = describe (list);
  g_assert_cmpstr (text, ==, "S:=smb://nas/team/");
  g_assert_cmpuint (problems->len, ==, 3);
}

static void
test_utf16 (void)
{
  static const char xml[] = FILE_OF (DRIVE (SET ("U", "S", "\\\\nas\\büro"), ""));
  static const char *const encodings[] = { "UTF-16LE", "UTF-16BE" };
  static const char *const marks[] = { "\xff\xfe", "\xfe\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) drives = NULL;
      g_autofree char *body = NULL;
      g_autofree char *text = NULL;
      gsize length;

      body = g_convert (xml, -1, encodings[i], "UTF-8", NULL, &length, &error);
      g_assert_no_error (error);
      text = g_malloc (length + 2);
      memcpy (text, marks[i], 2);
      memcpy (text + 2, body, length);
      drives = dm_gpp_drives_parse (text, length + 2, FILE_NAME, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (drives->len, ==, 1);
      g_assert_cmpstr (((DmGppDrive *) drives->pdata[0])->path, ==, "\\\\nas\\büro");
    }
}

static void
assert_refused (const char *text, gsize length, const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) drives = dm_gpp_drives_parse (text, length, FILE_NAME, &error);

  g_assert_null (drives);
  g_assert_error (error, DM_ERROR, DM_ERROR_BAD_PROFILE);
  g_test_message ("%s", error->message);
  g_assert_true (g_str_has_prefix (error->message, FILE_NAME));
  g_assert_nonnull (strstr (error->message, word));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpuint (strlen (error->message), <, 2000);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *word;
  } cases[] = {
    { "", "Drives.xml" },
    { "what is this", "line 1" },
    { "<Drives>\n<Drive>\n</Drives>", "line 3" },
    { "<Drives>\n<Drive name=\"S:", "line 2" },
    { "<Printers/>", "no drive maps" },
    { "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><Drives><Drive name=\"&b;\"/></Drives>", "document type" },
    { "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><Drives/>", "document type" },
    { "<Drives><Drive name=\"&b;\"/></Drives>", "line 1" },
    { "<Drives><Drive name=\"\xff\"/></Drives>", "UTF-8" },
    { "\xff\xfe<", "UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i].text, strlen (cases[i].text), cases[i].word);
  assert_refused ("<Drives/>\0<Drives/>", 19, "Drives.xml");
}

static char *
repeat (const char *before, const char *text, guint times)
{
  GString *out = g_string_new (before);

  for (guint i = 0; i < times; i++)
    g_string_append (out, text);
  return g_string_free (out, FALSE);
}

static void
test_hostile (void)
{
  g_autofree char *deep = repeat ("<Drives><Drive><Filters>", "<FilterCollection>", 10000);
  g_autofree char *deep_unknown = repeat ("<Drives>", "<x>", 10000);
  g_autofree char *many = repeat ("<Drives>", "<Drive/>", 10000);
  g_autofree char *large = repeat ("<Drives>", "                                ", 40000);
  g_autofree char *filters = repeat ("<Drives><Drive name=\"\u202eevil\x7f\"><Properties " TEAM "/><Filters>", "<FilterWmi/>", 50000);
  g_autofree char *whole = g_strconcat (filters, "</Filters></Drive></Drives>", NULL);
  g_autofree char *problems = NULL;
  g_autofree char *text = NULL;

  assert_refused (deep, strlen (deep), "inside one another");
  assert_refused (deep_unknown, strlen (deep_unknown), "inside one another");
  assert_refused (many, strlen (many), "too many drives");
  assert_refused (large, strlen (large), "1 MB");

  text = resolve (whole, &problems);
  g_assert_cmpstr (text, ==, "");
  g_assert_nonnull (strstr (problems, "FilterWmi"));
  g_assert_null (strstr (problems, "\u202e"));
  g_assert_null (strchr (problems, 0x7f));
}

static void
test_expand (void)
{
  static const struct
  {
    const char *text;
    const char *result; /* NULL: refused */
  } cases[] = {
    { "smb://nas/team", "smb://nas/team" },
    { "smb://nas/%USERNAME%", "smb://nas/anna%40home" },
    { "\\\\nas\\%UserName%$", "\\\\nas\\anna@home$" },
    { "smb://nas/b%C3%BCro%20x/%LOGONUSER%", "smb://nas/b%C3%BCro%20x/anna%40home" },
    { "\\\\nas\\100%", "\\\\nas\\100%" },
    { "\\\\nas\\50% of %USERNAME%", "\\\\nas\\50% of anna@home" },
    { "smb://nas/%%", "smb://nas/%%" },
    { "smb://nas/%HOMESHARE%", NULL },
    { "smb://nas/%PATH%/x", NULL },
    { "\\\\nas\\%C3%", NULL },
  };
  g_autoptr (DmUserFacts) facts = dm_user_facts_new ("CORP\\anna@home", "desk7");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = dm_user_facts_expand (facts, cases[i].text, &error);

      g_assert_cmpstr (text, ==, cases[i].result);
      if (cases[i].result == NULL)
        g_assert_error (error, DM_ERROR, DM_ERROR_BAD_PROFILE);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gpp-drives/actions", test_actions);
  g_test_add_func ("/gpp-drives/filters", test_filters);
  g_test_add_func ("/gpp-drives/local-user", test_local_user);
  g_test_add_func ("/gpp-drives/utf16", test_utf16);
  g_test_add_func ("/gpp-drives/refused", test_refused);
  g_test_add_func ("/gpp-drives/hostile", test_hostile);
  g_test_add_func ("/gpp-drives/expand", test_expand);

  return g_test_run ();
}
