/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dm-cli-output.h"
#include "dm-cli-prompt.h"
#include "dm-cli-request.h"
#include "dm-cli-selection.h"
#include "dm-error.h"
#include "dm-local-name.h"
#include "dm-location.h"
#include "dm-login-lookup.h"
#include "dm-words.h"

/* The password of one place: what was asked for, and what there is. */
typedef struct
{
  DmCliRequest request;
  DmItem *item;         /* nullable: only a location */
  DmLocation *location; /* with the user, if it is known */
  char *keyring;        /* nullable: its label */
  DmLoginKept kept;
  gboolean change;
  gboolean forget;
  gboolean yes;
} Password;

static void
clear_password (Password *self)
{
  dm_cli_request_clear (&self->request);
  g_clear_object (&self->item);
  g_clear_pointer (&self->location, dm_location_unref);
  g_clear_pointer (&self->keyring, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Password, clear_password)

/* --- finding --- */

static gboolean
find_location (Password *self,
               DmCli *cli,
               GError **error)
{
  const char *name = self->request.remote;

  self->item = dm_cli_find_item (cli, name);
  if (self->item != NULL)
    self->location = dm_item_dup_login (self->item);
  if (self->location != NULL)
    return TRUE;

  if (self->item == NULL && dm_local_name_looks_like (name))
    {
      g_set_error (error, DM_ERROR, DM_ERROR_NOT_CONNECTED, _ ("There is no drive %s."), name);
      return FALSE;
    }

  self->location = dm_location_parse (self->item != NULL ? dm_item_get_uri (self->item) : name, error);

  return self->location != NULL;
}

static gboolean
look_up (Password *self,
         DmCli *cli,
         GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (DmLocation) asked = dm_location_ref (self->location);
  g_autoptr (GError) problem = NULL;

  g_clear_pointer (&self->keyring, g_free);
  dm_login_lookup_async (asked, cli->cancellable, dm_cli_await_cb, &result);
  self->kept = dm_login_lookup_finish (dm_cli_await (&result), &self->keyring, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }

  dm_location_unref (self->location);
  self->location = dm_login_lookup_dup_location (result);

  return TRUE;
}

/* --- showing --- */

static gboolean
is_guest (Password *self)
{
  return (dm_location_get_user (self->location) == NULL || dm_location_is_guest (self->location)) &&
         (self->kept == DM_LOGIN_KEPT_NOWHERE || self->kept == DM_LOGIN_KEPT_UNKNOWN);
}

static const char *
get_kept_word (Password *self)
{
  static const char *const words[] = {
    [DM_LOGIN_KEPT_NOWHERE] = "nowhere",
    [DM_LOGIN_KEPT_SESSION] = "session",
    [DM_LOGIN_KEPT_PERMANENT] = "keyring",
    [DM_LOGIN_KEPT_LOCKED] = "locked",
    [DM_LOGIN_KEPT_UNKNOWN] = "unknown",
  };

  return is_guest (self) ? "guest" : words[self->kept];
}

static char *
dup_user (Password *self)
{
  const char *user = dm_location_get_user (self->location);
  const char *domain = dm_location_get_domain (self->location);
  g_autofree char *name = domain != NULL && user != NULL ? g_strdup_printf ("%s\\%s", domain, user) : g_strdup (user);

  return name != NULL ? dm_cli_text_sanitize (name) : NULL;
}

/* @forgotten: how many, or -1. */
static void
print_json (Password *self,
            int forgotten)
{
  g_autofree char *remote = dm_location_to_remote (self->location);
  g_autofree char *text = NULL;
  DmCliJson json;

  dm_cli_json_init (&json, FALSE);
  dm_cli_json_begin (&json, NULL, '{');
  dm_cli_json_add_string (&json, "local", self->item != NULL ? dm_item_get_local (self->item) : NULL);
  dm_cli_json_add_string (&json, "remote", remote);
  dm_cli_json_add_string (&json, "user", dm_location_get_user (self->location));
  dm_cli_json_add_string (&json, "domain", dm_location_get_domain (self->location));
  dm_cli_json_add_string (&json, "kept", get_kept_word (self));
  dm_cli_json_add_string (&json, "keyring", self->keyring);
  if (forgotten >= 0)
    dm_cli_json_add_uint (&json, "forgotten", (guint64) forgotten);
  dm_cli_json_close (&json, '}');
  text = dm_cli_json_end (&json);
  g_print ("%s", text);
}

static void
print_text (Password *self)
{
  g_autofree char *user = dup_user (self);
  g_autofree char *kept = dm_login_kept_to_words (self->kept, self->keyring);
  g_autofree char *clean = dm_cli_text_sanitize (kept);

  if (is_guest (self))
    g_print ("%s", _ ("As a guest"));
  else if (user != NULL)
    g_print (C_ ("command line", "Signed in as %s"), user);
  else
    g_print ("%s", _ ("Without a user name"));
  g_print ("\n%s\n", clean);
}

static int
show (Password *self,
      DmCli *cli)
{
  if (cli->json)
    print_json (self, -1);
  else
    print_text (self);

  return DM_CLI_DONE;
}

/* --- changing --- */

static int
change (Password *self,
        DmCli *cli)
{
  g_autoptr (DmLocation) before = dm_location_ref (self->location);
  g_autoptr (GError) error = NULL;

  if (self->request.user == NULL)
    {
      self->request.user = g_strdup (dm_location_get_user (before));
      self->request.domain = g_strdup (dm_location_get_domain (before));
    }
  if (!dm_cli_request_change_password (&self->request, cli, &error))
    return dm_cli_report_error (cli, error, NULL);

  dm_location_unref (self->location);
  self->location = dm_location_dup_with_user (before, self->request.domain, self->request.user);
  if (!look_up (self, cli, &error))
    return dm_cli_report_error (cli, error, NULL);

  return show (self, cli);
}

/* --- forgetting --- */

/* Whether to go on; @status: what to end with if not. */
static gboolean
confirm (Password *self,
         DmCli *cli,
         const char *user,
         int *status)
{
  g_autofree char *question = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_yes;

  *status = DM_CLI_DONE;
  if (self->yes)
    return TRUE;
  if (cli->json || !dm_cli_can_prompt ())
    {
      *status = dm_cli_usage_error (_ ("Nothing was forgotten, as there is nobody to ask. Use --yes to forget the password."));
      return FALSE;
    }

  question = g_strdup_printf (_ ("Forget the password of %s for all of %s? [y/N] "),
                              user, dm_location_get_server (self->location));
  if (!dm_cli_prompt_yes (cli, question, &is_yes, &error))
    *status = dm_cli_report_error (cli, error, NULL);

  return is_yes;
}

static int
delete_passwords (Password *self,
                  DmCli *cli,
                  GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  dm_login_forget_async (self->location, cli->cancellable, dm_cli_await_cb, &result);

  return dm_login_forget_finish (dm_cli_await (&result), error);
}

static int
forget (Password *self,
        DmCli *cli)
{
  g_autofree char *user = dup_user (self);
  g_autoptr (GError) error = NULL;
  int status = DM_CLI_DONE;
  int n_forgotten;

  if (self->kept == DM_LOGIN_KEPT_NOWHERE || self->kept == DM_LOGIN_KEPT_UNKNOWN)
    {
      if (!cli->json)
        return show (self, cli);
      print_json (self, 0);
      return DM_CLI_DONE;
    }
  /* Of a keyring that does not tell whose it is everybody's would be deleted. */
  if (user == NULL)
    {
      g_set_error (&error, DM_ERROR, DM_ERROR_INVALID_PARAMETER,
                   _ ("It is not known whose password is kept for %s, as the keyring is locked. Unlock the keyring, or name the user, as in smb://USER@SERVER/SHARE."),
                   self->request.remote);
      return dm_cli_report_error (cli, error, NULL);
    }

  if (!confirm (self, cli, user, &status))
    return status;
  n_forgotten = delete_passwords (self, cli, &error);
  if (n_forgotten < 0 || !look_up (self, cli, &error))
    return dm_cli_report_error (cli, error, NULL);

  if (cli->json)
    print_json (self, n_forgotten);
  else
    g_print (_ ("The password of %s for %s is forgotten. What is connected stays connected.\n"),
             user, dm_location_get_server (self->location));

  return DM_CLI_DONE;
}

/* --- the verb --- */

/* FALSE after saying what is wrong. */
static gboolean
check_options (Password *self)
{
  const DmCliRequest *request = &self->request;

  if (self->change && self->forget)
    dm_cli_usage_error (_ ("--change and --forget exclude each other."));
  else if (!self->change && (request->password_stdin || request->no_remember || request->user != NULL))
    dm_cli_usage_error (_ ("--user, --password-stdin and --no-remember belong to --change."));
  else if (!self->change && !self->forget && self->yes)
    dm_cli_usage_error (_ ("--yes belongs to --forget."));
  else if (self->change && !request->password_stdin && !dm_cli_can_prompt ())
    dm_cli_usage_error (_ ("There is nobody to ask for the password. Use --password-stdin."));
  else
    return TRUE;

  return FALSE;
}

static int
run (Password *self,
     DmCli *cli)
{
  g_autoptr (GError) error = NULL;

  if (!dm_cli_open (cli, &error) || !find_location (self, cli, &error) || !look_up (self, cli, &error))
    return dm_cli_report_error (cli, error, NULL);

  if (self->change)
    return change (self, cli);
  if (self->forget)
    return forget (self, cli);

  return show (self, cli);
}

int
dm_cli_password (DmCli *cli,
                 int argc,
                 char **argv)
{
  g_auto (Password) self = { .request = { 0 } };
  g_auto (GStrv) arguments = NULL;
  const GOptionEntry entries[] = {
    { "change", 'c', 0, G_OPTION_ARG_NONE, &self.change, N_ ("Connect with another password, and keep that"), NULL },
    { "forget", 0, 0, G_OPTION_ARG_NONE, &self.forget, N_ ("Forget the password"), NULL },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &self.yes, N_ ("Forget it without asking"), NULL },
    G_OPTION_ENTRY_NULL
  };
  const DmCliSyntax syntax = {
    .arguments = _ ("REMOTE|DRIVE"),
    .summary = _ ("Shows as whom you sign in to REMOTE or DRIVE, and where the password is kept.\n"
                  "A password is kept for a server, so its other shares use it, too."),
    .entries = entries,
    .min_arguments = 1,
    .max_arguments = 1,
  };

  arguments = dm_cli_request_parse (&self.request, cli, &syntax,
                                    N_ ("Keep the password only until you sign out"), argc, argv);
  if (arguments == NULL || !check_options (&self))
    return DM_CLI_USAGE;

  return run (&self, cli);
}
