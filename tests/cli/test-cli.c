/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <locale.h>
#include <string.h>

#include "dm-cli-browse.h"
#include "dm-cli-diagnose.h"
#include "dm-cli-json.h"
#include "dm-cli-output.h"
#include "dm-cli-request.h"
#include "dm-cli-server-files.h"
#include "dm-cli-table.h"
#include "dm-error.h"
#include "dm-holder.h"

#define DRIVES      "/io/github/drivemap/Drivemap/drives/"
#define CONNECTIONS "/io/github/drivemap/Drivemap/connections/"

static DmItem *
make_drive (const char *local,
            const char *remote,
            const char *status)
{
  g_autoptr (DmDbusDrive) drive = dm_dbus_drive_skeleton_new ();

  g_object_set (drive,
                "local", local, "remote", remote, "uri", "smb://nas/team",
                "path", "", "provider", "smb", "user", "", "domain", "",
                "status", status, "reason", "", "connection", "/",
                "remembered", TRUE, "open-count", 3, NULL);

  return dm_item_new_for_drive (drive, DRIVES "x");
}

static DmItem *
make_deviceless (const char *remote)
{
  g_autoptr (DmDbusConnection) connection = dm_dbus_connection_skeleton_new ();

  g_object_set (connection, "remote", remote, "uri", "sftp://h/", "origin", "gvfs",
                "status", "ok", "deviceless", TRUE, "use-count", 1,
                "since", G_GUINT64_CONSTANT (1700000000),
                "space-total", G_GUINT64_CONSTANT (1000000000000), NULL);

  return dm_item_new_for_connection (connection, CONNECTIONS "x");
}

/* --- JSON --- */

static void
test_json_strings (void)
{
  static const struct
  {
    const char *value;
    const char *expected;
  } cases[] = {
    { NULL, "[null]\n" },
    { "", "[\"\"]\n" },
    { "\\\\nas\\team", "[\"\\\\\\\\nas\\\\team\"]\n" },
    { "a\"b\nc\td", "[\"a\\\"b\\nc\\td\"]\n" },
    { "\033[31m\177\001", "[\"\\u001b[31m\\u007f\\u0001\"]\n" },
    { "größe", "[\"größe\"]\n" },
    { "a\302\205b\302\233", "[\"a\\u0085b\\u009b\"]\n" },
    { "bad\xff", "[\"bad\357\277\275\"]\n" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = NULL;
      DmCliJson json;

      dm_cli_json_init (&json, FALSE);
      dm_cli_json_begin (&json, NULL, '[');
      dm_cli_json_add_string (&json, NULL, cases[i].value);
      dm_cli_json_close (&json, ']');
      text = dm_cli_json_end (&json);
      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static char *
write_nested (gboolean lines)
{
  DmCliJson json;

  dm_cli_json_init (&json, lines);
  dm_cli_json_begin (&json, NULL, '[');
  for (guint i = 0; i < 2; i++)
    {
      dm_cli_json_begin (&json, NULL, '{');
      dm_cli_json_add_uint (&json, "n", i);
      dm_cli_json_begin (&json, "of", '[');
      dm_cli_json_add_boolean (&json, NULL, TRUE);
      dm_cli_json_add_null (&json, NULL);
      dm_cli_json_close (&json, ']');
      dm_cli_json_close (&json, '}');
    }
  dm_cli_json_close (&json, ']');

  return dm_cli_json_end (&json);
}

static void
test_json_nesting (void)
{
  g_autofree char *one_line = write_nested (FALSE);
  g_autofree char *lines = write_nested (TRUE);

  g_assert_cmpstr (one_line, ==, "[{\"n\": 0, \"of\": [true, null]}, {\"n\": 1, \"of\": [true, null]}]\n");
  g_assert_cmpstr (lines, ==, "[\n{\"n\": 0, \"of\": [true, null]},\n{\"n\": 1, \"of\": [true, null]}\n]\n");
}

static void
test_json_empty (void)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autofree char *items = dm_cli_items_to_json (none, TRUE);
  g_autofree char *holders = dm_cli_holders_to_json (none, FALSE);

  g_assert_cmpstr (items, ==, "[]\n");
  g_assert_cmpstr (holders, ==, "[]\n");
}

static void
test_json_items (void)
{
  g_autoptr (DmItem) drive = make_drive ("Z:", "\\\\nas\\team", "unavailable");
  g_autoptr (DmItem) deviceless = make_deviceless ("sftp://h/");
  g_autofree char *first = dm_cli_item_to_json (drive);
  g_autofree char *second = dm_cli_item_to_json (deviceless);

  g_assert_cmpstr (first, ==,
                   "{\"local\": \"Z:\", \"remote\": \"\\\\\\\\nas\\\\team\", \"uri\": \"smb://nas/team\", "
                   "\"path\": null, \"provider\": \"smb\", \"origin\": null, \"user\": null, "
                   "\"domain\": null, \"status\": \"unavailable\", \"reason\": null, \"since\": null, "
                   "\"remembered\": true, \"awaited\": false, \"managed\": false, \"use_count\": 0, \"open_count\": 3, "
                   "\"space_total\": null, \"space_free\": null}\n");
  g_assert_cmpstr (second, ==,
                   "{\"local\": null, \"remote\": \"sftp://h/\", \"uri\": \"sftp://h/\", "
                   "\"path\": null, \"provider\": null, \"origin\": \"gvfs\", \"user\": null, "
                   "\"domain\": null, \"status\": \"ok\", \"reason\": null, \"since\": 1700000000, "
                   "\"remembered\": false, \"awaited\": false, \"managed\": false, \"use_count\": 1, \"open_count\": 0, "
                   "\"space_total\": 1000000000000, \"space_free\": 0}\n");
}

/* What needs the user does not come back by itself, whatever the service hopes. */
static void
test_awaited (void)
{
  static const struct
  {
    const char *status;
    gboolean awaited;
    gboolean returns;
  } cases[] = {
    { "unavailable", TRUE, TRUE },
    { "unavailable", FALSE, FALSE },
    { "disconnected", TRUE, TRUE },
    { "needs-password", TRUE, FALSE },
    { "error", TRUE, FALSE },
    { "connecting", TRUE, FALSE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (DmDbusDrive) drive = dm_dbus_drive_skeleton_new ();
      g_autofree char *text = NULL;
      DmItem *item;

      g_object_set (drive, "local", "Z:", "remote", "\\\\nas\\team", "connection", "/", "reason", "Away.",
                    "status", cases[i].status, "awaited", cases[i].awaited, NULL);
      item = dm_item_new_for_drive (drive, DRIVES "x");
      g_ptr_array_add (items, item);
      g_assert_cmpint (dm_item_is_awaited (item), ==, cases[i].awaited);
      g_assert_cmpint (dm_cli_item_returns (item), ==, cases[i].returns);
      text = dm_cli_items_to_text (items, 0, FALSE);
      g_assert_nonnull (strstr (text, cases[i].returns ? "\nZ:  Away. It comes back by itself.\n" : "\nZ:  Away.\n"));

      dm_dbus_drive_set_reason (drive, "");
      g_clear_pointer (&text, g_free);
      text = dm_cli_items_to_text (items, 0, FALSE);
      g_assert_cmpint (strstr (text, "\nZ:  It comes back by itself.\n") != NULL, ==, cases[i].returns);
    }
}

static void
test_json_error (void)
{
  g_autoptr (GError) error = g_error_new (DM_ERROR, DM_ERROR_OPEN_FILES, "Files are open on Z:.");
  g_autoptr (GPtrArray) holders = dm_holder_list_new ();
  DmHolder *holder = dm_holder_new (42, DM_HOLDER_CWD, DM_HOLDER_SOURCE_PROC);
  g_autoptr (GPtrArray) nobody = dm_holder_list_new ();
  g_autoptr (GError) other = g_error_new (DM_ERROR, DM_ERROR_BUSY, "It is busy.");
  g_autofree char *with = NULL;
  g_autofree char *without = dm_cli_error_to_json (error, nobody);
  g_autofree char *unknown = dm_cli_error_to_json (error, NULL);
  g_autofree char *elsewhere = dm_cli_error_to_json (other, NULL);
  g_autofree char *text = dm_cli_error_to_text (error);

  holder->program = g_strdup ("bash");
  g_ptr_array_add (holders, holder);
  with = dm_cli_error_to_json (error, holders);

  g_assert_cmpstr (without, ==,
                   "{\"error\": \"OpenFiles\", \"code\": 2401, \"message\": \"Files are open on Z:.\", \"holders\": []}\n");
  g_assert_cmpstr (unknown, ==,
                   "{\"error\": \"OpenFiles\", \"code\": 2401, \"message\": \"Files are open on Z:.\", \"holders\": null}\n");
  g_assert_cmpstr (elsewhere, ==,
                   "{\"error\": \"Busy\", \"code\": 170, \"message\": \"It is busy.\", \"holders\": []}\n");
  g_assert_cmpstr (with, ==,
                   "{\"error\": \"OpenFiles\", \"code\": 2401, \"message\": \"Files are open on Z:.\", "
                   "\"holders\": [{\"pid\": 42, \"program\": \"bash\", \"kind\": \"cwd\", \"path\": null, "
                   "\"mode\": null, \"user\": null, \"source\": \"proc\", \"note\": null, \"id\": null}]}\n");
  g_assert_cmpstr (text, ==, "System error 2401 has occurred.\nFiles are open on Z:.\n");
}

/* --- text --- */

static void
test_text_width (void)
{
  static const struct
  {
    const char *text;
    guint width;
  } cases[] = {
    { "", 0 },
    { "Z:", 2 },
    { "größe", 5 },
    { "gro\xcc\x88\xc3\x9f"
      "e",
      5 }, /* a combining diaeresis */
    { "日本語", 6 },
    { "a語b", 4 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (dm_cli_text_width (cases[i].text), ==, cases[i].width);
}

static void
test_text_truncate (void)
{
  static const struct
  {
    const char *text;
    guint width;
    const char *expected;
  } cases[] = {
    { "abc", 3, "abc" },
    { "abcd", 3, "ab…" },
    { "abcd", 1, "…" },
    { "abcd", 0, "" },
    { "日本語", 6, "日本語" },
    { "日本語", 5, "日本…" },
    { "日本語", 4, "日…" }, /* half a character cannot be shown */
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *cut = dm_cli_text_truncate (cases[i].text, cases[i].width);

      g_assert_cmpstr (cut, ==, cases[i].expected);
    }
}

static void
test_text_sanitize (void)
{
  g_autofree char *clean = dm_cli_text_sanitize ("a\033[31mb\nc\xe2\x80\xae"
                                                 "d\xff");

  g_assert_cmpstr (clean, ==, "a\xef\xbf\xbd[31mb\xef\xbf\xbd"
                              "c\xef\xbf\xbd"
                              "d\xef\xbf\xbd");
}

static void
test_text_pad (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } cases[] = {
    { "", "      " },
    { "ab", "ab    " },
    { "日本", "日本  " },
    { "abcde", "abcde  " },
    { "a\nb", "a\xef\xbf\xbd"
              "b   " },
    { "\xc2\xad\xf3\xa0\x80\xa1", "\xef\xbf\xbd\xef\xbf\xbd    " }, /* a soft hyphen, a tag */
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *padded = dm_cli_text_pad (cases[i].text, 4);

      g_assert_cmpstr (padded, ==, cases[i].expected);
    }
}

static void
test_table (void)
{
  const DmCliColumn columns[] = {
    { "Name", FALSE, FALSE },
    { "Remote", TRUE, FALSE },
    { "Open", FALSE, TRUE },
  };
  g_autoptr (DmCliTable) table = dm_cli_table_new (columns, 3);
  g_autofree char *wide = NULL;
  g_autofree char *narrow = NULL;
  g_autofree char *colored = NULL;

  dm_cli_table_add (table, "日本", DM_CLI_STYLE_GOOD);
  dm_cli_table_add (table, "\\\\server\\a-long-share", DM_CLI_STYLE_PLAIN);
  dm_cli_table_add (table, "7", DM_CLI_STYLE_PLAIN);
  dm_cli_table_add (table, NULL, DM_CLI_STYLE_PLAIN);
  dm_cli_table_add (table, "x", DM_CLI_STYLE_PLAIN);
  dm_cli_table_add (table, "12", DM_CLI_STYLE_PLAIN);

  wide = dm_cli_table_render (table, 0, FALSE);
  narrow = dm_cli_table_render (table, 26, FALSE);
  colored = dm_cli_table_render (table, 0, TRUE);

  g_assert_cmpstr (wide, ==,
                   "Name  Remote                 Open\n"
                   "日本  \\\\server\\a-long-share     7\n"
                   "      x                        12\n");
  g_assert_cmpstr (narrow, ==,
                   "Name  Remote          Open\n"
                   "日本  \\\\server\\a-lo…     7\n"
                   "      x                 12\n");
  g_assert_nonnull (strstr (colored, "\033[32m日本\033[0m"));
}

static void
test_table_never_unreadable (void)
{
  const DmCliColumn columns[] = { { "Remote", TRUE, FALSE } };
  g_autoptr (DmCliTable) table = dm_cli_table_new (columns, 1);
  g_autofree char *text = NULL;

  /* Rather a wrapped line than nothing left of it. */
  dm_cli_table_add (table, "0123456789abcdef", DM_CLI_STYLE_PLAIN);
  text = dm_cli_table_render (table, 3, FALSE);
  g_assert_cmpstr (text, ==, "Remote\n0123456789a…\n");
}

static void
test_items_text (void)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *empty = dm_cli_items_to_text (items, 0, FALSE);
  g_autofree char *text = NULL;

  g_assert_cmpstr (empty, ==, "There are no entries in the list.\n");

  g_ptr_array_add (items, make_drive ("Z:", "\\\\nas\\team", "needs-password"));
  g_ptr_array_add (items, make_drive ("Music", "\\\\nas\\music", "from-the-future"));
  text = dm_cli_items_to_text (items, 0, FALSE);
  g_assert_nonnull (strstr (text, "Needs password"));
  g_assert_nonnull (strstr (text, "Error"));
}

/* --- order, words, users --- */

static void
test_item_order (void)
{
  g_autoptr (DmItem) z = make_drive ("Z:", "\\\\a\\a", "ok");
  g_autoptr (DmItem) label = make_drive ("Album", "\\\\a\\a", "ok");
  g_autoptr (DmItem) first = make_deviceless ("\\\\a\\a");
  g_autoptr (DmItem) second = make_deviceless ("\\\\b\\a");

  g_assert_cmpint (dm_item_compare (z, label, NULL), <, 0);
  g_assert_cmpint (dm_item_compare (label, first, NULL), <, 0);
  g_assert_cmpint (dm_item_compare (first, second, NULL), <, 0);
  g_assert_cmpint (dm_item_compare (first, z, NULL), >, 0);
}

static void
test_suggest (void)
{
  static const struct
  {
    const char *typed;
    const char *expected;
  } cases[] = {
    { "lst", "list" },
    { "lits", "list" },
    { "disc", "disconnect" },
    { "unconnect", "connect" },
    { "stat", "status" },
    { "xyzzy", NULL },
    { "q", NULL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (dm_cli_suggest (cases[i].typed), ==, cases[i].expected);
}

static void
test_user (void)
{
  static const struct
  {
    const char *text;
    gboolean is_valid;
    const char *domain;
    const char *user;
  } cases[] = {
    { "alice", TRUE, NULL, "alice" },
    { "CORP\\alice", TRUE, "CORP", "alice" },
    { "alice@corp.example", TRUE, NULL, "alice@corp.example" },
    { "", FALSE, NULL, NULL },
    { "\\alice", FALSE, NULL, NULL },
    { "CORP\\", FALSE, NULL, NULL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *domain = NULL;
      g_autofree char *user = NULL;

      g_assert_cmpint (dm_cli_parse_user (cases[i].text, &domain, &user), ==, cases[i].is_valid);
      g_assert_cmpstr (domain, ==, cases[i].domain);
      g_assert_cmpstr (user, ==, cases[i].user);
    }
}

/* --- servers --- */

static DmPlace *
make_place (const char *text)
{
  g_autoptr (GVariant) dict = g_variant_ref_sink (g_variant_new_parsed (text));

  return dm_place_new (dict);
}

static void
test_places (void)
{
  static const struct
  {
    const char *dict;
    const char *text;
    const char *json;
  } cases[] = {
    { "{'name': <'team'>, 'type': <'disk'>, 'comment': <'Plans'>, 'hidden': <false>,"
      " 'remote': <'//nas/team'>, 'local': <'Z:'>}",
      "team                          Folder        Z:            Plans",
      "{\"name\": \"team\", \"type\": \"disk\", \"comment\": \"Plans\", \"hidden\": false, "
      "\"remote\": \"//nas/team\", \"local\": \"Z:\"}" },
    { "{'name': <'<b>\\u202e$(x)\\n'>, 'type': <'disk'>, 'comment': <''>, 'hidden': <true>}",
      "<b>\xef\xbf\xbd$(x)\xef\xbf\xbd                     Folder                      (cannot be a drive)",
      "{\"name\": \"<b>\xe2\x80\xae$(x)\\n\", \"type\": \"disk\", \"comment\": \"\", \"hidden\": true, "
      "\"remote\": null, \"local\": null}" },
    { "{'name': <'laser'>, 'type': <'printer'>, 'comment': <'\\u001b[2J'>}",
      "laser                         Printer                     \xef\xbf\xbd[2J",
      "{\"name\": \"laser\", \"type\": \"printer\", \"comment\": \"\\u001b[2J\", \"hidden\": false, "
      "\"remote\": null, \"local\": null}" },
    { "{'name': <'x'>, 'type': <'from the future'>}",
      "x                             Other",
      "{\"name\": \"x\", \"type\": \"other\", \"comment\": \"\", \"hidden\": false, "
      "\"remote\": null, \"local\": null}" },
    { "{'name': <'NAS'>, 'uri': <'smb://nas.local/'>, 'source': <'network'>}",
      "NAS                           Announced     smb://nas.local/",
      "{\"name\": \"NAS\", \"uri\": \"smb://nas.local/\", \"source\": \"network\"}" },
    { "{'name': <'old'>, 'uri': <'smb://old/'>, 'source': <'known'>}",
      "old                           Used before   smb://old/",
      "{\"name\": \"old\", \"uri\": \"smb://old/\", \"source\": \"known\"}" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func (g_object_unref);
      DmPlace *place = make_place (cases[i].dict);
      g_autofree char *text = dm_cli_place_to_text (place);
      g_autofree char *expected = g_strdup_printf ("[\n%s\n]\n", cases[i].json);
      g_autofree char *json = NULL;

      g_ptr_array_add (places, place);
      json = dm_cli_places_to_json (places);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpstr (json, ==, expected);
    }
}

static void
test_steps (void)
{
  static const struct
  {
    const char *dict;
    const char *text;
    const char *json;
  } cases[] = {
    { "{'step': <'name'>, 'result': <'good'>, 'elapsed-ms': <uint64 12>, 'text': <'It is 10.0.0.1.'>, 'advice': <''>}",
      "OK          Name        12 ms      It is 10.0.0.1.\n",
      "{\"step\": \"name\", \"result\": \"good\", \"elapsed_ms\": 12, \"text\": \"It is 10.0.0.1.\", \"advice\": \"\"}" },
    { "{'step': <'port'>, 'result': <'bad'>, 'elapsed-ms': <uint64 5000>, 'text': <'Closed\\u001b.'>, 'advice': <'Open it.'>}",
      "Failed      Port        5.0 s      Closed\xef\xbf\xbd.\n  Open it.\n",
      "{\"step\": \"port\", \"result\": \"bad\", \"elapsed_ms\": 5000, \"text\": \"Closed\\u001b.\", \"advice\": \"Open it.\"}" },
    { "{'step': <'login'>, 'result': <'skipped'>}",
      "Not tried   Login\n",
      "{\"step\": \"login\", \"result\": \"skipped\", \"elapsed_ms\": 0, \"text\": \"\", \"advice\": \"\"}" },
    { "{'step': <'omen'>, 'result': <'dire'>}",
      "Not known   omen\n",
      "{\"step\": \"omen\", \"result\": \"unknown\", \"elapsed_ms\": 0, \"text\": \"\", \"advice\": \"\"}" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GVariant) dict = g_variant_ref_sink (g_variant_new_parsed (cases[i].dict));
      g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (g_object_unref);
      DmStep *step = dm_step_new (dict);
      g_autofree char *text = dm_cli_step_to_text (step, FALSE);
      g_autofree char *colored = dm_cli_step_to_text (step, TRUE);
      g_autofree char *expected = g_strdup_printf ("[\n%s\n]\n", cases[i].json);
      g_autofree char *json = NULL;

      g_ptr_array_add (steps, step);
      json = dm_cli_steps_to_json (steps);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpstr (json, ==, expected);
      g_assert_true (g_str_has_prefix (colored, "\033["));
    }
}

/* The column of the server's numbers is there only when the server told of files. */
static void
test_holder_ids (void)
{
  g_autoptr (GPtrArray) holders = dm_holder_list_new ();
  DmHolder *local = dm_holder_new (42, DM_HOLDER_FILE, DM_HOLDER_SOURCE_PROC);
  DmHolder *remote = dm_holder_new (0, DM_HOLDER_SERVER, DM_HOLDER_SOURCE_SERVER);
  g_autofree char *without = NULL;
  g_autofree char *with = NULL;
  g_autofree char *json = NULL;

  local->path = g_strdup ("a");
  g_ptr_array_add (holders, local);
  without = dm_cli_holders_to_text (holders, 0, FALSE);
  g_assert_true (g_str_has_prefix (without, "PID  "));

  remote->path = g_strdup ("b");
  remote->server_path = g_strdup ("C:\\b");
  remote->user = g_strdup ("ann");
  remote->id = 4000000000;
  g_ptr_array_add (holders, remote);
  with = dm_cli_holders_to_text (holders, 0, FALSE);
  g_assert_cmpstr (with, ==,
                   "        ID  PID  Program  Kind                Mode  User  Path\n"
                   "             42           file                            a\n"
                   "4000000000                file on the server        ann   b\n");
  json = dm_cli_holders_to_json (holders, FALSE);
  g_assert_nonnull (strstr (json, "\"note\": null, \"id\": null}, "));
  g_assert_nonnull (strstr (json, "\"note\": null, \"id\": 4000000000}]"));
}

static void
add_server_file (GPtrArray *holders,
                 guint32 id,
                 const char *path)
{
  DmHolder *holder = dm_holder_new (0, DM_HOLDER_SERVER, DM_HOLDER_SOURCE_SERVER);

  holder->server_path = g_strdup (path);
  holder->id = id;
  g_ptr_array_add (holders, holder);
}

/* An ID alone may mean several files, of which closing would hit all. */
static void
test_find_server_file (void)
{
  g_autoptr (GPtrArray) holders = dm_holder_list_new ();
  g_autoptr (GError) error = NULL;

  /* What only this computer knows has no ID, not even 0. */
  g_ptr_array_add (holders, dm_holder_new (42, DM_HOLDER_FILE, DM_HOLDER_SOURCE_PROC));
  g_assert_null (dm_cli_find_server_file (holders, "Z:", 0, &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_NOT_CONNECTED);
  g_clear_error (&error);

  add_server_file (holders, 7, "C:\\a");
  add_server_file (holders, 8, "C:\\b");
  g_assert_true (dm_cli_find_server_file (holders, "Z:", 8, &error) == holders->pdata[2]);
  g_assert_no_error (error);

  add_server_file (holders, 7, "C:\\c");
  g_assert_null (dm_cli_find_server_file (holders, "Z:", 7, &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_BUSY);
}

int
main (int argc,
      char **argv)
{
  /* Never translated words, but UTF-8. */
  g_setenv ("LANGUAGE", "en", TRUE);
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/json/strings", test_json_strings);
  g_test_add_func ("/cli/json/nesting", test_json_nesting);
  g_test_add_func ("/cli/json/empty", test_json_empty);
  g_test_add_func ("/cli/json/items", test_json_items);
  g_test_add_func ("/cli/json/error", test_json_error);
  g_test_add_func ("/cli/text/width", test_text_width);
  g_test_add_func ("/cli/text/truncate", test_text_truncate);
  g_test_add_func ("/cli/text/sanitize", test_text_sanitize);
  g_test_add_func ("/cli/table/render", test_table);
  g_test_add_func ("/cli/table/never-unreadable", test_table_never_unreadable);
  g_test_add_func ("/cli/items/text", test_items_text);
  g_test_add_func ("/cli/items/order", test_item_order);
  g_test_add_func ("/cli/items/awaited", test_awaited);
  g_test_add_func ("/cli/suggest", test_suggest);
  g_test_add_func ("/cli/user", test_user);

  g_test_add_func ("/cli/text/pad", test_text_pad);
  g_test_add_func ("/cli/servers/places", test_places);
  g_test_add_func ("/cli/servers/steps", test_steps);
  g_test_add_func ("/cli/servers/holder-ids", test_holder_ids);
  g_test_add_func ("/cli/servers/find-file", test_find_server_file);

  return g_test_run ();
}
