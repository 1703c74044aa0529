/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-error.h"
#include "dm-local-name.h"

/* 32 characters, 64 bytes. */
#define UMLAUTS_32 "ääääääääääääääääääääääääääääääää"

static const struct
{
  const char *text;
  const char *name; /* NULL: refused */
} names[] = {
  { "Z:", "Z:" },
  { "z:", "Z:" },
  { "a:", "A:" },
  { "Music", "Music" },
  { "My files", "My files" },
  { "it's 100% [odd]; {\"yes\"}", "it's 100% [odd]; {\"yes\"}" },
  { "音", "音" },
  { "日本語", "日本語" },
  { "a\xcc\x88", "ä" },                           /* composed */
  { "👩‍👩‍👧", "👩‍👩‍👧" }, /* joiners are not bidi controls */
  { UMLAUTS_32, UMLAUTS_32 },
  { "x.y.", "x.y." },
  { "-", "-" },
  { "7", "7" },
  { "", NULL },
  { "Z", NULL },
  { "z", NULL },
  { "\xe2\x84\xaa", NULL }, /* KELVIN SIGN is K when composed */
  { "*", NULL },
  { "ZZ:", NULL },
  { "7:", NULL },
  { ":", NULL },
  { "Z:x", NULL },
  { "ä:", NULL },
  { "a/b", NULL },
  { "a\\b", NULL },
  { "..", NULL },
  { ".", NULL },
  { ".hidden", NULL },
  { " x", NULL },
  { "x ", NULL },
  { " ", NULL },
  { "x\xc2\xa0", NULL },     /* no-break space */
  { "\xe3\x80\x80x", NULL }, /* ideographic space */
  { "a\nb", NULL },
  { "a\x7f", NULL },
  { "a\xc2\x85", NULL },           /* next line */
  { "a\xe2\x80\xa8x", NULL },      /* line separator */
  { "gpj\xe2\x80\xae.exe", NULL }, /* right-to-left override */
  { "x\xe2\x81\xa9y", NULL },      /* pop directional isolate */
  { "x\xd8\x9cy", NULL },          /* Arabic letter mark */
  { "caf\xe9", NULL },             /* not UTF-8 */
  { UMLAUTS_32 "x", NULL },
};

static void
test_normalize (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *name = dm_local_name_normalize (names[i].text, &error);

      g_assert_cmpstr (name, ==, names[i].name);
      if (names[i].name != NULL)
        {
          g_autofree char *again = dm_local_name_normalize (name, NULL);

          g_assert_no_error (error);
          g_assert_cmpstr (again, ==, name);
        }
      else
        {
          g_autofree char *shown = g_utf8_make_valid (names[i].text, -1);

          g_assert_error (error, DM_ERROR, DM_ERROR_BAD_DEVICE);
          g_assert_nonnull (strstr (error->message, shown));
        }
    }
}

static void
test_looks_like (void)
{
  const struct
  {
    const char *text;
    gboolean expected;
  } cases[] = {
    { "Z:", TRUE },
    { "z:", TRUE },
    { "Music", TRUE },
    { "server", TRUE },
    { "Z", TRUE }, /* so that the error is about a letter without colon */
    { "", FALSE },
    { "\\\\server\\share", FALSE },
    { "//server/share", FALSE },
    { "smb://server/share", FALSE },
    { "/home/me", FALSE },
    { "a/b", FALSE },
    { "Z:\\", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (dm_local_name_looks_like (cases[i].text), ==, cases[i].expected);
}

static void
test_file_name (void)
{
  g_autofree char *letter = dm_local_name_to_file_name ("Z:");
  g_autofree char *label = dm_local_name_to_file_name ("My files");

  g_assert_cmpstr (letter, ==, "Z");
  g_assert_cmpstr (label, ==, "My files");
}

/* What the element stands for, to show that nothing is lost. */
static char *
decode_element (const char *element)
{
  GString *name = g_string_new (NULL);

  for (const char *p = element; *p != '\0'; p++)
    {
      if (*p == '_')
        {
          g_string_append_c (name, (char) (g_ascii_xdigit_value (p[1]) * 16 + g_ascii_xdigit_value (p[2])));
          p += 2;
        }
      else
        g_string_append_c (name, *p);
    }

  return g_string_free (name, FALSE);
}

static void
test_object_element (void)
{
  g_autofree char *letter = dm_local_name_to_object_element ("Z:");

  g_assert_cmpstr (letter, ==, "Z_3a");

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *element = NULL;
      g_autofree char *path = NULL;
      g_autofree char *decoded = NULL;

      if (names[i].name == NULL)
        continue;

      element = dm_local_name_to_object_element (names[i].name);
      path = g_strconcat ("/x/", element, NULL);
      decoded = decode_element (element);
      g_assert_true (g_variant_is_object_path (path));
      g_assert_cmpstr (decoded, ==, names[i].name);
    }
}

static gboolean
is_in_list (const char *name,
            gpointer user_data)
{
  return g_strv_contains (user_data, name);
}

static gboolean
is_always_taken (const char *name,
                 gpointer user_data)
{
  guint *n_calls = user_data;

  g_assert_true (dm_local_name_is_letter (name));
  g_assert_cmpint (name[0], >=, 'D');
  (*n_calls)++;
  return TRUE;
}

static void
test_next_free (void)
{
  const char *const none[] = { NULL };
  const char *const some[] = { "Z:", "Y:", "W:", NULL };
  g_autofree char *first = dm_local_name_next_free (is_in_list, (gpointer) none);
  g_autofree char *third = dm_local_name_next_free (is_in_list, (gpointer) some);
  guint n_calls = 0;

  g_assert_cmpstr (first, ==, "Z:");
  g_assert_cmpstr (third, ==, "X:");
  g_assert_null (dm_local_name_next_free (is_always_taken, &n_calls));
  g_assert_cmpuint (n_calls, ==, 23);
}

static int
compare_cb (gconstpointer a,
            gconstpointer b)
{
  return dm_local_name_compare (*(const char *const *) a, *(const char *const *) b);
}

static void
test_compare (void)
{
  const char *sorted[] = { "A:", "D:", "Z:", "Archive", "Music", "Photos" };
  const char *mixed[] = { "Photos", "Z:", "Music", "A:", "Archive", "D:" };

  qsort (mixed, G_N_ELEMENTS (mixed), sizeof mixed[0], compare_cb);
  for (gsize i = 0; i < G_N_ELEMENTS (sorted); i++)
    g_assert_cmpstr (mixed[i], ==, sorted[i]);

  g_assert_cmpint (dm_local_name_compare ("Z:", "z:"), ==, 0);
  g_assert_cmpint (dm_local_name_compare ("Music", "Music"), ==, 0);
  g_assert_cmpint (dm_local_name_compare ("Music", "music"), !=, 0);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/local-name/normalize", test_normalize);
  g_test_add_func ("/local-name/looks-like", test_looks_like);
  g_test_add_func ("/local-name/file-name", test_file_name);
  g_test_add_func ("/local-name/object-element", test_object_element);
  g_test_add_func ("/local-name/next-free", test_next_free);
  g_test_add_func ("/local-name/compare", test_compare);

  return g_test_run ();
}
