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
#include "dm-login-mount.h"
#include "dm-login.h"

#define ITEM_TIMEOUT_MS 1000

/* The typed remote as a location, without what --user said. */
static DmLocation *
parse_remote (DmCliRequest *self,
              DmCli *cli,
              GError **error)
{
  DmItem *drive = NULL;

  if (self->local == NULL && dm_local_name_looks_like (self->remote))
    drive = dm_client_find_drive (cli->client, self->remote);

  return dm_location_parse (drive != NULL ? dm_item_get_uri (drive) : self->remote, error);
}

/* Says as whom from now on. */
static void
set_user (DmCliRequest *self,
          DmLocation *location,
          const char *domain,
          const char *user)
{
  if (user != self->user)
    {
      g_free (self->user);
      self->user = g_strdup (user);
    }
  if (domain != self->domain)
    {
      g_free (self->domain);
      self->domain = g_strdup (domain);
    }

  /* The options count only where the location itself has no user. */
  if (dm_location_get_user (location) != NULL && !dm_local_name_looks_like (self->remote))
    {
      g_autoptr (DmLocation) changed = dm_location_dup_with_user (location, domain, user);

      g_free (self->remote);
      self->remote = dm_location_to_uri (changed);
    }
}

static char *
attempt (DmCliRequest *self,
         DmCli *cli,
         GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *text = g_strdup_printf (_ ("Connecting to %s…"), self->remote);
  char *path;

  dm_cli_begin_progress (cli, text);
  if (self->local != NULL)
    dm_client_map_async (cli->client, self->local, self->remote, self->domain, self->user,
                         !self->no_remember, cli->cancellable, dm_cli_await_cb, &result);
  else
    dm_client_connect_async (cli->client, self->remote, self->domain, self->user,
                             cli->cancellable, dm_cli_await_cb, &result);
  dm_cli_await (&result);
  dm_cli_end_progress (cli);

  if (self->local != NULL)
    path = dm_client_map_finish (cli->client, result, error);
  else
    path = dm_client_connect_finish (cli->client, result, error);

  return path;
}

static DmLogin *
store_password (DmCliRequest *self,
                DmCli *cli,
                DmLocation *location,
                const char *password,
                GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  dm_login_store_async (location, password, !self->no_remember, cli->cancellable,
                        dm_cli_await_cb, &result);

  return dm_login_store_finish (dm_cli_await (&result), error);
}

static gboolean
mount_with_password (DmCli *cli,
                     DmLocation *location,
                     const char *password,
                     GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  dm_login_mount_async (location, password, cli->cancellable, dm_cli_await_cb, &result);
  if (dm_login_mount_finish (dm_cli_await (&result), error))
    return TRUE;

  dm_error_normalize (error);

  return FALSE;
}

static void
restore_login (DmLogin *login)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  /* Not with the user's cancellable: this is what makes a cancel clean. */
  dm_login_restore_async (login, NULL, dm_cli_await_cb, &result);
  if (!dm_login_restore_finish (login, dm_cli_await (&result), &error))
    g_printerr (_ ("The password that was saved before could not be put back: %s\n"), error->message);
}

static void
report_saved (DmCliRequest *self,
              DmLogin *login)
{
  DmLoginSaved saved = dm_login_get_saved (login);

  if (saved == DM_LOGIN_NO_SERVICE)
    g_printerr ("%s\n", _ ("The password was not saved: there is no keyring in this session."));
  else if (saved == DM_LOGIN_SAVED_SESSION && !self->no_remember)
    g_printerr ("%s\n", _ ("The password was not saved for good, only until you sign out: the keyring is locked, or there is none."));
}

static char *
attempt_with_password (DmCliRequest *self,
                       DmCli *cli,
                       DmLocation *location,
                       const char *password,
                       GError **error)
{
  g_autoptr (DmLocation) named = dm_location_dup_with_user (location, self->domain, self->user);
  g_autoptr (DmLogin) login = store_password (self, cli, named, password, error);
  char *path = NULL;

  if (login == NULL)
    return NULL;

  if (dm_login_get_saved (login) != DM_LOGIN_NO_SERVICE ||
      mount_with_password (cli, named, password, error))
    path = attempt (self, cli, error);

  /* A password that was not seen to work does not replace one that may. */
  if (path == NULL)
    restore_login (login);
  else
    report_saved (self, login);

  return path;
}

/* Fills in the user where neither --user nor the location says. */
static void
complete_user (DmCliRequest *self,
               DmLocation *location)
{
  if (self->user != NULL)
    return;

  if (dm_location_get_user (location) != NULL)
    {
      self->user = g_strdup (dm_location_get_user (location));
      self->domain = g_strdup (dm_location_get_domain (location));
    }
  else
    {
      self->user = g_strdup (g_get_user_name ());
    }
}

static gboolean
ask_user (DmCliRequest *self,
          DmCli *cli,
          DmLocation *location,
          GError **error)
{
  g_autofree char *question = NULL;
  g_autofree char *fallback = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *domain = NULL;
  g_autofree char *user = NULL;

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
  set_user (self, location, domain, user);

  return TRUE;
}

static char *
attempt_with_prompt (DmCliRequest *self,
                     DmCli *cli,
                     const GError *refusal,
                     GError **error)
{
  g_autoptr (DmLocation) location = parse_remote (self, cli, error);
  g_autofree char *question = NULL;
  char *password;
  char *path;

  if (location == NULL)
    return NULL;

  g_printerr ("%s\n", refusal->message);
  complete_user (self, location);
  /* A remembered drive's own user cannot be changed here. */
  if ((!dm_local_name_looks_like (self->remote) || dm_location_get_user (location) == NULL) &&
      !ask_user (self, cli, location, error))
    return NULL;

  question = g_strdup_printf (_ ("Password of %s for %s: "), self->user, self->remote);
  password = dm_cli_prompt_password (cli, question, error);
  if (password == NULL)
    return NULL;
  path = attempt_with_password (self, cli, location, password, error);
  dm_cli_password_free (password);

  return path;
}

static char *
attempt_with_stdin (DmCliRequest *self,
                    DmCli *cli,
                    GError **error)
{
  g_autoptr (DmLocation) location = parse_remote (self, cli, error);
  char *password;
  char *path;

  if (location == NULL)
    return NULL;
  password = dm_cli_read_password (error);
  if (password == NULL)
    return NULL;

  complete_user (self, location);
  path = attempt_with_password (self, cli, location, password, error);
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

/* The item at @object_path, once it is connected and its path is known; what
 * there is of it if that takes longer than a second. */
static DmItem *
wait_for_item (DmCli *cli,
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

gboolean
dm_cli_request_take (DmCliRequest *self,
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

/* Connects; asks for a password where it is needed and possible, stores it and
 * tries once more. Gives the object's path. */
static char *
run_request (DmCliRequest *self,
             DmCli *cli,
             GError **error)
{
  g_autoptr (GError) refusal = NULL;
  char *path;

  if (self->password_stdin)
    return attempt_with_stdin (self, cli, error);

  path = attempt (self, cli, &refusal);
  if (path != NULL)
    return path;
  if (g_error_matches (refusal, DM_ERROR, DM_ERROR_LOGON_FAILURE) && dm_cli_can_prompt ())
    return attempt_with_prompt (self, cli, refusal, error);

  g_propagate_error (error, g_steal_pointer (&refusal));

  return NULL;
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

  item = wait_for_item (cli, path);
  if (item != NULL)
    print_connected (cli, item);

  return DM_CLI_DONE;
}
