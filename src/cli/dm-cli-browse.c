/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-cli-browse.h"

#include <glib/gi18n-lib.h>

#include "dm-cli-output.h"
#include "dm-cli-prompt.h"
#include "dm-cli-request.h"
#include "dm-client-servers.h"
#include "dm-error.h"
#include "dm-login.h"
#include "dm-server-hints.h"

/* The columns' widths: rows are shown before the others are known. */
#define NAME_WIDTH  28
#define SHORT_WIDTH 12

/* @request: as whom, and the server as remote; NULL: which servers there are. */
typedef struct
{
  DmCliRequest request;
  gboolean hidden;
} Browse;

static void
clear_browse (Browse *self)
{
  dm_cli_request_clear (&self->request);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Browse, clear_browse)

/* --- words --- */

static const char *
get_type (DmPlace *place)
{
  if (dm_place_is_disk (place))
    return "disk";

  return dm_place_is_printer (place) ? "printer" : "other";
}

static const char *
get_type_word (DmPlace *place)
{
  if (dm_place_is_disk (place))
    return _ ("Folder");

  return dm_place_is_printer (place) ? _ ("Printer") : _ ("Other");
}

static char *
format_row (const char *name,
            const char *first,
            const char *second,
            const char *rest)
{
  g_autofree char *padded_name = dm_cli_text_pad (name, NAME_WIDTH);
  g_autofree char *padded_first = dm_cli_text_pad (first, SHORT_WIDTH);
  g_autofree char *padded_second = second != NULL ? dm_cli_text_pad (second, SHORT_WIDTH) : g_strdup ("");
  g_autofree char *clean = dm_cli_text_sanitize (rest);
  char *row = g_strconcat (padded_name, padded_first, padded_second, clean, NULL);

  return g_strchomp (row);
}

static char *
format_share (DmPlace *place)
{
  const char *local = dm_place_get_local (place) != NULL ? dm_place_get_local (place) : "";
  gboolean is_odd = dm_place_is_disk (place) && dm_place_get_remote (place) == NULL;
  const char *parts[] = { is_odd ? _ ("(cannot be a drive)") : "", dm_place_get_comment (place) };
  g_autofree char *rest = g_strjoin (*parts[0] != '\0' && *parts[1] != '\0' ? " " : "", parts[0], parts[1], NULL);

  return format_row (dm_place_get_name (place), get_type_word (place), local, rest);
}

static char *
format_server (DmPlace *place)
{
  const char *remote = dm_place_get_remote (place) != NULL ? dm_place_get_remote (place) : "";

  return format_row (dm_place_get_name (place),
                     dm_place_is_announced (place) ? _ ("Announced") : _ ("Used before"), NULL, remote);
}

static char *
format_header (gboolean is_server)
{
  return is_server ? format_row (_ ("Server"), _ ("Known as"), NULL, _ ("Address"))
                   : format_row (_ ("Share"), _ ("Type"), _ ("Used as"), _ ("Comment"));
}

char *
dm_cli_place_to_text (DmPlace *place)
{
  return dm_place_is_server (place) ? format_server (place) : format_share (place);
}

/* --- JSON --- */

static void
add_place (DmCliJson *json,
           gpointer item)
{
  DmPlace *place = item;

  dm_cli_json_begin (json, NULL, '{');
  dm_cli_json_add_string (json, "name", dm_place_get_name (place));
  if (dm_place_is_server (place))
    {
      dm_cli_json_add_string (json, "uri", dm_place_get_remote (place));
      dm_cli_json_add_string (json, "source", dm_place_is_announced (place) ? "network" : "known");
    }
  else
    {
      dm_cli_json_add_string (json, "type", get_type (place));
      dm_cli_json_add_string (json, "comment", dm_place_get_comment (place));
      dm_cli_json_add_boolean (json, "hidden", dm_place_is_hidden (place));
      dm_cli_json_add_string (json, "remote", dm_place_get_remote (place));
      dm_cli_json_add_string (json, "local", dm_place_get_local (place));
    }
  dm_cli_json_close (json, '}');
}

char *
dm_cli_places_to_json (GPtrArray *places)
{
  return dm_cli_json_from_array (places, TRUE, add_place);
}

/* --- nothing there --- */

static void
explain_no_servers (DmCli *cli)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_auto (GStrv) hints = NULL;

  dm_server_hints_async (cli->cancellable, dm_cli_await_cb, &result);
  hints = dm_server_hints_finish (dm_cli_await (&result), NULL);
  for (char **hint = hints; hint != NULL && *hint != NULL; hint++)
    g_printerr ("%s\n", *hint);
  g_printerr ("%s\n", _ ("A server need not announce itself: name it, as in “drivemapctl browse SERVER”."));
}

static void
explain_no_shares (const Browse *self)
{
  g_autofree char *clean = dm_cli_text_sanitize (self->request.remote);

  g_printerr (_ ("%s shows no shares."), clean);
  g_printerr ("\n");
  if (self->request.user == NULL)
    g_printerr ("%s\n", _ ("It may show more to a user that it knows: use --user."));
  if (!self->hidden)
    g_printerr ("%s\n", _ ("Hidden shares are shown with --hidden."));
}

static void
explain_nothing (const Browse *self,
                 DmCli *cli,
                 GPtrArray *places)
{
  gboolean is_announced = FALSE;

  if (self->request.remote != NULL)
    {
      if (places->len == 0)
        explain_no_shares (self);
      return;
    }

  for (guint i = 0; i < places->len; i++)
    is_announced = is_announced || dm_place_is_announced (places->pdata[i]);
  if (is_announced)
    return;

  /* Below those that were used before. */
  if (places->len > 0)
    g_printerr ("\n");
  explain_no_servers (cli);
}

/* --- the verb --- */

static void
on_found_changed_cb (GListModel *found,
                     guint position,
                     guint n_removed,
                     guint n_added,
                     gpointer user_data)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (DmPlace) place = g_list_model_get_item (found, i);
      g_autofree char *header = i == 0 ? format_header (dm_place_is_server (place)) : NULL;
      g_autofree char *row = dm_cli_place_to_text (place);

      if (header != NULL)
        g_print ("%s\n", header);
      g_print ("%s\n", row);
    }
}

static GPtrArray *
look (const Browse *self,
      DmCli *cli,
      GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GListStore) found = g_list_store_new (DM_TYPE_PLACE);

  if (!cli->json)
    g_signal_connect (found, "items-changed", G_CALLBACK (on_found_changed_cb), NULL);
  dm_client_browse_async (cli->client, self->request.remote, self->request.domain, self->request.user,
                          self->hidden, found, cli->cancellable, dm_cli_await_cb, &result);

  return dm_client_browse_finish (cli->client, dm_cli_await (&result), error);
}

/* --- with a password --- */

static gboolean
ask_user (Browse *self,
          DmCli *cli,
          DmLocation *server,
          GError **error)
{
  DmCliRequest *request = &self->request;

  if (request->user != NULL)
    return TRUE;

  request->domain = g_strdup (dm_location_get_domain (server));
  request->user = g_strdup (dm_location_get_user (server));
  if (request->user != NULL)
    return TRUE;

  request->user = g_strdup (g_get_user_name ());

  return dm_cli_request_ask_user (request, cli, error);
}

static char *
ask_password (Browse *self,
              DmCli *cli,
              GError **error)
{
  g_autofree char *question = g_strdup_printf (_ ("Password of %s for %s: "), self->request.user, self->request.remote);

  return dm_cli_prompt_password (cli, question, error);
}

/* The password goes where the service finds it: no other way leads there. */
static DmLogin *
store (Browse *self,
       DmCli *cli,
       DmLocation *server,
       char *password,
       GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (DmLocation) place = dm_location_dup_with_user (server, self->request.domain, self->request.user);
  g_autoptr (DmLogin) login = NULL;

  dm_login_store_async (place, password, FALSE, cli->cancellable, dm_cli_await_cb, &result);
  login = dm_login_store_finish (dm_cli_await (&result), error);
  if (login == NULL || dm_login_get_saved (login) != DM_LOGIN_NO_SERVICE)
    return g_steal_pointer (&login);

  g_set_error_literal (error, DM_ERROR, DM_ERROR_LOGON_FAILURE,
                       _ ("There is no keyring in this session, so the password cannot be used for looking around. Connect to a share by its name instead."));

  return NULL;
}

static DmLogin *
sign_in (Browse *self,
         DmCli *cli,
         GError **error)
{
  g_autoptr (DmLocation) server = dm_location_parse_server (self->request.remote, error);
  char *password;
  DmLogin *login;

  if (server == NULL || !ask_user (self, cli, server, error))
    return NULL;
  password = ask_password (self, cli, error);
  if (password == NULL)
    return NULL;

  login = store (self, cli, server, password, error);
  dm_cli_password_free (password);

  return login;
}

static GPtrArray *
look_with_password (Browse *self,
                    DmCli *cli,
                    GError **error)
{
  g_autoptr (DmLogin) login = sign_in (self, cli, error);
  g_autoptr (GAsyncResult) result = NULL;
  GPtrArray *places;

  if (login == NULL)
    return NULL;
  places = look (self, cli, error);
  if (places != NULL)
    return places;

  /* What does not work must not stay behind. */
  dm_login_restore_async (login, NULL, dm_cli_await_cb, &result);
  dm_login_restore_finish (login, dm_cli_await (&result), NULL);

  return NULL;
}

static int
run (Browse *self,
     DmCli *cli)
{
  g_autoptr (GPtrArray) places = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!dm_cli_open (cli, &error))
    return dm_cli_report_error (cli, error, NULL);
  places = look (self, cli, &error);
  if (g_error_matches (error, DM_ERROR, DM_ERROR_LOGON_FAILURE) && !cli->json && dm_cli_can_prompt ())
    {
      g_autofree char *clean = dm_cli_text_sanitize (error->message);

      g_printerr ("%s\n", clean);
      g_clear_error (&error);
      places = look_with_password (self, cli, &error);
    }
  if (places == NULL)
    return dm_cli_report_error (cli, error, NULL);

  if (cli->json)
    {
      text = dm_cli_places_to_json (places);
      g_print ("%s", text);
    }
  else
    explain_nothing (self, cli, places);

  return DM_CLI_DONE;
}

int
dm_cli_browse (DmCli *cli,
               int argc,
               char **argv)
{
  g_auto (Browse) self = { .request = { 0 } };
  g_auto (GStrv) arguments = NULL;
  g_autofree char *user = NULL;
  const GOptionEntry entries[] = {
    { "user", 'u', 0, G_OPTION_ARG_STRING, &user, N_ ("Show what this user sees"), N_ ("[DOMAIN\\]USER") },
    { "hidden", 0, 0, G_OPTION_ARG_NONE, &self.hidden, N_ ("Also show hidden and administrative shares"), NULL },
    G_OPTION_ENTRY_NULL
  };
  const DmCliSyntax syntax = {
    .arguments = _ ("[SERVER]"),
    .summary = _ ("Shows the shares of SERVER; without it, which servers there are.\n"
                  "A password is taken from the keyring, or asked for and kept until you sign out."),
    .entries = entries,
    .max_arguments = 1,
  };

  arguments = dm_cli_parse (cli, &syntax, argc, argv);
  if (arguments == NULL)
    return DM_CLI_USAGE;
  self.request.remote = g_strdup (arguments[0]);
  if (arguments[0] == NULL && (user != NULL || self.hidden))
    return dm_cli_usage_error (_ ("--user and --hidden go with a SERVER."));
  if (arguments[0] != NULL && *arguments[0] == '\0')
    return dm_cli_usage_error (_ ("The name of the server is empty."));
  if (user != NULL && !dm_cli_parse_user (user, &self.request.domain, &self.request.user))
    return dm_cli_usage_error (_ ("“%s” is not a user name. Use --user=USER or --user=DOMAIN\\USER."), user);

  return run (&self, cli);
}
