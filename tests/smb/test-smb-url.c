/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-smb-url.h"

static void
test_url (void)
{
  static const struct
  {
    const char *server;
    const char *share;
    const char *path;
    const char *url;
  } cases[] = {
    { "nas", NULL, NULL, "smb://nas:445/" },
    { "fe80::1%eth0", NULL, NULL, "smb://fe80%3A%3A1%25eth0:445/" },
    { "nas", "IPC$", "srvsvc", "smb://nas:445/IPC$/srvsvc" },
    { "nas", "100%", NULL, "smb://nas:445/100%25" },
    { "nas", "%2e%2e", NULL, "smb://nas:445/%252e%252e" },
    { "nas", "a/b", "c/d", "smb://nas:445/a%2Fb/c/d" },
    { "nas", "ü \"'`;@:?#", NULL, "smb://nas:445/%C3%BC%20%22%27%60%3B%40%3A%3F%23" },
    { "nas", "a", "b\\c/\x1b", "smb://nas:445/a/b%5Cc/%1B" },
    { "user:pw@evil", "x", NULL, "smb://user%3Apw%40evil:445/x" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DmSmbRequest) request = dm_smb_request_new (DM_SMB_OPERATION_CHECK, cases[i].server, 445);
      g_autofree char *url = dm_smb_url_new (request, cases[i].share, cases[i].path);

      g_assert_cmpstr (url, ==, cases[i].url);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/smb-url/url", test_url);

  return g_test_run ();
}
