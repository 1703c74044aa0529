/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-cli-request.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dm-cli-output.h"
#include "dm-cli-prompt.h"
#include "dm-error.h"
#include "dm-local-name.h"
#include "dm-location.h"
#include "dm-sign-in.h"

#define ITEM_TIMEOUT_MS 1000

static char *
attempt (DmCliRequest *self,
         DmSignIn *sign_in,
         DmCli *cli,
         GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *text = g_strdup_printf (_ ("Connecting to %s…"), self->remote);

  dm_cli_begin_progress (cli, text);
  dm_sign_in_try_async (sign_in, cli->cancellable, dm_cli_await_cb, &result);
  dm_cli_await (&result);
  dm_cli_end_progress (cli);

  return dm_sign_in_try_finish (sign_in, result, error);
}

static void
report_saved (DmCliRequest *self,
              DmSignIn *sign_in)
{
  DmLoginSaved saved = dm_sign_in_get_saved (sign_in);

  if (!dm_sign_in_used_password (sign_in))
    g_printerr (_ ("%s is connected already, so the password could not be checked. The one that was saved before is kept.\n"),
                self->remote);
  else if (saved == DM_LOGIN_NO_SERVICE)
    g_printerr ("%s\n", _ ("The password was not saved: there is no keyring in this session."));
  else if (saved == DM_LOGIN_SAVED_SESSION && !self->no_remember)
    g_printerr ("%s\n", _ ("The password was not saved for good, only until you sign out: the keyring is locked, or there is none."));
}

static char *
attempt_with_password (DmCliRequest *self,
                       DmSignIn *sign_in,
                       DmCli *cli,
                       const char *password,
                       GError **error)
{
  char *path;

  dm_sign_in_set_credentials (sign_in, self->domain, self->user, password,
                              self->no_remember ? DM_SIGN_IN_SAVE_SESSION : DM_SIGN_IN_SAVE_PERMANENT);
  path = attempt (self, sign_in, cli, error);
  if (path != NULL)
    report_saved (self, sign_in);

  return path;
}

/* Who it would be if nobody says otherwise. */
static void
complete_user (DmCliRequest *self,
               DmSignIn *sign_in)
{
  if (self->user != NULL)
    return;

  self->user = g_strdup (dm_sign_in_get_user (sign_in));
  self->domain = g_strdup (dm_sign_in_get_domain (sign_in));
  if (self->user == NULL)
    self->user = g_strdup (g_get_user_name ());
}

gboolean
dm_cli_request_ask_user (DmCliRequest *self,
                         DmCli *cli,
                         GError **error)
{
  g_autofree char *question = NULL;
  g_autofree char *fallback = NULL;
  g_autofree char *answer = NULL;
  char *domain;
  char *user;

  fallback = self->domain != NULL ? g_strdup_printf ("%s\\%s", self->domain, self->user) : g_strdup (self->user);
  question = g_strdup_printf (_ ("User name for %s [%s]: "), self->remote, fallback);
  answer = dm_cli_prompt_text (cli, question, fallback, error);
  if (answer == NULL)
    return FALSE;

  if (!dm_cli_parse_user (answer, &domain, &user))
    {
      g_set_error (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER,
                   _ ("“%s” is not a user name. Enter USER or DOMAIN\\USER."), answer);
      return FALSE;
    }
  g_free (self->domain);
  g_free (self->user);
  self->domain = domain;
  self->user = user;

  return TRUE;
}

static char *
attempt_with_prompt (DmCliRequest *self,
                     DmSignIn *sign_in,
                     DmCli *cli,
                     GError **error)
{
  gboolean has_user = dm_sign_in_get_user (sign_in) != NULL;
  g_autofree char *question = NULL;
  char *password;
  char *path;

  complete_user (self, sign_in);
  /* A remembered drive's own user cannot be changed here. */
  if ((!dm_local_name_looks_like (self->remote) || !has_user) && !dm_cli_request_ask_user (self, cli, error))
    return NULL;

  question = g_strdup_printf (_ ("Password of %s for %s: "), self->user, self->remote);
  password = dm_cli_prompt_password (cli, question, error);
  if (password == NULL)
    return NULL;
  path = attempt_with_password (self, sign_in, cli, password, error);
  dm_cli_password_free (password);

  return path;
}

static char *
attempt_with_stdin (DmCliRequest *self,
                    DmSignIn *sign_in,
                    DmCli *cli,
                    GError **error)
{
  g_autoptr (DmLocation) location = dm_sign_in_dup_location (sign_in, error);
  char *password;
  char *path;

  if (location == NULL)
    return NULL;
  password = dm_cli_read_password (error);
  if (password == NULL)
    return NULL;

  path = attempt_with_password (self, sign_in, cli, password, error);
  dm_cli_password_free (password);

  return path;
}

static gboolean
is_item_ready (DmItem *item)
{
  return item != NULL && dm_item_get_status (item) == DM_STATUS_OK && dm_item_get_path (item) != NULL;
}

static gboolean
on_wait_elapsed_cb (gpointer user_data)
{
  gboolean *is_over = user_data;

  *is_over = TRUE;

  return G_SOURCE_CONTINUE;
}

DmItem *
dm_cli_wait_for_item (DmCli *cli,
                      const char *object_path)
{
  gboolean is_over = FALSE;
  guint timer = g_timeout_add (ITEM_TIMEOUT_MS, on_wait_elapsed_cb, &is_over);

  /* The properties' change may come just after the answer. */
  while (!is_over && !is_item_ready (dm_client_find (cli->client, object_path)))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);

  return dm_client_find (cli->client, object_path);
}

static void
print_connected (DmCli *cli,
                 DmItem *item)
{
  g_autofree char *text = NULL;

  if (cli->json)
    {
      text = dm_cli_item_to_json (item);
      g_print ("%s", text);
      return;
    }

  if (dm_item_get_local (item) != NULL)
    g_print (_ ("Drive %s is now connected to %s."), dm_item_get_local (item), dm_item_get_remote (item));
  else
    g_print (_ ("%s is now connected."), dm_item_get_remote (item));
  g_print ("\n");
  if (dm_item_get_path (item) != NULL)
    {
      text = dm_cli_text_sanitize (dm_item_get_path (item));
      g_print ("%s\n", text);
    }
}

void
dm_cli_request_clear (DmCliRequest *self)
{
  g_clear_pointer (&self->local, g_free);
  g_clear_pointer (&self->remote, g_free);
  g_clear_pointer (&self->domain, g_free);
  g_clear_pointer (&self->user, g_free);
}

gboolean
dm_cli_parse_user (const char *text,
                   char **domain,
                   char **user)
{
  const char *backslash = strchr (text, '\\');

  if (backslash == text || *text == '\0' || (backslash != NULL && backslash[1] == '\0'))
    return FALSE;

  *domain = backslash != NULL ? g_strndup (text, (gsize) (backslash - text)) : NULL;
  *user = g_strdup (backslash != NULL ? backslash + 1 : text);

  return TRUE;
}

/* FALSE after saying what is wrong. */
static gboolean
take_remote (DmCliRequest *self,
             const char *remote,
             const char *user)
{
  g_autoptr (DmLocation) location = NULL;

  self->remote = g_strdup (remote);
  if (user == NULL)
    return TRUE;

  if (!dm_cli_parse_user (user, &self->domain, &self->user))
    {
      dm_cli_usage_error (_ ("“%s” is not a user name. Use --user=USER or --user=DOMAIN\\USER."), user);
      return FALSE;
    }

  location = dm_location_parse (remote, NULL);
  if (location != NULL && dm_location_get_user (location) != NULL &&
      !g_str_equal (dm_location_get_user (location), self->user))
    {
      dm_cli_usage_error (_ ("The location and --user name different users."));
      return FALSE;
    }

  return TRUE;
}

char **
dm_cli_request_parse (DmCliRequest *self,
                      DmCli *cli,
                      const DmCliSyntax *syntax,
                      const char *no_remember,
                      int argc,
                      char **argv)
{
  g_auto (GStrv) arguments = NULL;
  g_autofree char *user = NULL;
  const GOptionEntry entries[] = {
    { "user", 'u', 0, G_OPTION_ARG_STRING, &user, N_ ("Connect as this user"), N_ ("[DOMAIN\\]USER") },
    { "password-stdin", 0, 0, G_OPTION_ARG_NONE, &self->password_stdin, N_ ("Read the password from standard input"), NULL },
    { "no-remember", 0, 0, G_OPTION_ARG_NONE, &self->no_remember, no_remember, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GArray) all = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  DmCliSyntax complete = *syntax;

  for (const GOptionEntry *entry = syntax->entries; entry != NULL && entry->long_name != NULL; entry++)
    g_array_append_val (all, *entry);
  g_array_append_vals (all, entries, G_N_ELEMENTS (entries));
  complete.entries = (const GOptionEntry *) (gpointer) all->data;
  arguments = dm_cli_parse (cli, &complete, argc, argv);
  if (arguments == NULL || !take_remote (self, arguments[g_strv_length (arguments) - 1], user))
    return NULL;

  return g_steal_pointer (&arguments);
}

/* Connects; asks for a password where it is needed and possible, and tries
 * once more with it. Gives the object's path. */
static char *
run_request (DmCliRequest *self,
             DmCli *cli,
             GError **error)
{
  g_autoptr (DmSignIn) sign_in = dm_sign_in_new (cli->client, self->local, self->remote, !self->no_remember);
  g_autoptr (GError) refusal = NULL;
  char *path;

  if (self->password_stdin)
    return attempt_with_stdin (self, sign_in, cli, error);

  dm_sign_in_set_credentials (sign_in, self->domain, self->user, NULL, DM_SIGN_IN_SAVE_SESSION);
  path = attempt (self, sign_in, cli, &refusal);
  if (path != NULL)
    return path;
  if (g_error_matches (refusal, DM_ERROR, DM_ERROR_LOGON_FAILURE) && dm_cli_can_prompt ())
    {
      g_printerr ("%s\n", refusal->message);
      return attempt_with_prompt (self, sign_in, cli, error);
    }

  g_propagate_error (error, g_steal_pointer (&refusal));

  return NULL;
}

gboolean
dm_cli_request_change_password (DmCliRequest *self,
                                DmCli *cli,
                                GError **error)
{
  g_autoptr (DmSignIn) sign_in = dm_sign_in_new (cli->client, self->local, self->remote, !self->no_remember);
  g_autofree char *path = NULL;

  dm_sign_in_set_credentials (sign_in, self->domain, self->user, NULL, DM_SIGN_IN_SAVE_SESSION);
  complete_user (self, sign_in);
  if (dm_sign_in_is_connected (sign_in))
    g_set_error (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER,
                 _ ("%s is connected already. To use another password, disconnect it first."), self->remote);
  else if (self->password_stdin)
    path = attempt_with_stdin (self, sign_in, cli, error);
  else
    path = attempt_with_prompt (self, sign_in, cli, error);

  return path != NULL;
}

int
dm_cli_request_execute (DmCliRequest *self,
                        DmCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  DmItem *item;

  if (!dm_cli_open (cli, &error))
    return dm_cli_report_error (cli, error, NULL);
  path = run_request (self, cli, &error);
  if (path == NULL)
    return dm_cli_report_error (cli, error, NULL);

  item = dm_cli_wait_for_item (cli, path);
  if (item != NULL)
    print_connected (cli, item);

  return DM_CLI_DONE;
}
