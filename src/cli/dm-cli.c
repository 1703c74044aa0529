/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-cli.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "dm-cli-output.h"

static int print_help (DmCli *cli, int argc, char **argv);

static const DmCliCommand commands[] = {
  { "list", N_ ("Show drives and connections"), dm_cli_list },
  { "map", N_ ("Give a location a drive letter or name"), dm_cli_map },
  { "connect", N_ ("Connect without a letter, or bring a drive back"), dm_cli_connect },
  { "reconnect", N_ ("Bring the remembered drives back"), dm_cli_reconnect },
  { "files", N_ ("Show who has what open on a connection"), dm_cli_files },
  { "disconnect", N_ ("Disconnect a drive or connection"), dm_cli_disconnect },
  { "browse", N_ ("Show servers, or the shares of one"), dm_cli_browse },
  { "import", N_ ("Take drives over from other programs and files"), dm_cli_import },
  { "export", N_ ("Write the remembered drives to a file"), dm_cli_export },
  { "rename", N_ ("Give a drive another letter or name"), dm_cli_rename },
  { "set", N_ ("Choose how a drive behaves"), dm_cli_set },
  { "password", N_ ("Show, change or forget the password of a drive"), dm_cli_password },
  { "managed", N_ ("Show the drives that an administrator has set up"), dm_cli_managed },
  { "status", N_ ("Show the state of the service, or why a drive does not connect"), dm_cli_status },
  { "use", N_ ("Do what “net use” of Windows does"), dm_cli_use },
  { "help", N_ ("Show this help, or that of a command"), print_help },
};

/* --- helpers --- */

static const DmCliCommand *
find_command (const char *name)
{
  for (size_t i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];

  return NULL;
}

static char *
format_help (void)
{
  GString *text = g_string_new (_ ("Usage: drivemapctl COMMAND [OPTION…]\n\nManage network drives.\n\nCommands:\n"));

  for (size_t i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (text, "  %-12s%s\n", commands[i].name, _ (commands[i].summary));
  g_string_append (text, _ ("\nEvery command has --help. Options of drivemapctl itself: --help, --version.\n"));

  return g_string_free (text, FALSE);
}

static guint
edit_distance (const char *a,
               const char *b)
{
  size_t length = strlen (b);
  g_autofree guint *row = g_new (guint, length + 1);

  for (size_t j = 0; j <= length; j++)
    row[j] = (guint) j;
  for (size_t i = 0; a[i] != '\0'; i++)
    {
      guint diagonal = row[0];

      row[0] = (guint) i + 1;
      for (size_t j = 0; j < length; j++)
        {
          guint change = diagonal + (a[i] != b[j]);

          diagonal = row[j + 1];
          row[j + 1] = MIN (change, MIN (row[j], row[j + 1]) + 1);
        }
    }

  return row[length];
}

static int
report_unknown (const char *name)
{
  const char *suggestion = dm_cli_suggest (name);
  g_autofree char *clean = dm_cli_text_sanitize (name);

  if (suggestion != NULL)
    return dm_cli_usage_error (_ ("There is no command “%s”. Did you mean “%s”?"), clean, suggestion);

  return dm_cli_usage_error (_ ("There is no command “%s”. “drivemapctl help” lists the commands."), clean);
}

static int
run_command (DmCli *cli,
             const DmCliCommand *command,
             int argc,
             char **argv)
{
  g_autofree char *prgname = g_strdup_printf ("drivemapctl %s", command->name);

  g_set_prgname (prgname);

  return command->function (cli, argc, argv);
}

static int
print_help (DmCli *cli,
            int argc,
            char **argv)
{
  const DmCliCommand *command;
  g_autofree char *text = NULL;
  char *help_argv[] = { argc > 1 ? argv[1] : NULL, (char *) "--help", NULL };

  if (argc > 1)
    {
      command = find_command (argv[1]);
      if (command == NULL)
        return report_unknown (argv[1]);
      if (command->function != print_help)
        return run_command (cli, command, 2, help_argv);
    }

  text = format_help ();
  g_print ("%s", text);

  return DM_CLI_DONE;
}

static int
dispatch (DmCli *cli,
          int argc,
          char **argv)
{
  const DmCliCommand *command;

  if (argc < 2)
    {
      g_autofree char *text = format_help ();

      g_printerr ("%s", text);
      return DM_CLI_USAGE;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("drivemapctl %s\n", DM_VERSION);
      return DM_CLI_DONE;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    return print_help (cli, 1, argv + 1);

  command = find_command (argv[1]);
  if (command == NULL)
    return report_unknown (argv[1]);

  return run_command (cli, command, argc - 1, argv + 1);
}

static char **
convert_arguments (char **arguments)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (; *arguments != NULL; arguments++)
    {
      g_autofree char *text = g_locale_to_utf8 (*arguments, -1, NULL, NULL, NULL);

      if (text == NULL)
        {
          dm_cli_usage_error (_ ("An argument is not text in your locale's encoding."));
          return NULL;
        }
      g_strv_builder_add (builder, text);
    }

  return g_strv_builder_end (builder);
}

static char *
describe_count (const DmCliSyntax *syntax)
{
  if (syntax->max_arguments == 0)
    return g_strdup (_ ("This command takes no arguments."));

  return g_strdup_printf (_ ("This command takes: %s."), syntax->arguments);
}

static gboolean
on_signal_received_cb (gpointer user_data)
{
  DmCli *cli = user_data;

  /* The second time the user does not want to wait for the service. */
  if (g_cancellable_is_cancelled (cli->cancellable))
    _exit (DM_CLI_FAILED);

  g_cancellable_cancel (cli->cancellable);

  return G_SOURCE_CONTINUE;
}

/* --- public --- */

int
dm_cli_run (int argc,
            char **argv)
{
  g_autoptr (DmClient) client = dm_client_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  DmCli cli = { .client = client, .cancellable = cancellable };

  g_unix_signal_add (SIGINT, on_signal_received_cb, &cli);
  g_unix_signal_add (SIGTERM, on_signal_received_cb, &cli);

  return dispatch (&cli, argc, argv);
}

const char *
dm_cli_suggest (const char *name)
{
  const char *best = NULL;
  guint best_distance = 3;

  for (size_t i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      guint distance = edit_distance (name, commands[i].name);

      if (strlen (name) >= 2 && g_str_has_prefix (commands[i].name, name))
        return commands[i].name;
      if (distance < best_distance)
        {
          best = commands[i].name;
          best_distance = distance;
        }
    }

  return best;
}

char **
dm_cli_parse (DmCli *cli,
              const DmCliSyntax *syntax,
              int argc,
              char **argv)
{
  const GOptionEntry json_entry[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, N_ ("Print JSON for programs"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new (syntax->arguments);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = g_strdupv (argv);
  g_auto (GStrv) arguments = NULL;
  g_autofree char *message = NULL;

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, syntax->summary);
  if (syntax->entries != NULL)
    g_option_context_add_main_entries (context, syntax->entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, json_entry, GETTEXT_PACKAGE);

  if (!g_option_context_parse_strv (context, &words, &error))
    {
      dm_cli_usage_error ("%s", error->message);
      return NULL;
    }

  /* "--" itself stays in the list when something that looks like an option
   * follows it. */
  if (words[1] != NULL && g_str_equal (words[1], "--"))
    arguments = convert_arguments (words + 2);
  else
    arguments = convert_arguments (words + 1);
  if (arguments == NULL)
    return NULL;

  if (g_strv_length (arguments) < syntax->min_arguments ||
      g_strv_length (arguments) > syntax->max_arguments)
    {
      message = describe_count (syntax);
      dm_cli_usage_error ("%s", message);
      return NULL;
    }

  return g_steal_pointer (&arguments);
}

int
dm_cli_usage_error (const char *format,
                    ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  g_printerr ("%s: %s\n", g_get_prgname (), message);
  g_printerr (_ ("Try “%s --help”.\n"), g_get_prgname ());

  return DM_CLI_USAGE;
}

gboolean
dm_cli_open (DmCli *cli,
             GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  dm_client_open_async (cli->client, cli->cancellable, dm_cli_await_cb, &result);

  return dm_client_open_finish (cli->client, dm_cli_await (&result), error);
}

void
dm_cli_await_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

GAsyncResult *
dm_cli_await (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}
