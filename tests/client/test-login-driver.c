/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* For test_login.py: one step of it, and its outcome as words with tabs.
 * Usage: lookup LOCATION
 *        forget LOCATION
 *        sign-in LOCAL|- REMOTE DOMAIN|- USER|- session|permanent|never [CANCEL-AFTER-MS]
 * sign-in tries each line of stdin as the password; without any it tries with
 * what is stored. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dm-error.h"
#include "dm-login-lookup.h"
#include "dm-sign-in.h"
#include "fake-service.h"

static const char *const kept_words[] = { "nowhere", "session", "permanent", "locked", "unknown" };
static const char *const saved_words[] = { "permanent", "session", "nowhere" };
static const char *const save_words[] = { "session", "permanent", "never" };

static int
print_error (const GError *error)
{
  g_print ("error\t%s\t%s\n", dm_error_get_name (error->code), error->message);

  return 0;
}

static int
look_up (DmLocation *location)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *keyring = NULL;
  DmLoginKept kept;

  dm_login_lookup_async (location, NULL, keep_result_cb, &result);
  kept = dm_login_lookup_finish (wait_for (&result), &keyring, &error);
  g_assert_no_error (error);
  g_print ("%s\t%s\n", kept_words[kept], keyring != NULL ? keyring : "");

  return 0;
}

static int
forget (DmLocation *location)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  int n_forgotten;

  dm_login_forget_async (location, NULL, keep_result_cb, &result);
  n_forgotten = dm_login_forget_finish (wait_for (&result), &error);
  if (n_forgotten < 0)
    return print_error (error);
  g_print ("%d\n", n_forgotten);

  return 0;
}

static const char *
get_word (const char *argument)
{
  return g_str_equal (argument, "-") ? NULL : argument;
}

static DmSignInSave
parse_save (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (save_words); i++)
    if (g_str_equal (save_words[i], word))
      return (DmSignInSave) i;

  g_assert_not_reached ();
}

static gboolean
on_cancel_elapsed_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
try_once (DmSignIn *sign_in,
          guint cancel_after_ms)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  if (cancel_after_ms > 0)
    g_timeout_add (cancel_after_ms, on_cancel_elapsed_cb, cancellable);
  dm_sign_in_try_async (sign_in, cancellable, keep_result_cb, &result);
  path = dm_sign_in_try_finish (sign_in, wait_for (&result), &error);
  if (path == NULL)
    print_error (error);
  else
    g_print ("connected\t%s\n", dm_sign_in_used_password (sign_in) ? saved_words[dm_sign_in_get_saved (sign_in)] : "not needed");
}

static DmClient *
open_client (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  DmClient *client = dm_client_new ();

  dm_client_open_async (client, NULL, keep_result_cb, &result);
  dm_client_open_finish (client, wait_for (&result), &error);
  g_assert_no_error (error);

  return client;
}

static int
sign_in (char **arguments,
         guint cancel_after_ms)
{
  g_autoptr (DmClient) client = open_client ();
  g_autoptr (DmSignIn) self = dm_sign_in_new (client, get_word (arguments[0]), arguments[1], TRUE);
  const char *domain = get_word (arguments[2]);
  const char *user = get_word (arguments[3]);
  DmSignInSave save = parse_save (arguments[4]);
  char line[200];
  guint n_tried = 0;

  for (; fgets (line, sizeof line, stdin) != NULL; n_tried++)
    {
      line[strcspn (line, "\n")] = '\0';
      dm_sign_in_set_credentials (self, domain, user, line, save);
      try_once (self, cancel_after_ms);
    }
  if (n_tried == 0)
    {
      dm_sign_in_set_credentials (self, domain, user, NULL, save);
      try_once (self, cancel_after_ms);
    }

  return 0;
}

int
main (int argc,
      char **argv)
{
  g_autoptr (DmLocation) location = NULL;

  if (argc >= 7 && g_str_equal (argv[1], "sign-in"))
    return sign_in (argv + 2, argc > 7 ? (guint) atoi (argv[7]) : 0);

  location = argc == 3 ? dm_location_parse (argv[2], NULL) : NULL;
  if (location == NULL)
    return 1;

  return g_str_equal (argv[1], "forget") ? forget (location) : look_up (location);
}
