/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dm-cli-prompt.h"
#include "dm-error.h"
#include "dm-use-messages.h"
#include "dm-use.h"

static int
print_help (void)
{
  g_print ("%s\n\n", _ ("Connects and disconnects as “net use” of Windows does."));
  g_print ("drivemapctl use\n"
           "drivemapctl use [DRIVE|'*'] LOCATION [PASSWORD|'*'] [/USER:[DOMAIN\\]USER]\n"
           "                [/SAVECRED] [/PERSISTENT:YES|NO]\n"
           "drivemapctl use DRIVE\n"
           "drivemapctl use DRIVE|LOCATION|'*' /DELETE [/YES|/NO]\n"
           "drivemapctl use /PERSISTENT:YES|NO\n\n");
  g_print ("%s\n", _ ("LOCATION is //server/share, smb://server/share, or in single quotes\n"
                      "'\\\\server\\share', as the shell eats backslashes and replaces a bare *.\n"
                      "As DRIVE, '*' is the next free letter, from Z: downward; as PASSWORD it asks.\n"
                      "Options may be in lower case and short: /d /y /u:games /p:no."));

  return DM_CLI_DONE;
}

static char **
convert_words (char **argv)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 1; argv[i] != NULL; i++)
    {
      char *word = g_locale_to_utf8 (argv[i], -1, NULL, NULL, NULL);

      if (word == NULL)
        return NULL;
      g_strv_builder_add (builder, word);
      dm_cli_password_free (word);
    }

  return g_strv_builder_end (builder);
}

static void
free_words (char **words)
{
  for (guint i = 0; words[i] != NULL; i++)
    dm_cli_password_free (words[i]);
  g_free (words);
}

/* (nullable): the password, which is nowhere else then. "" is none, as on Windows. */
static char *
take_password (char **words,
               char **argv,
               int index)
{
  g_autofree char *password = NULL;

  if (index < 0)
    return NULL;

  password = g_steal_pointer (&words[index]);
  words[index] = g_strdup ("");
  if (*password == '\0')
    return NULL;

  /* What the list of processes shows is this memory. */
  explicit_bzero (argv[index + 1], strlen (argv[index + 1]));
  g_printerr ("%s\n", _ ("Warning: a password on the command line can be seen by others in the list of processes. Write '*' in its place, and it is asked for."));

  return g_steal_pointer (&password);
}

static int
set_default (const DmUseOptions *options)
{
  g_autoptr (GError) error = NULL;

  if (!dm_use_set_default (options->persistent == DM_USE_YES, &error))
    return dm_use_report (error);

  return dm_use_finish ();
}

static int
run (DmCli *cli,
     const DmUseOptions *options,
     char *password)
{
  switch (options->verb)
    {
    case DM_USE_SHOW:
      return dm_use_show (cli, options->local);
    case DM_USE_ADD:
      return dm_use_add (cli, options, password);
    case DM_USE_DELETE:
      return dm_use_delete (cli, options->local != NULL ? options->local : options->remote, options->answer);
    case DM_USE_DELETE_ALL:
      return dm_use_delete_all (cli, options->answer);
    case DM_USE_SET_DEFAULT:
      return set_default (options);
    case DM_USE_HELP:
      return print_help ();
    case DM_USE_LIST:
    default:
      return dm_use_list (cli);
    }
}

int
dm_use_report (const GError *error)
{
  g_autofree char *text = dm_use_error_to_text (error);

  g_printerr ("%s", text);

  return DM_CLI_FAILED;
}

int
dm_use_finish (void)
{
  g_print ("%s\n", dm_use_message_get (DM_USE_MESSAGE_DONE));

  return DM_CLI_DONE;
}

int
dm_cli_use (DmCli *cli,
            int argc,
            char **argv)
{
  g_auto (DmUseOptions) options = { 0 };
  g_autoptr (GError) error = NULL;
  char **words = convert_words (argv);
  char *password = NULL;
  gboolean is_good;

  if (words == NULL)
    return dm_cli_usage_error (_ ("An argument is not text in your locale's encoding."));

  is_good = dm_use_options_parse (&options, (const char *const *) words, &error);
  if (is_good)
    password = take_password (words, argv, options.password_word);
  free_words (words);
  if (is_good)
    return run (cli, &options, password);

  return error->domain == DM_ERROR ? dm_use_report (error) : dm_cli_usage_error ("%s", error->message);
}
