/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-ndr.h"
#include "dm-srvsvc.h"

#include <string.h>

#define RESPONSE_HEADER 24

/* What of a real answer is not DCE/RPC: it came in one fragment. */
static GBytes *
load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize size = 0;

  g_file_get_contents (path, &contents, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new (contents + RESPONSE_HEADER, size - RESPONSE_HEADER);
}

/* level: of shares, 0: files. */
static GPtrArray *
read_list (GBytes *answer,
           guint32 level,
           guint32 *code,
           GError **error)
{
  return level == 0 ? dm_srvsvc_read_file_enum (answer, code, error)
                    : dm_srvsvc_read_share_enum (answer, level, code, error);
}

static GPtrArray *
assert_read (GBytes *answer,
             guint32 level,
             guint32 expected_code)
{
  g_autoptr (GError) error = NULL;
  guint32 code = 0xdead;
  GPtrArray *list = read_list (answer, level, &code, &error);

  g_assert_no_error (error);
  g_assert_nonnull (list);
  g_assert_cmpuint (code, ==, expected_code);
  return list;
}

static void
assert_refused (GBytes *answer,
                guint32 level)
{
  g_autoptr (GError) error = NULL;
  guint32 code = 0;

  g_assert_null (read_list (answer, level, &code, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_real_files (void)
{
  g_autoptr (GBytes) answer = load ("files");
  g_autoptr (GPtrArray) list = assert_read (answer, 0, 0);
  const DmServerFile *first = g_ptr_array_index (list, 0);
  const DmServerFile *second = g_ptr_array_index (list, 1);

  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmphex (first->id, ==, 0x54f30013);
  g_assert_cmpuint (first->permissions, ==, 3);
  g_assert_cmpuint (first->n_locks, ==, 0);
  g_assert_cmpstr (first->path, ==, "C:\\tmp\\dm\\smb-o0s3x56y\\shares\\public\\büro 1 😀.txt");
  g_assert_cmpstr (first->user, ==, "drivemap-test");
  g_assert_cmphex (second->id, ==, 0x54f3000d);
  g_assert_cmpuint (second->permissions, ==, 1);
  g_assert_cmpstr (second->path, ==, "C:\\tmp\\dm\\smb-o0s3x56y\\shares\\public\\büro 0 😀.txt");
}

static void
test_real_refusal (void)
{
  g_autoptr (GBytes) answer = load ("refused");
  g_autoptr (GPtrArray) list = assert_read (answer, 0, DM_SRVSVC_ACCESS_DENIED);

  g_assert_cmpuint (list->len, ==, 0);
}

static void
test_real_shares (void)
{
  static const char *const names[] = {
    "public", "readonly", "team", "games-only", "private", "Bücher und Daten", "hidden$", "IPC$"
  };

  for (guint32 level = 1; level <= 2; level++)
    {
      g_autoptr (GBytes) answer = load (level == 1 ? "shares-1" : "shares-2");
      g_autoptr (GPtrArray) list = assert_read (answer, level, 0);

      g_assert_cmpuint (list->len, ==, G_N_ELEMENTS (names));
      for (guint i = 0; i < list->len; i++)
        {
          const DmServerShare *share = g_ptr_array_index (list, i);
          gboolean is_ipc = i == list->len - 1;
          g_autofree char *path = g_strconcat ("C:\\tmp\\dm\\smb-o0s3x56y\\shares\\", names[i], NULL);

          g_assert_cmpstr (share->name, ==, names[i]);
          g_assert_cmpuint (share->type, ==, is_ipc ? 3 : 0);
          g_assert_true (share->is_special == is_ipc);
          g_assert_cmpstr (share->comment, ==, is_ipc ? "IPC Service (Samba 4.17.12-Debian)" : "");
          if (level == 1)
            g_assert_null (share->path);
          else
            g_assert_cmpstr (share->path, ==, is_ipc ? "C:\\tmp" : path);
        }
    }
}

static void
test_close (void)
{
  g_autoptr (GBytes) closed = load ("closed");
  gsize size;
  const guint8 *data = g_bytes_get_data (closed, &size);
  guint32 code = 0xdead;

  g_assert_true (dm_srvsvc_read_file_close (closed, &code, NULL));
  g_assert_cmpuint (code, ==, 0);
  for (gsize length = 0; length < size; length++)
    {
      g_autoptr (GBytes) cut = g_bytes_new (data, length);
      g_autoptr (GError) error = NULL;

      g_assert_false (dm_srvsvc_read_file_close (cut, &code, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

/* What the server says of itself */

static DmServerInfo *
assert_identity (GBytes *answer)
{
  g_autoptr (GError) error = NULL;
  guint32 code = 0xdead;
  DmServerInfo *info = dm_srvsvc_read_server_get_info (answer, &code, &error);

  g_assert_no_error (error);
  g_assert_nonnull (info);
  g_assert_cmpuint (code, ==, 0);
  return info;
}

static void
assert_no_identity (GBytes *answer)
{
  g_autoptr (GError) error = NULL;
  guint32 code = 0;

  g_assert_null (dm_srvsvc_read_server_get_info (answer, &code, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_real_identity (void)
{
  g_autoptr (GBytes) answer = load ("identity");
  g_autoptr (DmServerInfo) info = assert_identity (answer);

  g_assert_cmpstr (info->name, ==, "DMTEST");
  g_assert_cmpstr (info->comment, ==, "Samba 4.17.12-Debian");
  g_assert_cmpuint (info->major, ==, 6);
  g_assert_cmpuint (info->minor, ==, 1);
  g_assert_cmphex (info->type, ==, 0x809a03);
}

static void
test_cut_identity (void)
{
  g_autoptr (GBytes) answer = load ("identity");
  gsize size;
  const guint8 *data = g_bytes_get_data (answer, &size);

  for (gsize length = 0; length < size; length++)
    {
      g_autoptr (GBytes) cut = g_bytes_new (data, length);

      assert_no_identity (cut);
    }
}

static const struct
{
  const char *name;
  guint32 level;
} real[] = { { "files", 0 }, { "refused", 0 }, { "shares-1", 1 }, { "shares-2", 2 } };

static void
test_cut (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (real); i++)
    {
      g_autoptr (GBytes) answer = load (real[i].name);
      gsize size;
      const guint8 *data = g_bytes_get_data (answer, &size);

      for (gsize length = 0; length < size; length++)
        {
          g_autoptr (GBytes) cut = g_bytes_new (data, length);

          assert_refused (cut, real[i].level);
        }
    }
}

static void
test_padding (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (real); i++)
    {
      g_autoptr (GBytes) answer = load (real[i].name);
      gsize size = g_bytes_get_size (answer);
      g_autofree guint8 *data = g_malloc0 (size + 7);
      g_autoptr (GBytes) padded = NULL;
      g_autoptr (GPtrArray) list = NULL;

      memcpy (data, g_bytes_get_data (answer, NULL), size);
      padded = g_bytes_new (data, size + 7);
      list = assert_read (padded, real[i].level, g_str_equal (real[i].name, "refused") ? 5 : 0);
    }
}

/* Another level than asked for is not read as if it were that one. */
static void
test_levels (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (real); i++)
    for (guint32 level = 0; level <= 2; level++)
      {
        g_autoptr (GBytes) answer = load (real[i].name);

        if (level != real[i].level)
          assert_refused (answer, level);
      }
}

static GBytes *
change (GBytes *answer,
        gsize offset,
        guint32 value)
{
  gsize size = g_bytes_get_size (answer);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (answer, NULL), size);

  for (gsize i = 0; i < 4 && offset + i < size; i++)
    data[offset + i] = (guint8) (value >> 8 * i);
  return g_bytes_new (data, size);
}

/* Level, its tag, EntriesRead, the array's maximum */
static void
test_lies (void)
{
  static const guint32 values[] = { 0, 1, 4, 1000, 100001, 0x10000000, 0x7fffffff, 0x80000000, 0xffffffff };
  static const gsize heads[] = { 0, 4, 12, 20 };
  g_autoptr (GBytes) answer = load ("files");

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (heads); k++)
      {
        g_autoptr (GBytes) lie = change (answer, heads[k], values[i]);

        assert_refused (lie, 0);
      }
}

/* Whatever is put wherever: an error, or a list as long as the bytes allow. */
static void
test_lies_everywhere (void)
{
  static const guint32 values[] = { 0, 1, 2, 3, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff };

  for (gsize i = 0; i < G_N_ELEMENTS (real); i++)
    {
      g_autoptr (GBytes) answer = load (real[i].name);
      gsize size = g_bytes_get_size (answer);

      for (gsize offset = 0; offset < size; offset++)
        for (gsize k = 0; k < G_N_ELEMENTS (values); k++)
          {
            g_autoptr (GBytes) lie = change (answer, offset, values[k]);
            g_autoptr (GError) error = NULL;
            guint32 code = 0;
            g_autoptr (GPtrArray) list = read_list (lie, real[i].level, &code, &error);

            g_assert_true ((list == NULL) == (error != NULL));
            g_assert_true (list == NULL || list->len <= size / 12);
          }
    }
}

/* The counts of strings are checked one by one. */
static void
test_string_lies (void)
{
  static const struct
  {
    gsize offset;
    guint32 value;
  } cases[] = {
    { 0, 0 }, /* a maximum below the count */
    { 0, 0x32 },
    { 4, 1 }, /* an offset */
    { 4, 0xffffffff },
    { 8, 0x34 }, /* a count above the maximum */
    { 8, 0x7fffffff },
    { 8, 0x80000033 }, /* times 2 it is right in 32 bits */
    { 8, 0xffffffff },
  };
  /* after the head, with the array's maximum, and two elements */
  const gsize first_string = 24 + 2 * 20;
  g_autoptr (GBytes) answer = load ("files");

  g_assert_cmpuint (((const guint8 *) g_bytes_get_data (answer, NULL))[first_string], ==, 0x33);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) lie = change (answer, first_string + cases[i].offset, cases[i].value);

      assert_refused (lie, 0);
    }
}

/* Whatever is put wherever: an error, a code, or texts that are some. */
static void
test_identity_lies (void)
{
  static const guint32 values[] = { 0, 1, 6, 7, 0xffff, 0x7fffffff, 0x80000007, 0xffffffff };
  g_autoptr (GBytes) answer = load ("identity");

  for (gsize offset = 0; offset < g_bytes_get_size (answer); offset++)
    for (gsize k = 0; k < G_N_ELEMENTS (values); k++)
      {
        g_autoptr (GBytes) lie = change (answer, offset, values[k]);
        g_autoptr (GError) error = NULL;
        guint32 code = 0;
        g_autoptr (DmServerInfo) info = dm_srvsvc_read_server_get_info (lie, &code, &error);

        g_assert_true ((info == NULL) == (error != NULL || code != 0));
        g_assert_true (info == NULL || g_utf8_validate (info->name, -1, NULL));
        g_assert_true (info == NULL || g_utf8_validate (info->comment, -1, NULL));
      }
}

/* The level; the name's maximum, offset and count; the comment's. */
static void
test_identity_counts (void)
{
  static const struct
  {
    gsize offset;
    guint32 value;
  } cases[] = {
    { 0, 100 },
    { 0, 102 },
    { 32, 6 },
    { 36, 1 },
    { 40, 8 },
    { 40, 0x80000007 },
    { 40, 0xffffffff },
    { 60, 1 },
    { 64, 0xffffffff },
    { 68, 0x7fffffff },
  };
  g_autoptr (GBytes) answer = load ("identity");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) lie = change (answer, cases[i].offset, cases[i].value);

      assert_no_identity (lie);
    }
}

/* Up to the array's maximum; 3 is the level of files. */
static void
start_answer (DmNdrWriter *out,
              guint32 level,
              guint32 count)
{
  dm_ndr_writer_init (out);
  dm_ndr_writer_put_uint32 (out, level);
  dm_ndr_writer_put_uint32 (out, level);
  dm_ndr_writer_put_pointer (out);
  dm_ndr_writer_put_uint32 (out, count);
  dm_ndr_writer_put_pointer (out);
  dm_ndr_writer_put_uint32 (out, count);
}

static GBytes *
end_answer (DmNdrWriter *out,
            guint32 code)
{
  dm_ndr_writer_align (out, 4);
  dm_ndr_writer_put_uint32 (out, 1000); /* TotalEntries, which may be more */
  dm_ndr_writer_put_pointer (out);
  dm_ndr_writer_put_uint32 (out, 0);
  dm_ndr_writer_put_uint32 (out, code);
  return g_byte_array_free_to_bytes (g_steal_pointer (&out->data));
}

static void
put_numbers (DmNdrWriter *out,
             const guint32 *numbers,
             gsize n)
{
  for (gsize i = 0; i < n; i++)
    dm_ndr_writer_put_uint32 (out, numbers[i]);
}

/* Files without a path and a user. */
static GBytes *
make_bare_files (guint32 count)
{
  g_auto (DmNdrWriter) out = { NULL };

  start_answer (&out, 3, count);
  for (guint32 i = 0; i < count; i++)
    put_numbers (&out, (const guint32[]){ i, 1, 0, 0, 0 }, 5);
  return end_answer (&out, 0);
}

static void
test_bare_files (void)
{
  g_autoptr (GBytes) answer = make_bare_files (3);
  g_autoptr (GPtrArray) list = assert_read (answer, 0, 0);
  const DmServerFile *file = g_ptr_array_index (list, 2);

  g_assert_cmpuint (list->len, ==, 3);
  g_assert_cmpuint (file->id, ==, 2);
  g_assert_cmpstr (file->path, ==, "");
  g_assert_cmpstr (file->user, ==, "");
}

static void
test_too_many_files (void)
{
  g_autoptr (GBytes) most = make_bare_files (DM_SRVSVC_MAX_FILES);
  g_autoptr (GBytes) more = make_bare_files (DM_SRVSVC_MAX_FILES + 1);
  g_autoptr (GPtrArray) list = assert_read (most, 0, 0);

  g_assert_cmpuint (list->len, ==, DM_SRVSVC_MAX_FILES);
  assert_refused (more, 0);
}

static GBytes *
make_bare_shares (guint32 count,
                  guint32 type)
{
  g_auto (DmNdrWriter) out = { NULL };

  start_answer (&out, 1, count);
  for (guint32 i = 0; i < count; i++)
    put_numbers (&out, (const guint32[]){ 0, type, 0 }, 3);
  return end_answer (&out, 0);
}

static void
test_too_many_shares (void)
{
  g_autoptr (GBytes) most = make_bare_shares (DM_SRVSVC_MAX_SHARES, 0);
  g_autoptr (GBytes) more = make_bare_shares (DM_SRVSVC_MAX_SHARES + 1, 0);
  g_autoptr (GPtrArray) list = assert_read (most, 1, 0);

  g_assert_cmpuint (list->len, ==, DM_SRVSVC_MAX_SHARES);
  assert_refused (more, 1);
}

/* STYPE_CLUSTER_DFS, _SOFS, _FS, _TEMPORARY and _SPECIAL */
static void
test_types (void)
{
  static const struct
  {
    guint32 wire;
    guint32 type;
    gboolean is_special;
  } cases[] = {
    { 0, 0, FALSE },
    { 1, 1, FALSE },
    { 0x80000000, 0, TRUE },
    { 0x80000003, 3, TRUE },
    { 0x40000000, 0, FALSE },
    { 0x0e000000, 0, FALSE },
    { 0xce000002, 2, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) answer = make_bare_shares (1, cases[i].wire);
      g_autoptr (GPtrArray) list = assert_read (answer, 1, 0);
      const DmServerShare *share = g_ptr_array_index (list, 0);

      g_assert_cmpuint (share->type, ==, cases[i].type);
      g_assert_true (share->is_special == cases[i].is_special);
      g_assert_cmpstr (share->name, ==, "");
      g_assert_null (share->path);
    }
}

/* A share may have a password, and no path; the next one is read rightly. */
static void
test_password (void)
{
  g_auto (DmNdrWriter) out = { NULL };
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GPtrArray) list = NULL;
  const DmServerShare *second;

  start_answer (&out, 2, 2);
  put_numbers (&out, (const guint32[]){ 1, 0, 2, 0, 10, 1, 0, 3 }, 8);
  put_numbers (&out, (const guint32[]){ 4, 0, 5, 0, 10, 1, 6, 0 }, 8);
  dm_ndr_writer_put_string (&out, "one");
  dm_ndr_writer_put_string (&out, "its comment");
  dm_ndr_writer_put_string (&out, "secret");
  dm_ndr_writer_put_string (&out, "two");
  dm_ndr_writer_put_string (&out, "");
  dm_ndr_writer_put_string (&out, "D:\\two");
  answer = end_answer (&out, 0);

  list = assert_read (answer, 2, 0);
  second = g_ptr_array_index (list, 1);
  g_assert_null (((DmServerShare *) g_ptr_array_index (list, 0))->path);
  g_assert_cmpstr (second->name, ==, "two");
  g_assert_cmpstr (second->comment, ==, "");
  g_assert_cmpstr (second->path, ==, "D:\\two");
}

/* With an error, the server may leave out what it wants; its list is not taken. */
static void
test_codes (void)
{
  static const struct
  {
    guint32 numbers[9];
    gsize n;
    gboolean is_good;
    guint32 code;
  } cases[] = {
    { { 3, 3, 0, 0, 0, 5 }, 6, TRUE, 5 }, /* no container */
    { { 3, 3, 0, 0, 0, 0 }, 6, TRUE, 0 },
    { { 3, 3, 1, 0, 0, 0, 0, 124 }, 8, TRUE, 124 }, /* no array */
    { { 3, 3, 1, 7, 0, 7, 0, 5 }, 8, TRUE, 5 },     /* a count of nothing */
    { { 3, 3, 1, 7, 0, 7, 0, 0 }, 8, FALSE, 0 },    /* … is a lie when all is well */
    { { 3, 3, 1, 0, 1, 0, 0, 0, 5 }, 9, TRUE, 5 },  /* an empty array */
    { { 3, 3, 1, 0, 1, 1, 0, 0, 5 }, 9, FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (DmNdrWriter) out = { NULL };
      g_autoptr (GBytes) answer = NULL;
      g_autoptr (GPtrArray) list = NULL;

      dm_ndr_writer_init (&out);
      put_numbers (&out, cases[i].numbers, cases[i].n);
      answer = g_byte_array_free_to_bytes (g_steal_pointer (&out.data));
      if (cases[i].is_good)
        list = assert_read (answer, 0, cases[i].code);
      else
        assert_refused (answer, 0);
      g_assert_true (list == NULL || list->len == 0);
    }
}

static void
test_list_with_error (void)
{
  g_autoptr (GBytes) files = load ("files");
  g_autoptr (GBytes) answer = change (files, g_bytes_get_size (files) - 4, 234); /* ERROR_MORE_DATA */
  g_autoptr (GPtrArray) list = assert_read (answer, 0, 234);

  g_assert_cmpuint (list->len, ==, 0);
}

static GBytes *
make_numbers (const guint32 *numbers,
              gsize n)
{
  g_auto (DmNdrWriter) out = { NULL };

  dm_ndr_writer_init (&out);
  put_numbers (&out, numbers, n);
  return g_byte_array_free_to_bytes (g_steal_pointer (&out.data));
}

static void
test_bare_identity (void)
{
  g_autoptr (GBytes) answer = make_numbers ((const guint32[]){ 101, 1, 500, 0, 0x4a, 0, 0x9003, 0, 0 }, 9);
  g_autoptr (DmServerInfo) info = assert_identity (answer);

  g_assert_cmpstr (info->name, ==, "");
  g_assert_cmpstr (info->comment, ==, "");
  g_assert_cmpuint (info->major, ==, 10); /* the rest of the byte is not the version's */
  g_assert_cmphex (info->type, ==, 0x9003);
}

static void
test_identity_codes (void)
{
  g_autoptr (GBytes) refused = make_numbers ((const guint32[]){ 101, 0, 5 }, 3);
  g_autoptr (GBytes) refused_late = make_numbers ((const guint32[]){ 101, 1, 0, 0, 0, 0, 0, 0, 124 }, 9);
  g_autoptr (GBytes) nothing = make_numbers ((const guint32[]){ 101, 0, 0 }, 3);
  g_autoptr (GError) error = NULL;
  guint32 code = 0;

  g_assert_null (dm_srvsvc_read_server_get_info (refused, &code, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (code, ==, DM_SRVSVC_ACCESS_DENIED);
  g_assert_null (dm_srvsvc_read_server_get_info (refused_late, &code, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (code, ==, 124);
  assert_no_identity (nothing);
}

static void
assert_call (GBytes *call,
             const guint32 *numbers,
             gsize n)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (call, &size);
  g_autofree char *server = NULL;
  DmNdrReader in;

  dm_ndr_reader_init (&in, data, size);
  g_assert_cmpuint (dm_ndr_reader_get_uint32 (&in), !=, 0);
  server = dm_ndr_reader_dup_string (&in);
  g_assert_cmpstr (server, ==, "\\\\nas");
  for (gsize i = 0; i < n; i++)
    {
      guint32 number = dm_ndr_reader_get_uint32 (&in);

      /* 1: a pointer */
      g_assert_true (numbers[i] == 1 ? number != 0 : number == numbers[i]);
    }
  g_assert_true (dm_ndr_reader_is_good (&in));
  g_assert_cmpuint (in.offset, ==, size);
}

static void
test_calls (void)
{
  g_autoptr (GBytes) files = dm_srvsvc_write_file_enum ("nas");
  g_autoptr (GBytes) shares = dm_srvsvc_write_share_enum ("nas", 2);
  g_autoptr (GBytes) close_file = dm_srvsvc_write_file_close ("nas", 0x651f0005);
  g_autoptr (GBytes) identity = dm_srvsvc_write_server_get_info ("nas");

  assert_call (files, (const guint32[]){ 0, 0, 3, 3, 1, 0, 0, 0xffffffff, 0 }, 9);
  assert_call (shares, (const guint32[]){ 2, 2, 1, 0, 0, 0xffffffff, 0 }, 7);
  assert_call (close_file, (const guint32[]){ 0x651f0005 }, 1);
  assert_call (identity, (const guint32[]){ 101 }, 1);
}

static void
test_any_bytes (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      gsize i = (gsize) g_test_rand_int_range (0, G_N_ELEMENTS (real));
      g_autoptr (GBytes) answer = load (real[i].name);
      gsize size = (gsize) g_test_rand_int_range (1, (int) g_bytes_get_size (answer) + 1);
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (answer, NULL), size);
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) list = NULL;
      guint32 code;

      for (guint n = 0; n < 4; n++)
        data[g_test_rand_int_range (0, (int) size)] = (guint8) g_test_rand_int_range (0, 256);
      changed = g_bytes_new (data, size);
      list = read_list (changed, real[i].level, &code, &error);
      g_assert_true ((list == NULL) == (error != NULL));
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/srvsvc/real-files", test_real_files);
  g_test_add_func ("/srvsvc/real-refusal", test_real_refusal);
  g_test_add_func ("/srvsvc/real-shares", test_real_shares);
  g_test_add_func ("/srvsvc/close", test_close);
  g_test_add_func ("/srvsvc/cut", test_cut);
  g_test_add_func ("/srvsvc/padding", test_padding);
  g_test_add_func ("/srvsvc/levels", test_levels);
  g_test_add_func ("/srvsvc/lies", test_lies);
  g_test_add_func ("/srvsvc/lies-everywhere", test_lies_everywhere);
  g_test_add_func ("/srvsvc/string-lies", test_string_lies);
  g_test_add_func ("/srvsvc/bare-files", test_bare_files);
  g_test_add_func ("/srvsvc/too-many-files", test_too_many_files);
  g_test_add_func ("/srvsvc/too-many-shares", test_too_many_shares);
  g_test_add_func ("/srvsvc/types", test_types);
  g_test_add_func ("/srvsvc/password", test_password);
  g_test_add_func ("/srvsvc/codes", test_codes);
  g_test_add_func ("/srvsvc/list-with-error", test_list_with_error);
  g_test_add_func ("/srvsvc/calls", test_calls);
  g_test_add_func ("/srvsvc/any-bytes", test_any_bytes);
  g_test_add_func ("/srvsvc/real-identity", test_real_identity);
  g_test_add_func ("/srvsvc/cut-identity", test_cut_identity);
  g_test_add_func ("/srvsvc/identity-lies", test_identity_lies);
  g_test_add_func ("/srvsvc/identity-counts", test_identity_counts);
  g_test_add_func ("/srvsvc/bare-identity", test_bare_identity);
  g_test_add_func ("/srvsvc/identity-codes", test_identity_codes);

  return g_test_run ();
}
