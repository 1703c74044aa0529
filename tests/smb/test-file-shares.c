/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-file-shares.h"
#include "dm-server-path.h"
#include "dm-srvsvc.h"

#define DISK 0
#define IPC  3

static void
add (GPtrArray *shares, const char *name, guint32 type, const char *path)
{
  DmServerShare *share = g_new0 (DmServerShare, 1);

  share->name = g_strdup (name);
  share->type = type;
  share->comment = g_strdup ("");
  share->path = g_strdup (path);
  g_ptr_array_add (shares, share);
}

static DmFileShares *
make_shares (void)
{
  g_autoptr (GPtrArray) shares = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_server_share_free);

  add (shares, "IPC$", IPC, "C:\\srv\\team");
  add (shares, "print", DISK, NULL);
  add (shares, "empty", DISK, "");
  add (shares, "srv$", DISK, "C:\\srv\\");
  add (shares, "team", DISK, "C:\\srv\\team");
  add (shares, "inner", DISK, "C:\\srv\\team\\inner\\");
  add (shares, "Upper", DISK, "C:\\srv\\Case");
  add (shares, "lower", DISK, "C:\\srv\\case");
  return dm_file_shares_new (shares);
}

static void
test_find (void)
{
  static const struct
  {
    const char *path;
    const char *wanted;
    const char *share;
    const char *rest;
  } cases[] = {
    { "C:\\srv\\team\\a.txt", NULL, "team", "a.txt" },
    { "C:\\srv\\team", NULL, "team", "" },
    { "C:\\srv\\team\\", NULL, "team", "" },
    { "c:\\SRV\\Team\\A.txt", NULL, "team", "A.txt" },
    { "C:/srv/team/b/a.txt", NULL, "team", "b/a.txt" },
    { "C:\\srv\\teams\\a.txt", NULL, "srv$", "teams/a.txt" },
    { "C:\\srv\\team\\inner\\a.txt", NULL, "inner", "a.txt" },
    { "C:\\srv\\team\\inner", NULL, "inner", "" },
    { "C:\\srv\\Case\\x", NULL, "Upper", "x" },
    { "C:\\srv\\case\\x", NULL, "lower", "x" },
    { "D:\\srv\\team\\a.txt", NULL, NULL, NULL },
    { "", NULL, NULL, NULL },
    { "\\PIPE\\srvsvc", NULL, NULL, NULL },

    /* all that is in a share, through whatever share */
    { "C:\\srv\\team\\inner\\a.txt", "team", "team", "inner/a.txt" },
    { "C:\\srv\\team\\inner\\a.txt", "INNER", "inner", "a.txt" },
    { "C:\\srv\\team\\a.txt", "inner", NULL, NULL },
    { "C:\\srv\\team\\a.txt", "none", NULL, NULL },
    { "C:\\srv\\team\\a.txt", "IPC$", NULL, NULL },
    { "C:\\srv\\Case\\x", "lower", NULL, NULL },
    { "C:\\srv\\Case\\x", "upper", "Upper", "x" },
    { "C:\\srv\\TEAM\\x", "team", "team", "x" },
    { "C:\\SRV\\team\\x", "team", "team", "x" },
  };
  g_autoptr (DmFileShares) shares = make_shares ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *rest = NULL;
      const char *share = dm_file_shares_find (shares, cases[i].path, cases[i].wanted, &rest);

      g_assert_cmpstr (share, ==, cases[i].share);
      g_assert_cmpstr (rest, ==, cases[i].rest);
    }
}

static void
test_has (void)
{
  g_autoptr (DmFileShares) shares = make_shares ();

  g_assert_true (dm_file_shares_has (shares, "TEAM"));
  g_assert_false (dm_file_shares_has (shares, "tea"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-shares/find", test_find);
  g_test_add_func ("/file-shares/has", test_has);

  return g_test_run ();
}
