/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-ndr.h"

#include <string.h>

static void
test_numbers (void)
{
  static const guint8 data[] = { 1, 0xee, 2, 3, 4, 0xee, 0xee, 0xee, 5, 6, 7, 0x88, 9 };
  DmNdrReader in;

  dm_ndr_reader_init (&in, data, sizeof data);
  g_assert_cmpuint (dm_ndr_reader_get_uint8 (&in), ==, 1);
  g_assert_cmphex (dm_ndr_reader_get_uint16 (&in), ==, 0x0302);
  g_assert_cmpuint (dm_ndr_reader_get_uint8 (&in), ==, 4);
  g_assert_cmphex (dm_ndr_reader_get_uint32 (&in), ==, 0x88070605);
  g_assert_true (dm_ndr_reader_is_good (&in));
  g_assert_cmpuint (in.offset, ==, 12);
}

/* What is not wholly there is 0, and so is all after it. */
static void
test_end (void)
{
  static const guint8 data[] = { 1, 2, 3, 4, 5, 6, 7 };

  for (gsize size = 0; size < sizeof data; size++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, size);
      DmNdrReader in;

      dm_ndr_reader_init (&in, copy, size);
      dm_ndr_reader_get_uint32 (&in);
      g_assert_true (dm_ndr_reader_is_good (&in) == (size >= 4));
      g_assert_cmpuint (dm_ndr_reader_get_uint32 (&in), ==, 0);
      g_assert_false (dm_ndr_reader_is_good (&in));
      g_assert_cmpuint (dm_ndr_reader_get_uint8 (&in), ==, 0);
      g_assert_cmpuint (dm_ndr_reader_get_uint16 (&in), ==, 0);
      g_assert_cmpuint (dm_ndr_reader_get_count (&in, 1), ==, 0);
      g_assert_null (dm_ndr_reader_dup_string (&in));
    }
}

static void
test_skip (void)
{
  static const guint8 data[] = { 1, 2, 3 };
  DmNdrReader in;

  dm_ndr_reader_init (&in, data, sizeof data);
  dm_ndr_reader_skip (&in, 2);
  g_assert_cmpuint (dm_ndr_reader_get_uint8 (&in), ==, 3);
  dm_ndr_reader_skip (&in, 0);
  g_assert_true (dm_ndr_reader_is_good (&in));
  dm_ndr_reader_skip (&in, G_MAXSIZE);
  g_assert_false (dm_ndr_reader_is_good (&in));

  dm_ndr_reader_init (&in, data, sizeof data);
  dm_ndr_reader_fail (&in);
  g_assert_false (dm_ndr_reader_is_good (&in));
  g_assert_cmpuint (dm_ndr_reader_get_uint8 (&in), ==, 0);
}

static void
test_counts (void)
{
  static const struct
  {
    guint32 count;
    gsize element_size;
    gboolean is_good;
  } cases[] = {
    { 0, 20, TRUE },
    { 3, 20, TRUE },
    { 3, 21, FALSE },
    { 4, 20, FALSE },
    { 60, 1, TRUE },
    { 61, 1, FALSE },
    { 0x40000003, 4, FALSE }, /* times 4 is 12 in 32 bits */
    { 0xffffffff, 1, FALSE },
    { 0xffffffff, 32, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint8 data[64] = { 0 };
      DmNdrReader in;

      for (gsize byte = 0; byte < 4; byte++)
        data[byte] = (guint8) (cases[i].count >> 8 * byte);
      dm_ndr_reader_init (&in, data, sizeof data);
      g_assert_cmpuint (dm_ndr_reader_get_count (&in, cases[i].element_size), ==,
                        cases[i].is_good ? cases[i].count : 0);
      g_assert_true (dm_ndr_reader_is_good (&in) == cases[i].is_good);
    }
}

/* @units may be fewer than @count says. */
static GBytes *
make_string (guint32 maximum,
             guint32 offset,
             guint32 count,
             const gunichar2 *units,
             gsize n_units)
{
  g_auto (DmNdrWriter) out = { NULL };

  dm_ndr_writer_init (&out);
  dm_ndr_writer_put_uint32 (&out, maximum);
  dm_ndr_writer_put_uint32 (&out, offset);
  dm_ndr_writer_put_uint32 (&out, count);
  for (gsize i = 0; i < n_units; i++)
    dm_ndr_writer_put_uint16 (&out, units[i]);
  return g_byte_array_free_to_bytes (g_steal_pointer (&out.data));
}

/* (nullable); skipping must come to the same. */
static char *
read_string (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  DmNdrReader in, skipping;
  char *text;

  dm_ndr_reader_init (&in, data, size);
  skipping = in;
  text = dm_ndr_reader_dup_string (&in);
  dm_ndr_reader_skip_string (&skipping);

  g_assert_true (dm_ndr_reader_is_good (&in) == (text != NULL));
  g_assert_true (dm_ndr_reader_is_good (&skipping) == (text != NULL));
  g_assert_true (text == NULL || skipping.offset == in.offset);
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
  return text;
}

/* Formatted, a literal with a prefix would be none. */
#define UTF16(text) u##text
#define SAY(text)   UTF16 (text), G_N_ELEMENTS (UTF16 (text)) - 1
#define BAD         "\xef\xbf\xbd"

static void
test_strings (void)
{
  const struct
  {
    guint32 maximum, offset, count;
    const gunichar2 *units;
    gsize n_units;
    const char *text; /* NULL: refused */
  } cases[] = {
    { 4, 0, 4, SAY ("abc\0"), "abc" },
    { 3, 0, 3, SAY ("abc"), "abc" },
    { 0, 0, 0, SAY (""), "" },
    { 1, 0, 1, SAY ("\0"), "" },
    { 6, 0, 6, SAY ("ab\0cd\0"), "ab" },
    { 6, 0, 6, SAY ("Bücher"), "Bücher" },
    { 2, 0, 2, SAY ("\U0001f600"), "\xf0\x9f\x98\x80" },
    { 2, 0, 2, SAY ("\U0010ffff"), "\xf4\x8f\xbf\xbf" },
    { 2, 0, 2, SAY ("\ufeff\uffff"), "\xef\xbb\xbf\xef\xbf\xbf" },
    /* Halves of pairs: alone, at the end, twice, the wrong way round */
    { 3, 0, 3, (const gunichar2[]){ 'a', 0xd83d, 'b' }, 3, "a" BAD "b" },
    { 2, 0, 2, (const gunichar2[]){ 'a', 0xd83d }, 2, "a" BAD },
    { 2, 0, 2, (const gunichar2[]){ 0xd83d, 0 }, 2, BAD },
    { 3, 0, 3, (const gunichar2[]){ 0xd83d, 0xd83d, 0xde00 }, 3, BAD "\xf0\x9f\x98\x80" },
    { 2, 0, 2, (const gunichar2[]){ 0xde00, 0xd83d }, 2, BAD BAD },
    { 2, 0, 2, (const gunichar2[]){ 0xdfff, 'a' }, 2, BAD "a" },
    /* The second half is there, but is not part of it. */
    { 1, 0, 1, (const gunichar2[]){ 0xd83d, 0xde00 }, 2, BAD },
    /* Nothing is made of the maximum. */
    { 0xffffffff, 0, 2, SAY ("a\0"), "a" },
    { 0x80000000, 0, 0, SAY (""), "" },
    { 1, 0, 2, SAY ("a\0"), NULL },
    { 4, 1, 3, SAY ("bc\0"), NULL },
    { 4, 0xffffffff, 3, SAY ("bc\0"), NULL },
    { 4, 0, 4, SAY ("abc"), NULL },
    { 0xffffffff, 0, 0xffffffff, SAY ("abc\0"), NULL },
    { 0xffffffff, 0, 0x80000002, SAY ("abc\0"), NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = make_string (cases[i].maximum, cases[i].offset, cases[i].count,
                                              cases[i].units, cases[i].n_units);
      g_autofree char *text = read_string (bytes);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_long_string (void)
{
  const gsize n_units = 65535;
  g_autofree gunichar2 *units = g_new (gunichar2, n_units);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  for (gsize i = 0; i < n_units; i++)
    units[i] = 0x20ac;

  bytes = make_string ((guint32) n_units, 0, (guint32) n_units, units, n_units);
  text = read_string (bytes);
  g_assert_cmpuint (strlen (text), ==, 3 * n_units);
  g_assert_cmpint (g_utf8_strlen (text, -1), ==, (glong) n_units);
}

static void
test_cut_string (void)
{
  static const gunichar2 units[] = UTF16 ("caf\u00e9 \U0001f600");
  const guint32 count = G_N_ELEMENTS (units);
  g_autoptr (GBytes) whole = make_string (count, 0, count, units, count);
  gsize size;
  const guint8 *data = g_bytes_get_data (whole, &size);

  for (gsize length = 0; length <= size; length++)
    {
      /* A copy: reading on would be seen. */
      g_autoptr (GBytes) bytes = g_bytes_new (data, length);
      g_autofree char *text = read_string (bytes);

      g_assert_cmpstr (text, ==, length == size ? "caf\xc3\xa9 \xf0\x9f\x98\x80" : NULL);
    }
}

/* Like GLib, wherever GLib can. */
static void
test_any_units (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      gunichar2 units[8];
      g_autoptr (GBytes) bytes = NULL;
      g_autofree char *text = NULL;
      g_autofree char *expected = NULL;

      for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
        units[i] = (gunichar2) (g_test_rand_bit () ? g_test_rand_int_range (0xd7f0, 0xe010) : g_test_rand_int_range (1, 0x10000));

      bytes = make_string (8, 0, 8, units, G_N_ELEMENTS (units));
      text = read_string (bytes);
      expected = g_utf16_to_utf8 (units, G_N_ELEMENTS (units), NULL, NULL, NULL);
      g_assert_nonnull (text);
      g_assert_true (expected == NULL ? strstr (text, BAD) != NULL : g_str_equal (text, expected));
    }
}

static void
test_writer (void)
{
  static const guint8 expected[] = {
    1, 0, 2, 2, 3, 0, 0, 0, 0x08, 0, 2, 0,
    3, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0x3d, 0xd8, 0, 0xde, 0, 0,
    9, 0, 0x1f, 0, 2, 0,
    2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0xfd, 0xff, 0, 0,
    7, 0, 0, 0
  };
  g_auto (DmNdrWriter) out = { NULL };

  dm_ndr_writer_init (&out);
  dm_ndr_writer_put_uint8 (&out, 1);
  dm_ndr_writer_put_uint16 (&out, 0x0202);
  dm_ndr_writer_put_uint32 (&out, 3);
  dm_ndr_writer_put_pointer (&out);
  dm_ndr_writer_put_string (&out, "\xf0\x9f\x98\x80");
  dm_ndr_writer_put_uint8 (&out, 9);
  dm_ndr_writer_put_pointer (&out);
  dm_ndr_writer_put_string (&out, "\xff");
  dm_ndr_writer_put_bytes (&out, (const guint8 *) "\7", 1);
  dm_ndr_writer_put_bytes (&out, NULL, 0);
  dm_ndr_writer_align (&out, 8);

  g_assert_cmpmem (out.data->data, out.data->len, expected, sizeof expected);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ndr/numbers", test_numbers);
  g_test_add_func ("/ndr/end", test_end);
  g_test_add_func ("/ndr/skip", test_skip);
  g_test_add_func ("/ndr/counts", test_counts);
  g_test_add_func ("/ndr/strings", test_strings);
  g_test_add_func ("/ndr/long-string", test_long_string);
  g_test_add_func ("/ndr/cut-string", test_cut_string);
  g_test_add_func ("/ndr/any-units", test_any_units);
  g_test_add_func ("/ndr/writer", test_writer);

  return g_test_run ();
}
