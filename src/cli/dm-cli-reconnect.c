/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dm-cli-output.h"
#include "dm-cli-selection.h"

typedef struct
{
  char *profile;
  gboolean sign_in;
} Reconnect;

static void
clear_reconnect (Reconnect *self)
{
  g_free (self->profile);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reconnect, clear_reconnect)

static gboolean
is_awaited (DmCli *cli,
            const DmReconnectResult *result)
{
  DmItem *item = dm_client_find_drive (cli->client, result->local);

  return item != NULL && dm_cli_item_returns (item);
}

static void
print_json (DmCli *cli,
            GPtrArray *results)
{
  g_autofree char *text = NULL;
  DmCliJson json;

  dm_cli_json_init (&json, TRUE);
  dm_cli_json_begin (&json, NULL, '[');
  for (guint i = 0; i < results->len; i++)
    {
      const DmReconnectResult *result = results->pdata[i];

      dm_cli_json_begin (&json, NULL, '{');
      dm_cli_json_add_string (&json, "local", result->local);
      dm_cli_json_add_string (&json, "status", dm_status_to_string (result->status));
      dm_cli_json_add_string (&json, "reason", result->reason);
      dm_cli_json_add_boolean (&json, "awaited", is_awaited (cli, result));
      dm_cli_json_close (&json, '}');
    }
  dm_cli_json_close (&json, ']');
  text = dm_cli_json_end (&json);
  g_print ("%s", text);
}

static void
print_failure (DmCli *cli,
               const char *local,
               const DmReconnectResult *result)
{
  g_autofree char *reason = dm_cli_text_sanitize (result->reason != NULL ? result->reason : "");

  if (*reason != '\0')
    /* Translators: a drive, and a sentence that says why. */
    g_printerr (_ ("%s is not connected: %s"), local, reason);
  else
    g_printerr (_ ("%s is not connected."), local);
  if (is_awaited (cli, result))
    g_printerr (" %s", _ ("Drivemap goes on trying."));
  else if (result->status == DM_STATUS_NEEDS_PASSWORD)
    {
      g_printerr (" ");
      g_printerr (_ ("Sign in with “drivemapctl connect %s”."), local);
    }
  g_printerr ("\n");
}

static void
print_text (DmCli *cli,
            GPtrArray *results)
{
  if (results->len == 0)
    g_print ("%s\n", _ ("Nothing had to be connected."));

  for (guint i = 0; i < results->len; i++)
    {
      const DmReconnectResult *result = results->pdata[i];
      g_autofree char *local = dm_cli_text_sanitize (result->local);

      if (result->status != DM_STATUS_OK)
        {
          print_failure (cli, local, result);
          continue;
        }
      g_print (_ ("%s is connected."), local);
      g_print ("\n");
    }
}

static gboolean
have_all_come (GPtrArray *results)
{
  for (guint i = 0; i < results->len; i++)
    if (((const DmReconnectResult *) results->pdata[i])->status != DM_STATUS_OK)
      return FALSE;

  return TRUE;
}

static GPtrArray *
reconnect (DmCli *cli,
           const Reconnect *self,
           GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  const char *id = g_getenv ("XDG_SESSION_ID");
  const char *session = self->sign_in ? (id != NULL ? id : "") : NULL;

  dm_client_reconnect_async (cli->client, session, self->profile, cli->cancellable,
                             dm_cli_await_cb, &result);

  return dm_client_reconnect_finish (cli->client, dm_cli_await (&result), error);
}

/* At sign-in nobody reads what it says, and the service itself tells what did not
 * come back. */
static int
reconnect_and_print (DmCli *cli,
                     const Reconnect *self)
{
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;

  if (!self->sign_in && self->profile != NULL && !dm_cli_check_profile (cli, self->profile, &error))
    return dm_cli_report_error (cli, error, NULL);

  results = reconnect (cli, self, &error);
  if (results == NULL)
    return dm_cli_report_error (cli, error, NULL);

  if (cli->json)
    print_json (cli, results);
  else if (!self->sign_in)
    print_text (cli, results);

  return self->sign_in || have_all_come (results) ? DM_CLI_DONE : DM_CLI_FAILED;
}

int
dm_cli_reconnect (DmCli *cli,
                  int argc,
                  char **argv)
{
  g_auto (Reconnect) self = { NULL };
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "profile", 0, 0, G_OPTION_ARG_STRING, &self.profile, N_ ("Only the drives of this set"), N_ ("NAME") },
    { "sign-in", 0, 0, G_OPTION_ARG_NONE, &self.sign_in, N_ ("The session begins: does nothing the next time, and is silent"), NULL },
    G_OPTION_ENTRY_NULL
  };
  const DmCliSyntax syntax = {
    .summary = _ ("Connects the remembered drives that are not connected. For one drive there is\n“drivemapctl connect DRIVE”."),
    .entries = entries,
  };

  arguments = dm_cli_parse (cli, &syntax, argc, argv);
  if (arguments == NULL)
    return DM_CLI_USAGE;
  if (!dm_cli_open (cli, &error))
    return dm_cli_report_error (cli, error, NULL);

  return reconnect_and_print (cli, &self);
}
