/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-use.h"

#include <glib/gi18n-lib.h>

#include "dm-cli-output.h"
#include "dm-cli-prompt.h"
#include "dm-cli-request.h"
#include "dm-error.h"
#include "dm-sign-in.h"
#include "dm-use-messages.h"

/* One new connection being made. */
typedef struct
{
  DmCli *cli;
  const DmUseOptions *options;
  DmSignIn *sign_in;

  /* Owned */
  char *domain;
  char *user;
  char *password;
} Add;

static void
clear_add (Add *self)
{
  g_clear_object (&self->sign_in);
  g_free (self->domain);
  g_free (self->user);
  dm_cli_password_free (self->password);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Add, clear_add)

static char *
attempt (Add *self,
         GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *text = g_strdup_printf (_ ("Connecting to %s…"), self->options->remote);

  dm_sign_in_set_credentials (self->sign_in, self->domain, self->user, self->password,
                              self->options->savecred ? DM_SIGN_IN_SAVE_PERMANENT : DM_SIGN_IN_SAVE_SESSION);
  dm_cli_begin_progress (self->cli, text);
  dm_sign_in_try_async (self->sign_in, self->cli->cancellable, dm_cli_await_cb, &result);
  dm_cli_await (&result);
  dm_cli_end_progress (self->cli);

  return dm_sign_in_try_finish (self->sign_in, result, error);
}

/* --- asking --- */

static gboolean
ask_password (Add *self,
              DmUseMessage message,
              const char *first,
              const char *second,
              GError **error)
{
  g_autofree char *text = dm_use_message_format (message, first, second);
  g_autofree char *question = g_strconcat (text, " ", NULL);

  dm_cli_password_free (self->password);
  self->password = dm_cli_can_prompt () ? dm_cli_prompt_password (self->cli, question, error)
                                        : dm_cli_read_password (error);

  return self->password != NULL;
}

static gboolean
ask_user (Add *self,
          const char *server,
          GError **error)
{
  const char *fallback = g_get_user_name ();
  g_autofree char *text = dm_use_message_format (DM_USE_MESSAGE_ENTER_USER, server, fallback);
  g_autofree char *question = g_strconcat (text, " ", NULL);
  g_autofree char *answer = dm_cli_prompt_text (self->cli, question, fallback, error);

  if (answer == NULL)
    return FALSE;
  if (dm_cli_parse_user (answer, &self->domain, &self->user))
    return TRUE;

  g_set_error (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER,
               _ ("“%s” is not a user name. Enter USER or DOMAIN\\USER."), answer);

  return FALSE;
}

static char *
attempt_with_questions (Add *self,
                        GError **error)
{
  g_autoptr (DmLocation) location = dm_sign_in_dup_location (self->sign_in, error);
  g_autofree char *text = NULL;
  const char *server;
  const char *user;

  if (location == NULL)
    return NULL;

  server = dm_location_get_server (location);
  text = dm_use_message_format (DM_USE_MESSAGE_INVALID_LOGIN, self->options->remote, NULL);
  g_print ("%s\n\n", text);
  if (dm_location_get_user (location) == NULL && !ask_user (self, server, error))
    return NULL;
  user = self->user != NULL ? self->user : dm_location_get_user (location);
  if (!ask_password (self, DM_USE_MESSAGE_ENTER_PASSWORD, user, server, error))
    return NULL;

  return attempt (self, error);
}

static char *
try_all (Add *self,
         GError **error)
{
  g_autoptr (GError) refusal = NULL;
  char *path = attempt (self, &refusal);

  if (path != NULL)
    return path;
  if (g_error_matches (refusal, DM_ERROR, DM_ERROR_LOGON_FAILURE) && self->password == NULL && dm_cli_can_prompt ())
    return attempt_with_questions (self, error);
  g_propagate_error (error, g_steal_pointer (&refusal));

  return NULL;
}

/* @refusal: why not, (transfer full). */
static char *
overwrite (Add *self,
           GError *refusal,
           GError **error)
{
  const char *local = self->options->local;
  g_autofree char *aside = dm_use_set_aside (self->cli, local, self->options->answer);
  g_autoptr (GError) left = NULL;
  g_autofree char *path = NULL;

  if (aside == NULL)
    {
      g_propagate_error (error, refusal);
      return NULL;
    }

  g_error_free (refusal);
  path = try_all (self, error);
  if (path != NULL ? dm_use_discard (self->cli, aside, &left) : dm_use_put_back (self->cli, aside, local, &left))
    return g_steal_pointer (&path);

  g_printerr (_ ("The drive that was %s is called “%s” now: %s\n"), local, aside, left->message);

  return g_steal_pointer (&path);
}

static char *
run (Add *self,
     GError **error)
{
  g_autoptr (GError) refusal = NULL;
  char *path;

  if (self->options->asks_password &&
      !ask_password (self, DM_USE_MESSAGE_TYPE_PASSWORD, self->options->remote, NULL, error))
    return NULL;

  path = try_all (self, &refusal);
  if (path != NULL)
    return path;
  if (g_error_matches (refusal, DM_ERROR, DM_ERROR_DEVICE_ALREADY_REMEMBERED))
    return overwrite (self, g_steal_pointer (&refusal), error);
  g_propagate_error (error, g_steal_pointer (&refusal));

  return NULL;
}

/* --- what came of it --- */

static void
report_saved (Add *self)
{
  DmLoginSaved saved = dm_sign_in_get_saved (self->sign_in);

  if (self->password == NULL)
    return;

  if (!dm_sign_in_used_password (self->sign_in))
    g_printerr (_ ("%s is connected already, so the password could not be checked. The one that was saved before is kept.\n"),
                self->options->remote);
  else if (saved == DM_LOGIN_NO_SERVICE)
    g_printerr ("%s\n", _ ("The password was not saved: there is no keyring in this session."));
  else if (saved == DM_LOGIN_SAVED_SESSION && self->options->savecred)
    g_printerr ("%s\n", _ ("The password was not saved for good, only until you sign out: the keyring is locked, or there is none."));
}

static void
print_connected (Add *self,
                 const char *path)
{
  DmItem *item = dm_cli_wait_for_item (self->cli, path);
  g_autofree char *remote = item != NULL ? dm_cli_text_sanitize (dm_item_get_remote (item)) : NULL;
  g_autofree char *text = NULL;

  /* Windows says so only where the letter is news. */
  if (item == NULL || g_strcmp0 (self->options->local, "*") != 0)
    return;

  text = dm_use_message_format (DM_USE_MESSAGE_NOW_CONNECTED, dm_item_get_local (item), remote);
  g_print ("%s\n\n", text);
}

/* What was said last counts for the next, as on Windows. */
static gboolean
is_remembered (const DmUseOptions *options)
{
  if (options->local == NULL)
    return FALSE;
  if (options->persistent == DM_USE_UNSAID)
    return dm_use_get_default ();

  return options->persistent == DM_USE_YES;
}

int
dm_use_add (DmCli *cli,
            const DmUseOptions *options,
            char *password)
{
  g_auto (Add) self = { .cli = cli, .options = options, .password = password };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  gboolean remember = is_remembered (options);

  self.domain = g_strdup (options->domain);
  self.user = g_strdup (options->user);
  if (!dm_cli_open (cli, &error))
    return dm_use_report (error);

  self.sign_in = dm_sign_in_new (cli->client, options->local, options->remote, remember);
  path = run (&self, &error);
  if (path == NULL)
    return dm_use_report (error);
  report_saved (&self);
  print_connected (&self, path);
  if (options->persistent != DM_USE_UNSAID && !dm_use_set_default (options->persistent == DM_USE_YES, &error))
    return dm_use_report (error);

  return dm_use_finish ();
}
