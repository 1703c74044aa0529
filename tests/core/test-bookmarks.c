/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-bookmarks.h"

#define MUSIC "smb://nas/music/ music (Z:)"
#define TEAM  "smb://nas/team/ team (Y:)"
#define USERS "file:///home/ann/Documents\nsftp://host/ Far away"

static void
test_line (void)
{
  static const struct
  {
    const char *local;
    const char *location;
    const char *line;
  } cases[] = {
    { "Z:", "\\\\nas\\music", MUSIC },
    { "Z:", "smb://ann@nas/music/New%20ones/Jazz", "smb://ann@nas/music/New%20ones/Jazz Jazz (Z:)" },
    { "Music", "smb://nas/music", "smb://nas/music/ Music" },
    { "Z:", "sftp://host", "sftp://host/ Z:" },
    /* What would turn the sidebar's text around. */
    { "Z:", "smb://nas/music/%E2%80%AEgnp", "smb://nas/music/%E2%80%AEgnp Z:" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DmLocation) location = dm_location_parse (cases[i].location, NULL);
      g_autofree char *line = dm_bookmarks_create_line (cases[i].local, location);

      g_assert_cmpstr (line, ==, cases[i].line);
    }
}

/* What becomes of TEXT, where OURS were added before and WANTED are wanted; each is
 * lines. And what is ours then. */
typedef struct
{
  const char *name;
  const char *text;
  const char *ours;
  const char *wanted;
  const char *edited;
  const char *new_ours;
} Case;

static const Case cases[] = {
  { "first", NULL, "", MUSIC, MUSIC "\n", MUSIC },
  { "behind-the-users", USERS, "", MUSIC, USERS "\n" MUSIC "\n", MUSIC },
  { "nothing-new", USERS "\n" MUSIC "\n", MUSIC, MUSIC, USERS "\n" MUSIC "\n", MUSIC },
  { "one-more", MUSIC "\n" USERS "\n", MUSIC, MUSIC "\n" TEAM, MUSIC "\n" USERS "\n" TEAM "\n", MUSIC "\n" TEAM },
  { "one-less", MUSIC "\n" USERS "\n" TEAM "\n", MUSIC "\n" TEAM, TEAM, USERS "\n" TEAM "\n", TEAM },
  { "none-left", MUSIC "\n" USERS "\n", MUSIC, "", USERS "\n", "" },
  { "renamed-drive", MUSIC "\n" USERS "\n", MUSIC, "smb://nas/music/ Music", "smb://nas/music/ Music\n" USERS "\n", "smb://nas/music/ Music" },
  { "removed-by-the-user", USERS "\n", MUSIC, MUSIC, USERS "\n", MUSIC },
  { "removed-and-forgotten", USERS "\n", MUSIC, "", USERS "\n", "" },
  { "renamed-by-the-user", "smb://nas/music Songs\n", MUSIC, MUSIC, "smb://nas/music Songs\n", MUSIC },
  { "renamed-and-forgotten", "smb://nas/music Songs\n", MUSIC, "", "smb://nas/music Songs\n", "" },
  { "the-users-own", "smb://NAS/Music/ Mine\n", "", MUSIC, "smb://NAS/Music/ Mine\n", "" },
  { "the-users-own-is-kept", MUSIC "\n", "", "", MUSIC "\n", "" },
  { "empty-lines", "\n\n" USERS "\n\n", "", "", "\n\n" USERS "\n\n", "" },
  { "no-bookmarks-at-all", "not a bookmark\n\xff\n", "", TEAM, "not a bookmark\n\xff\n" TEAM "\n", TEAM },
};

static GStrv
split (const char *lines)
{
  return *lines != '\0' ? g_strsplit (lines, "\n", -1) : g_new0 (char *, 1);
}

static void
test_edit (gconstpointer data)
{
  const Case *expected = data;
  g_auto (GStrv) ours = split (expected->ours);
  g_auto (GStrv) wanted = split (expected->wanted);
  g_auto (GStrv) new_ours = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *edited = dm_bookmarks_edit (expected->text, (const char *const *) ours,
                                               (const char *const *) wanted, &new_ours);

  joined = g_strjoinv ("\n", new_ours);
  g_assert_cmpstr (edited, ==, expected->edited);
  g_assert_cmpstr (joined, ==, expected->new_ours);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bookmarks/line", test_line);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/bookmarks/edit/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_edit);
    }

  return g_test_run ();
}
