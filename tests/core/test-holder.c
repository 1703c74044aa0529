/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-error.h"
#include "dm-holder.h"

static DmHolder *
new_full_holder (void)
{
  DmHolder *holder = dm_holder_new (4711, DM_HOLDER_FILE, DM_HOLDER_SOURCE_PROC);

  holder->program = g_strdup ("soffice.bin");
  holder->path = g_strdup ("/home/me/Drives/Z/Übersicht.odt");
  holder->mode = DM_HOLDER_MODE_READ_WRITE;
  holder->user = g_strdup ("me");
  holder->note = g_strdup ("locked");
  return holder;
}

static void
assert_same (const DmHolder *a,
             const DmHolder *b)
{
  g_assert_cmpint (a->pid, ==, b->pid);
  g_assert_cmpstr (a->program, ==, b->program);
  g_assert_cmpint (a->kind, ==, b->kind);
  g_assert_cmpstr (a->path, ==, b->path);
  g_assert_cmpint (a->mode, ==, b->mode);
  g_assert_cmpstr (a->user, ==, b->user);
  g_assert_cmpint (a->source, ==, b->source);
  g_assert_cmpstr (a->note, ==, b->note);
  g_assert_cmpstr (a->server_path, ==, b->server_path);
  g_assert_cmpuint (a->id, ==, b->id);
}

static DmHolder *
new_server_holder (void)
{
  DmHolder *holder = dm_holder_new (0, DM_HOLDER_SERVER, DM_HOLDER_SOURCE_SERVER);

  holder->path = g_strdup ("plan.odt");
  holder->server_path = g_strdup ("C:\\srv\\team\\plan.odt");
  holder->id = 0x80000001;
  holder->user = g_strdup ("ann");
  return holder;
}

static void
test_copy (void)
{
  g_autoptr (DmHolder) full = new_full_holder ();
  g_autoptr (DmHolder) empty = dm_holder_new (0, DM_HOLDER_STREAM, DM_HOLDER_SOURCE_STREAM);
  g_autoptr (DmHolder) server = new_server_holder ();
  g_autoptr (DmHolder) server_copy = dm_holder_copy (server);
  g_autoptr (DmHolder) full_copy = dm_holder_copy (full);
  g_autoptr (DmHolder) empty_copy = dm_holder_copy (empty);

  assert_same (full, full_copy);
  assert_same (empty, empty_copy);
  assert_same (server, server_copy);
  g_assert_true (server->server_path != server_copy->server_path);
  g_assert_true (full->path != full_copy->path);
  dm_holder_free (NULL);
}

static void
test_error_code (void)
{
  const struct
  {
    DmHolderKind kinds[3];
    guint n_kinds;
    int code;
  } cases[] = {
    { { 0 }, 0, 0 },
    { { DM_HOLDER_FILE }, 1, DM_ERROR_OPEN_FILES },
    { { DM_HOLDER_MAPPED }, 1, DM_ERROR_OPEN_FILES },
    { { DM_HOLDER_STREAM }, 1, DM_ERROR_OPEN_FILES },
    { { DM_HOLDER_SERVER }, 1, DM_ERROR_OPEN_FILES },
    { { DM_HOLDER_DIRECTORY }, 1, DM_ERROR_DEVICE_IN_USE },
    { { DM_HOLDER_CWD }, 1, DM_ERROR_DEVICE_IN_USE },
    { { DM_HOLDER_ROOT }, 1, DM_ERROR_DEVICE_IN_USE },
    { { DM_HOLDER_CWD, DM_HOLDER_DIRECTORY, DM_HOLDER_ROOT }, 3, DM_ERROR_DEVICE_IN_USE },
    { { DM_HOLDER_CWD, DM_HOLDER_ROOT, DM_HOLDER_STREAM }, 3, DM_ERROR_OPEN_FILES },
    { { DM_HOLDER_FILE, DM_HOLDER_CWD }, 2, DM_ERROR_OPEN_FILES },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) holders = dm_holder_list_new ();

      for (guint j = 0; j < cases[i].n_kinds; j++)
        g_ptr_array_add (holders, dm_holder_new (1, cases[i].kinds[j], DM_HOLDER_SOURCE_PROC));

      g_assert_cmpint (dm_holder_list_get_error_code (holders), ==, cases[i].code);
    }
}

static void
test_round_trip (void)
{
  g_autoptr (GPtrArray) holders = dm_holder_list_new ();
  g_autoptr (GPtrArray) back = NULL;
  g_autoptr (GVariant) variant = NULL;

  g_ptr_array_add (holders, new_full_holder ());
  g_ptr_array_add (holders, new_server_holder ());
  for (int kind = DM_HOLDER_FILE; kind <= DM_HOLDER_SERVER; kind++)
    g_ptr_array_add (holders, dm_holder_new (kind, (DmHolderKind) kind, DM_HOLDER_SOURCE_SERVER));

  variant = g_variant_ref_sink (dm_holder_list_to_variant (holders));
  g_assert_cmpstr (g_variant_get_type_string (variant), ==, "aa{sv}");
  back = dm_holder_list_from_variant (variant);
  g_assert_cmpuint (back->len, ==, holders->len);
  for (guint i = 0; i < holders->len; i++)
    assert_same (g_ptr_array_index (holders, i), g_ptr_array_index (back, i));
}

/* What is not known is left out, not sent as "". */
static void
test_keys (void)
{
  g_autoptr (GPtrArray) holders = dm_holder_list_new ();
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GVariant) child = NULL;
  g_autoptr (GVariantDict) dict = NULL;

  g_ptr_array_add (holders, dm_holder_new (7, DM_HOLDER_CWD, DM_HOLDER_SOURCE_PROC));
  variant = g_variant_ref_sink (dm_holder_list_to_variant (holders));
  child = g_variant_get_child_value (variant, 0);
  g_assert_cmpuint (g_variant_n_children (child), ==, 3);
  dict = g_variant_dict_new (child);
  g_assert_true (g_variant_dict_contains (dict, "pid"));
  g_assert_true (g_variant_dict_contains (dict, "kind"));
  g_assert_true (g_variant_dict_contains (dict, "source"));
}

/* A file name is bytes; a D-Bus string must be UTF-8. */
static void
test_odd_path (void)
{
  g_autoptr (GPtrArray) holders = dm_holder_list_new ();
  g_autoptr (GPtrArray) back = NULL;
  g_autoptr (GVariant) variant = NULL;
  DmHolder *holder = dm_holder_new (1, DM_HOLDER_FILE, DM_HOLDER_SOURCE_PROC);

  holder->path = g_strdup ("/mnt/caf\xe9");
  g_ptr_array_add (holders, holder);
  variant = g_variant_ref_sink (dm_holder_list_to_variant (holders));
  back = dm_holder_list_from_variant (variant);
  holder = g_ptr_array_index (back, 0);
  g_assert_cmpstr (holder->path, ==, "/mnt/caf\xef\xbf\xbd");
}

/* What a newer or broken peer may send. */
static void
test_foreign (void)
{
  const struct
  {
    const char *text;
    guint n_holders;
    int code;
  } cases[] = {
    { "@aa{sv} []", 0, 0 },
    { "[@a{sv} {}]", 1, DM_ERROR_OPEN_FILES },
    { "[{'kind': <'hologram'>, 'mode': <'x'>, 'source': <'oracle'>}]", 1, DM_ERROR_OPEN_FILES },
    { "[{'kind': <'cwd'>, 'colour': <'red'>}]", 1, DM_ERROR_DEVICE_IN_USE },
    { "[{'kind': <3>, 'pid': <'x'>, 'path': <true>}]", 1, DM_ERROR_OPEN_FILES },
    { "[{'kind': <'root'>, 'pid': <uint32 4294967295>}]", 1, DM_ERROR_DEVICE_IN_USE },
    { "[{'id': <7>, 'server-path': <'C:/x'>}]", 1, DM_ERROR_OPEN_FILES },
    { "[{'server-path': <'C:/x'>}]", 1, DM_ERROR_OPEN_FILES },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_parsed (cases[i].text));
      g_autoptr (GPtrArray) holders = dm_holder_list_from_variant (variant);

      g_assert_cmpuint (holders->len, ==, cases[i].n_holders);
      g_assert_cmpint (dm_holder_list_get_error_code (holders), ==, cases[i].code);
      for (guint j = 0; j < holders->len; j++)
        {
          const DmHolder *holder = g_ptr_array_index (holders, j);

          g_assert_cmpint (holder->pid, ==, 0);
          /* Only both together can be closed. */
          g_assert_null (holder->server_path);
        }
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/holder/copy", test_copy);
  g_test_add_func ("/holder/error-code", test_error_code);
  g_test_add_func ("/holder/round-trip", test_round_trip);
  g_test_add_func ("/holder/keys", test_keys);
  g_test_add_func ("/holder/odd-path", test_odd_path);
  g_test_add_func ("/holder/foreign", test_foreign);

  return g_test_run ();
}
