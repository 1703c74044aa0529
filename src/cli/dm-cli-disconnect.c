/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dm-cli-json.h"
#include "dm-cli-output.h"
#include "dm-cli-path.h"
#include "dm-cli-selection.h"
#include "dm-error.h"
#include "dm-local-name.h"

typedef struct
{
  DmLevel level;
  gboolean forget;
  gboolean all;
  char *profile;
  GStrv except;
} Disconnect;

static void
clear_disconnect (Disconnect *self)
{
  g_free (self->profile);
  g_strfreev (self->except);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Disconnect, clear_disconnect)

/* GOption would take the word after a bare --force for its level. */
static char **
complete_force (char **argv)
{
  char **words = g_strdupv (argv);

  for (guint i = 0; words[i] != NULL && !g_str_equal (words[i], "--"); i++)
    if (g_str_equal (words[i], "--force"))
      {
        g_free (words[i]);
        words[i] = g_strconcat ("--force=", dm_level_to_string (DM_LEVEL_FORCE), NULL);
      }

  return words;
}

static gboolean
cancel (DmCli *cli,
        const char *name,
        const Disconnect *self,
        DmCancelResult *cancelled,
        GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  dm_client_cancel_async (cli->client, name, self->level, self->forget, cli->cancellable,
                          dm_cli_await_cb, &result);

  return dm_client_cancel_finish (cli->client, dm_cli_await (&result), cancelled, error);
}

/* Who is in the way, where that is why it was refused; else NULL, and where nobody
 * can tell. */
static GPtrArray *
get_blockers (DmCli *cli,
              const char *name,
              const GError *error)
{
  return dm_error_is_in_use (error) ? dm_cli_get_holders (cli, name, NULL) : NULL;
}

/* --- text --- */

static void
print_result (const char *name,
              const Disconnect *self,
              const DmCancelResult *cancelled)
{
  g_autofree char *clean = dm_cli_text_sanitize (name);

  switch (cancelled->result)
    {
    case DM_RESULT_DRAINING:
      g_print (_ ("%s was disconnected. Open files keep working until they are closed."), clean);
      break;
    case DM_RESULT_RELEASED:
      g_print (_ ("%s was disconnected. The connection itself stays for its other uses."), clean);
      break;
    case DM_RESULT_DISCONNECTED:
    default:
      g_print (_ ("%s was disconnected."), clean);
    }
  g_print ("\n");
  if (self->forget && dm_local_name_looks_like (name))
    g_print (_ ("%s is forgotten: it does not come back at sign-in.\n"), clean);
  if (cancelled->ended_backend)
    g_print ("%s\n", _ ("It did not answer, so its connection was ended."));
}

/* For a command line; as it is where nothing in it is special. */
static char *
quote_name (const char *name)
{
  g_autofree char *clean = dm_cli_text_sanitize (name);

  if (clean[strspn (clean, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS ":/.@_-")] == '\0')
    return g_steal_pointer (&clean);

  return g_shell_quote (clean);
}

static void
print_advice (const char *name,
              const Disconnect *self)
{
  g_autofree char *quoted = quote_name (name);
  const char *forget = self->forget ? " --forget" : "";

  g_printerr ("\n%s\n", _ ("Or choose a level:"));
  g_printerr ("  drivemapctl disconnect %s --force%s\n    %s\n", quoted, forget,
              _ ("The name and path go now; open files keep working until they are closed."));
  g_printerr ("  drivemapctl disconnect %s --force=lots-of-force%s\n    %s\n", quoted, forget,
              _ ("Everything is closed now; what is not saved yet is lost."));
}

static void
print_blockers (DmCli *cli,
                const char *name,
                const Disconnect *self,
                GPtrArray *blockers)
{
  g_autofree char *text = NULL;

  /* They may have let go meanwhile; the advice holds all the same. */
  if (blockers != NULL && blockers->len > 0)
    {
      dm_cli_shorten_paths (cli, name, blockers);
      text = dm_cli_holders_to_text (blockers, dm_cli_get_width (), FALSE);
      g_printerr ("\n%s", text);
    }
  print_advice (name, self);
}

/* --- JSON --- */

static void
add_result (DmCliJson *json,
            const DmCancelResult *cancelled)
{
  dm_cli_json_add_string (json, "result", dm_result_to_string (cancelled->result));
  dm_cli_json_add_uint (json, "code", 0);
  dm_cli_json_add_string (json, "level", dm_level_to_string (cancelled->level));
  dm_cli_json_add_uint (json, "elapsed_ms", cancelled->elapsed_ms);
  dm_cli_json_add_boolean (json, "ended_backend", cancelled->ended_backend);
}

static void
print_json_result (const DmCancelResult *cancelled)
{
  g_autofree char *text = NULL;
  DmCliJson json;

  dm_cli_json_init (&json, FALSE);
  dm_cli_json_begin (&json, NULL, '{');
  add_result (&json, cancelled);
  dm_cli_json_close (&json, '}');
  text = dm_cli_json_end (&json);
  g_print ("%s", text);
}

/* --- one, several --- */

static int
disconnect_one (DmCli *cli,
                const char *name,
                const Disconnect *self)
{
  g_autoptr (GPtrArray) blockers = NULL;
  g_autoptr (GError) error = NULL;
  DmCancelResult cancelled;

  if (cancel (cli, name, self, &cancelled, &error))
    {
      if (cli->json)
        print_json_result (&cancelled);
      else
        print_result (name, self, &cancelled);
      return DM_CLI_DONE;
    }

  blockers = get_blockers (cli, name, error);
  dm_cli_report_error (cli, error, blockers);
  if (!cli->json && dm_error_is_in_use (error))
    print_blockers (cli, name, self, blockers);

  return DM_CLI_FAILED;
}

/* What is connected or would be by itself; to forget, also what is not. */
static gboolean
is_included (DmItem *item,
             const Disconnect *self)
{
  return dm_item_get_use_count (item) > 0 || dm_item_is_awaited (item) || (self->forget && dm_item_is_drive (item));
}

static void
add_outcome (DmCliJson *json,
             const char *name,
             const DmCancelResult *cancelled,
             const GError *error,
             GPtrArray *blockers)
{
  dm_cli_json_begin (json, NULL, '{');
  dm_cli_json_add_string (json, "name", name);
  if (error == NULL)
    add_result (json, cancelled);
  else
    dm_cli_json_add_error (json, error, blockers);
  dm_cli_json_close (json, '}');
}

static gboolean
disconnect_each (DmCli *cli,
                 DmItem *item,
                 const Disconnect *self,
                 DmCliJson *json)
{
  const char *name = dm_item_get_name (item);
  const char *shown = dm_item_get_local (item) != NULL ? name : dm_item_get_remote (item);
  g_autoptr (GPtrArray) blockers = NULL;
  g_autoptr (GError) error = NULL;
  DmCancelResult cancelled;

  if (!cancel (cli, name, self, &cancelled, &error))
    blockers = get_blockers (cli, name, error);

  if (cli->json)
    add_outcome (json, name, &cancelled, error, blockers);
  else if (error == NULL)
    print_result (shown, self, &cancelled);
  else
    dm_cli_report_error (cli, error, NULL);
  if (!cli->json && dm_error_is_in_use (error))
    print_blockers (cli, name, self, blockers);

  return error == NULL;
}

static int
disconnect_items (DmCli *cli,
                  GPtrArray *items,
                  const Disconnect *self)
{
  GString *refused = g_string_new (NULL);
  g_autofree char *names = NULL;
  g_autofree char *text = NULL;
  DmCliJson json;

  dm_cli_json_init (&json, TRUE);
  dm_cli_json_begin (&json, NULL, '[');
  for (guint i = 0; i < items->len && !g_cancellable_is_cancelled (cli->cancellable); i++)
    {
      DmItem *item = g_ptr_array_index (items, i);

      if (is_included (item, self) && !disconnect_each (cli, item, self, &json))
        g_string_append_printf (refused, "%s%s", refused->len > 0 ? ", " : "", dm_item_get_name (item));
    }
  dm_cli_json_close (&json, ']');

  text = dm_cli_json_end (&json);
  names = g_string_free (refused, FALSE);
  if (cli->json)
    g_print ("%s", text);
  else if (*names != '\0')
    g_printerr (_ ("Not disconnected: %s\n"), names);

  return *names != '\0' ? DM_CLI_FAILED : DM_CLI_DONE;
}

static int
disconnect_several (DmCli *cli,
                    const Disconnect *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = dm_cli_select_items (cli, self->profile, self->except, &error);

  if (items == NULL)
    return dm_cli_report_error (cli, error, NULL);

  return disconnect_items (cli, items, self);
}

/* Gives DM_CLI_DONE when nothing is wrong. */
static int
check_usage (const Disconnect *self,
             const char *name)
{
  guint n_ways = (name != NULL) + self->all + (self->profile != NULL);

  if (n_ways != 1)
    return dm_cli_usage_error (_ ("Give either a NAME, --all or --profile."));
  if (name != NULL && self->except != NULL)
    return dm_cli_usage_error (_ ("--except goes with --all or --profile."));

  return DM_CLI_DONE;
}

int
dm_cli_disconnect (DmCli *cli,
                   int argc,
                   char **argv)
{
  g_auto (Disconnect) self = { .level = DM_LEVEL_NONE };
  g_auto (GStrv) words = complete_force (argv);
  g_auto (GStrv) arguments = NULL;
  g_autofree char *level = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "force", 0, 0, G_OPTION_ARG_STRING, &level, N_ ("What to do with open files: none (refuse), force (let them finish), lots-of-force (close them)"), N_ ("LEVEL") },
    { "forget", 0, 0, G_OPTION_ARG_NONE, &self.forget, N_ ("Also forget the drive: it does not come back at sign-in"), NULL },
    { "all", 'a', 0, G_OPTION_ARG_NONE, &self.all, N_ ("Disconnect everything"), NULL },
    { "profile", 0, 0, G_OPTION_ARG_STRING, &self.profile, N_ ("Disconnect the drives of this set"), N_ ("NAME") },
    { "except", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self.except, N_ ("But not these; may be given again"), N_ ("NAME,…") },
    G_OPTION_ENTRY_NULL
  };
  const DmCliSyntax syntax = {
    .arguments = _ ("NAME"),
    .summary = _ ("Disconnects the drive or location NAME. With --force alone the level is force."),
    .entries = entries,
    .max_arguments = 1,
  };

  arguments = dm_cli_parse (cli, &syntax, argc, words);
  if (arguments == NULL)
    return DM_CLI_USAGE;
  if (level != NULL && !dm_level_from_string (level, &self.level, NULL))
    return dm_cli_usage_error (_ ("There is no level “%s”. Use none, force or lots-of-force."), level);
  if (check_usage (&self, arguments[0]) != DM_CLI_DONE)
    return DM_CLI_USAGE;
  if (!dm_cli_open (cli, &error))
    return dm_cli_report_error (cli, error, NULL);

  return arguments[0] == NULL ? disconnect_several (cli, &self) : disconnect_one (cli, arguments[0], &self);
}
