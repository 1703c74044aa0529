/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <locale.h>
#include <string.h>

#include "dm-error.h"
#include "dm-use-messages.h"
#include "dm-use-options.h"
#include "dm-use.h"

#define DRIVES      "/io/github/drivemap/Drivemap/drives/"
#define CONNECTIONS "/io/github/drivemap/Drivemap/connections/"

/* "a b" → { "a", "b" } */
static gboolean
parse (const char *line,
       DmUseOptions *options,
       GError **error)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  return dm_use_options_parse (options, (const char *const *) words, error);
}

static void
test_grammar (void)
{
  static const struct
  {
    const char *line;
    DmUseOptions expected;
  } cases[] = {
    { "", { .verb = DM_USE_LIST, .password_word = -1 } },
    { "z:", { .verb = DM_USE_SHOW, .local = (char *) "Z:", .password_word = -1 } },
    { "Music", { .verb = DM_USE_SHOW, .local = (char *) "Music", .password_word = -1 } },
    { "Z: \\\\nas\\team", { .verb = DM_USE_ADD, .local = (char *) "Z:", .remote = (char *) "\\\\nas\\team", .password_word = -1 } },
    { "Z: //nas/team", { .verb = DM_USE_ADD, .local = (char *) "Z:", .remote = (char *) "//nas/team", .password_word = -1 } },
    { "* smb://nas/team", { .verb = DM_USE_ADD, .local = (char *) "*", .remote = (char *) "smb://nas/team", .password_word = -1 } },
    { "//nas/team", { .verb = DM_USE_ADD, .remote = (char *) "//nas/team", .password_word = -1 } },
    { "Z: //nas/team secret", { .verb = DM_USE_ADD, .local = (char *) "Z:", .remote = (char *) "//nas/team", .password_word = 2 } },
    { "Z: //nas/team -x", { .verb = DM_USE_ADD, .local = (char *) "Z:", .remote = (char *) "//nas/team", .password_word = 2 } },
    { "Z: //nas/team //x", { .verb = DM_USE_ADD, .local = (char *) "Z:", .remote = (char *) "//nas/team", .password_word = 2 } },
    { "//nas/team secret", { .verb = DM_USE_ADD, .remote = (char *) "//nas/team", .password_word = 1 } },
    { "Z: //nas/team *", { .verb = DM_USE_ADD, .local = (char *) "Z:", .remote = (char *) "//nas/team", .asks_password = TRUE, .password_word = -1 } },
    { "Z: //nas/team pw /USER:HOME\\bob", { .verb = DM_USE_ADD, .local = (char *) "Z:", .remote = (char *) "//nas/team", .domain = (char *) "HOME", .user = (char *) "bob", .password_word = 2 } },
    { "/u:HOME/bob Z: //nas/team pw", { .verb = DM_USE_ADD, .local = (char *) "Z:", .remote = (char *) "//nas/team", .domain = (char *) "HOME", .user = (char *) "bob", .password_word = 3 } },
    { "Z: /User:bob@home.lan //nas/team", { .verb = DM_USE_ADD, .local = (char *) "Z:", .remote = (char *) "//nas/team", .user = (char *) "bob@home.lan", .password_word = -1 } },
    { "Z: /User:bob@HOME //nas/team", { .verb = DM_USE_ADD, .local = (char *) "Z:", .remote = (char *) "//nas/team", .domain = (char *) "HOME", .user = (char *) "bob", .password_word = -1 } },
    { "Z: /User:@HOME //nas/team", { .verb = DM_USE_ADD, .local = (char *) "Z:", .remote = (char *) "//nas/team", .user = (char *) "@HOME", .password_word = -1 } },
    { "Z: //nas/team /savecred /PERSISTENT:no", { .verb = DM_USE_ADD, .local = (char *) "Z:", .remote = (char *) "//nas/team", .savecred = TRUE, .persistent = DM_USE_NO, .password_word = -1 } },
    { "Z: //nas/team /sa /p:Y", { .verb = DM_USE_ADD, .local = (char *) "Z:", .remote = (char *) "//nas/team", .savecred = TRUE, .persistent = DM_USE_YES, .password_word = -1 } },
    { "/persistent:YES", { .verb = DM_USE_SET_DEFAULT, .persistent = DM_USE_YES, .password_word = -1 } },
    { "/p:n", { .verb = DM_USE_SET_DEFAULT, .persistent = DM_USE_NO, .password_word = -1 } },
    { "Z: /DELETE", { .verb = DM_USE_DELETE, .local = (char *) "Z:", .password_word = -1 } },
    { "/d z:", { .verb = DM_USE_DELETE, .local = (char *) "Z:", .password_word = -1 } },
    { "z: /del /y", { .verb = DM_USE_DELETE, .local = (char *) "Z:", .answer = DM_USE_YES, .password_word = -1 } },
    { "//nas/team /Delete /No", { .verb = DM_USE_DELETE, .remote = (char *) "//nas/team", .answer = DM_USE_NO, .password_word = -1 } },
    { "* /delete /yes", { .verb = DM_USE_DELETE_ALL, .local = (char *) "*", .answer = DM_USE_YES, .password_word = -1 } },
    { "/?", { .verb = DM_USE_HELP, .password_word = -1 } },
    { "--help", { .verb = DM_USE_HELP, .password_word = -1 } },
    { "/help Z:", { .verb = DM_USE_HELP, .password_word = -1 } },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (DmUseOptions) options = { 0 };
      g_autoptr (GError) error = NULL;
      const DmUseOptions *expected = &cases[i].expected;

      g_test_message ("%s", cases[i].line);
      parse (cases[i].line, &options, &error);
      g_assert_no_error (error);
      g_assert_cmpint (options.verb, ==, expected->verb);
      g_assert_cmpstr (options.local, ==, expected->local);
      g_assert_cmpstr (options.remote, ==, expected->remote);
      g_assert_cmpstr (options.domain, ==, expected->domain);
      g_assert_cmpstr (options.user, ==, expected->user);
      g_assert_cmpint (options.persistent, ==, expected->persistent);
      g_assert_cmpint (options.answer, ==, expected->answer);
      g_assert_cmpint (options.savecred, ==, expected->savecred);
      g_assert_cmpint (options.asks_password, ==, expected->asks_password);
      g_assert_cmpint (options.password_word, ==, expected->password_word);
    }
}

static void
test_wrong_usage (void)
{
  static const struct
  {
    const char *line;
    const char *hint;
  } cases[] = {
    { "/xyzzy", "/xyzzy is unknown" },
    { "/home/games", "is unknown" },
    { "/", "is unknown" },
    { "/deletes Z:", "is unknown" },
    { "/s //nas/team", "could mean several" },
    { "/h", "could mean several" },
    { "/persistent", "/persistent option is not valid" },
    { "/persistent:", "not valid" },
    { "/p:maybe", "not valid" },
    { "/p:yess", "not valid" },
    { "Z: //nas/team /user", "/user option" },
    { "Z: //nas/team /user:", "not valid" },
    { "Z: //nas/team /user:\\bob", "not valid" },
    { "Z: //nas/team /user:HOME\\", "not valid" },
    { "Z: /delete:now", "/delete option" },
    { "Z: \\nasteam", "single quotes" },
    { "Z: \\nas\\team", "single quotes" },
    { "\\nasteam", "//server/share" },
    { "\\nasteam /delete", "//server/share" },
    { "Z: nas", "not a location" },
    { "notes.txt report.odt //nas/team", "*" },
    { "Z: //nas/team secret more", "one word too many" },
    { "Z: //nas/team secret more still", "one word too many" },
    { "Z: Y: /delete", "not a location" },
    { "/delete", "what to delete" },
    { "Z: //nas/team /delete", "either" },
    { "Z: /delete /persistent:no", "/DELETE" },
    { "//nas/team * /delete", "/DELETE" },
    { "Z: /delete /user:bob", "/DELETE" },
    { "Z: /y /n /delete", "/YES and /NO" },
    { "*", "location is missing" },
    { "Z: /user:bob", "location is missing" },
    { "Z: /persistent:no", "location is missing" },
    { "/savecred", "location is missing" },
    { "--json", "list --json" },
    { "--user=bob Z: //nas/team", "--user=bob is unknown" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (DmUseOptions) options = { 0 };
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].line);
      g_assert_false (parse (cases[i].line, &options, &error));
      g_assert_true (error->domain == G_OPTION_ERROR);
      if (strstr (error->message, cases[i].hint) == NULL)
        g_test_fail_printf ("%s: %s", cases[i].line, error->message);
      g_assert_null (strstr (error->message, "secret"));
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *line;
    const char *hint;
  } cases[] = {
    { "LPT1: //nas/printer", "printer" },
    { "lpt2", "lpt2" },
    { "com3: /delete", "com3:" },
    { "PRN: //nas/printer", "PRN:" },
    { "Z: /HOME", "domain" },
    { "Z: * /ho", "domain" },
    { "Z: //nas/team /SMARTCARD", "kinit" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (DmUseOptions) options = { 0 };
      g_autoptr (GError) error = NULL;

      g_assert_false (parse (cases[i].line, &options, &error));
      g_assert_error (error, DM_ERROR, DM_ERROR_NOT_SUPPORTED);
      g_assert_nonnull (strstr (error->message, cases[i].hint));
    }
}

/* An empty word is the empty password. */
static void
test_empty_password (void)
{
  static const char *const words[] = { "Z:", "//nas/team", "", "/user:guest", NULL };
  g_auto (DmUseOptions) options = { 0 };
  g_autoptr (GError) error = NULL;

  dm_use_options_parse (&options, words, &error);
  g_assert_no_error (error);
  g_assert_cmpint (options.password_word, ==, 2);
}

/* --- texts --- */

static void
test_messages (void)
{
  g_autofree char *connected = dm_use_message_format (DM_USE_MESSAGE_NOW_CONNECTED, "Z:", "\\\\100%1\\%2");
  g_autofree char *unknown = dm_use_message_format (9999, "Z:", NULL);
  g_autoptr (GError) error = g_error_new (DM_ERROR, DM_ERROR_BAD_NET_PATH, "nas is \033 away.");
  g_autofree char *text = dm_use_error_to_text (error);

  g_assert_cmpstr (connected, ==, "Drive Z: is now connected to \\\\100%1\\%2.");
  g_assert_cmpstr (unknown, ==, "");
  g_assert_null (dm_use_message_get (9999));
  g_assert_cmpstr (text, ==,
                   "System error 53 has occurred.\n\nThe network path was not found.\nnas is \357\277\275 away.\n");
}

/* Each error that the service can give has its text. */
static void
test_all_errors (void)
{
  for (int code = 1; code < 3000; code++)
    if (dm_error_get_name (code) != NULL && dm_use_message_get ((guint) code) == NULL)
      g_test_fail_printf ("%d has no text", code);
}

static DmItem *
make_drive (const char *local,
            const char *remote,
            const char *status)
{
  g_autoptr (DmDbusDrive) drive = dm_dbus_drive_skeleton_new ();

  g_object_set (drive, "local", local, "remote", remote, "provider", "smb", "status", status,
                "connection", "/", "open-count", 3, NULL);

  return dm_item_new_for_drive (drive, DRIVES "x");
}

static DmItem *
make_deviceless (const char *remote)
{
  g_autoptr (DmDbusConnection) connection = dm_dbus_connection_skeleton_new ();

  g_object_set (connection, "remote", remote, "origin", "gvfs", "status", "ok", "provider", "dav",
                "deviceless", TRUE, "use-count", 1, NULL);

  return dm_item_new_for_connection (connection, CONNECTIONS "x");
}

static void
test_columns (void)
{
  static const char expected[] =
    "\n"
    "Status       Local     Remote                    Network\n"
    "\n"
    "-------------------------------------------------------------------------------\n"
    "OK           Y:        \\\\nas\\team                Microsoft Windows Network\n"
    "Unavailable  Z:        \\\\server\\exactly-25-chars Microsoft Windows Network\n"
    "Disconnected X:        \\\\server\\exactly-26-charss\n"
    "                                                 Microsoft Windows Network\n"
    "Draining     größe     \\\\nas\\büro                Microsoft Windows Network\n"
    "Unavailable  a-long-name \\\\nas\\team                Microsoft Windows Network\n"
    "OK                     davs://cloud/a            Web Client Network\n";
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *text = NULL;

  g_ptr_array_add (items, make_drive ("Y:", "\\\\nas\\team", "ok"));
  g_ptr_array_add (items, make_drive ("Z:", "\\\\server\\exactly-25-chars", "unavailable"));
  g_ptr_array_add (items, make_drive ("X:", "\\\\server\\exactly-26-charss", "disconnected"));
  g_ptr_array_add (items, make_drive ("größe", "\\\\nas\\büro", "draining"));
  g_ptr_array_add (items, make_drive ("a-long-name", "\\\\nas\\team", "needs-password"));
  g_ptr_array_add (items, make_deviceless ("davs://cloud/a"));
  text = dm_use_items_to_text (items);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_detail (void)
{
  g_autoptr (DmItem) drive = make_drive ("Z:", "\\\\nas\\team", "reconnecting");
  g_autofree char *text = dm_use_item_to_text (drive);

  g_assert_cmpstr (text, ==,
                   "Local name        Z:\n"
                   "Remote name       \\\\nas\\team\n"
                   "Resource type     Disk\n"
                   "Status            Reconnecting\n"
                   "# Opens           3\n"
                   "# Connections     0\n");
}

int
main (int argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/use/options/grammar", test_grammar);
  g_test_add_func ("/use/options/wrong-usage", test_wrong_usage);
  g_test_add_func ("/use/options/refused", test_refused);
  g_test_add_func ("/use/options/empty-password", test_empty_password);
  g_test_add_func ("/use/messages", test_messages);
  g_test_add_func ("/use/messages/all-errors", test_all_errors);
  g_test_add_func ("/use/text/columns", test_columns);
  g_test_add_func ("/use/text/detail", test_detail);

  return g_test_run ();
}
