/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-path-set.h"

#include <string.h>

typedef struct
{
  const char *directories; /* tags are their places: 0, 1, 2 … */
  const char *path;
  const char *tags; /* in the order of the answer, deepest first */
} Case;

static const Case cases[] = {
  { "/mnt/a", "/mnt/a", "0" },
  { "/mnt/a", "/mnt/a/b/c", "0" },
  { "/mnt/a", "/mnt/ab", "" },
  { "/mnt/a", "/mnt/a b", "" },
  { "/mnt/a", "/mnt/a-b/c", "" },
  { "/mnt/a", "/mnt", "" },
  { "/mnt/a", "/mnt/", "" },
  { "/mnt/a", "/", "" },
  { "/mnt/a", "/x", "" },
  { "/mnt/a", "pipe:[1]", "" },
  { "/mnt/a/", "/mnt/a/b", "0" },
  { "/", "/anything", "0" },
  { "", "/anything", "" },
  { "/mnt/a|/mnt/b", "/mnt/b/x", "1" },
  { "/mnt/b|/mnt/a", "/mnt/b/x", "0" },
  { "/mnt/a|/srv/b", "/srv/b", "1" },
  { "/mnt/a|/srv/b", "/home/u", "" },
  /* The slash sorts first: /mnt/a-b stands between /mnt/a/x and /mnt/b. */
  { "/mnt/a-b|/mnt/a|/mnt/a/x", "/mnt/a/y", "1" },
  { "/mnt/a-b|/mnt/a|/mnt/a/x", "/mnt/a/x/y", "2 1" },
  { "/mnt/a-b|/mnt/a|/mnt/a/x", "/mnt/a-b/y", "0" },
  { "/mnt/a-b|/mnt/a|/mnt/a/x", "/mnt/a-/y", "" },
  { "/a|/a/b|/a/b/c|/a/d", "/a/b/c/x", "2 1 0" },
  { "/a|/a/b|/a/b/c|/a/d", "/a/b/z", "1 0" },
  { "/a|/a/b|/a/b/c|/a/d", "/a/z", "0" },
  { "/a|/a/b|/a/b/c|/a/d", "/a/d/x", "3 0" },
  { "/mnt/é|/mnt/e", "/mnt/é/x", "0" },
};

static char *
ask (const char *directories, const char *path)
{
  g_autoptr (DmPathSet) set = dm_path_set_new ();
  g_auto (GStrv) list = g_strsplit (directories, "|", -1);
  g_autoptr (GString) answer = g_string_new (NULL);
  gssize cursor = -1;
  guint tag;

  for (guint i = 0; list[i] != NULL; i++)
    dm_path_set_add (set, list[i], i);
  dm_path_set_seal (set);

  while (dm_path_set_match (set, path, strlen (path), &cursor, &tag))
    g_string_append_printf (answer, "%s%u", answer->len > 0 ? " " : "", tag);

  return g_string_free (g_steal_pointer (&answer), FALSE);
}

static void
test_match (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *answer = ask (cases[i].directories, cases[i].path);

      g_test_message ("%s in %s", cases[i].path, cases[i].directories);
      g_assert_cmpstr (answer, ==, cases[i].tags);
    }
}

/* The same directory with two tags gives both, in any order. */
static void
test_same_path_twice (void)
{
  g_autofree char *answer = ask ("/mnt/a|/mnt/b|/mnt/a", "/mnt/a/x");

  g_assert_true (g_str_equal (answer, "0 2") || g_str_equal (answer, "2 0"));
}

/* Every path of a few hundred is found where a plain search finds it. */
static void
test_many (void)
{
  g_autoptr (DmPathSet) set = dm_path_set_new ();
  guint tag;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *path = g_strdup_printf ("/run/user/1000/gvfs/share=%u", i);

      dm_path_set_add (set, path, i);
    }
  dm_path_set_seal (set);

  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *path = g_strdup_printf ("/run/user/1000/gvfs/share=%u/file", i);
      gssize cursor = -1;

      g_assert_cmpint (dm_path_set_match (set, path, strlen (path), &cursor, &tag), ==, i < 300);
      if (i < 300)
        {
          g_assert_cmpuint (tag, ==, i);
          g_assert_false (dm_path_set_match (set, path, strlen (path), &cursor, &tag));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/path-set/match", test_match);
  g_test_add_func ("/path-set/same-path-twice", test_same_path_twice);
  g_test_add_func ("/path-set/many", test_many);

  return g_test_run ();
}
