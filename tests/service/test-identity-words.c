/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-identity-words.h"

static void
test_words (void)
{
  static const struct
  {
    guint32 major;
    guint32 minor;
    guint32 type;
    const char *comment;
    const char *words;
  } cases[] = {
    { 6, 1, 0x809a03, "Samba 4.17.12-Debian", "Samba 4.17.12" },
    { 6, 1, 0x809a03, "nas server (Samba 4.9.5)", "Samba 4.9.5" },
    { 6, 1, 0x809a03, "Samba 4.20.", "Samba 4.20" },
    { 6, 1, 0x809a03, "Samba Server", "Samba" },
    { 6, 1, 0x809a03, "Samba .", "Samba" },
    { 6, 1, 0x809a03, "The NAS in room 4", "Samba" },
    { 6, 1, 0x9003, "", "Windows Server 2008 R2" },
    { 6, 1, 0x1003, "", "Windows 7" },
    { 6, 3, 0x9003, "", "Windows Server 2012 R2" },
    { 10, 0, 0x1003, "", "Windows 10 or later" },
    { 10, 0, 0x9003, "Files", "Windows Server 2016 or later" },
    { 10, 0, 0x80102b, "A domain controller", "Windows Server 2016 or later" },
    { 10, 0, 0x801013, "Another", "Windows Server 2016 or later" },
    { 4, 0, 0x9003, "", "Windows 4.0" },
    { 15, G_MAXUINT32, 0, "%s", "Windows 15.4294967295" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = dm_identity_to_words (cases[i].major, cases[i].minor, cases[i].type, cases[i].comment);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/identity-words/all", test_words);

  return g_test_run ();
}
