/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdio.h>
#include <unistd.h>

#include "dm-cli-output.h"

typedef struct
{
  gboolean is_due;  /* a second went by */
  gboolean changed; /* the client said so */
} Watch;

static gboolean
on_second_elapsed_cb (gpointer user_data)
{
  Watch *watch = user_data;

  watch->is_due = TRUE;

  return G_SOURCE_CONTINUE;
}

static void
on_client_changed_cb (DmClient *client,
                      Watch *watch)
{
  watch->changed = TRUE;
}

static void
wait_for_news (DmCli *cli,
               Watch *watch)
{
  while (!watch->is_due && !watch->changed && !g_cancellable_is_cancelled (cli->cancellable))
    g_main_context_iteration (NULL, TRUE);

  watch->changed = FALSE;
}

static void
show_again (DmCli *cli,
            const char *text,
            gboolean is_first)
{
  if (!cli->json && isatty (STDOUT_FILENO))
    g_print ("\033[H\033[2J");
  else if (!cli->json && !is_first)
    g_print ("\n");

  g_print ("%s", text);
  fflush (stdout);
}

static int
watch_until_cancelled (DmCli *cli,
                       Watch *watch,
                       DmCliRenderFunc render,
                       gpointer user_data)
{
  g_autofree char *shown = NULL;
  guint n_failures = 0;

  while (!g_cancellable_is_cancelled (cli->cancellable))
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = render (cli, watch->is_due, user_data, &error);

      watch->is_due = FALSE;
      /* One failure is forgiven: the service may just have been restarted. */
      n_failures = text != NULL ? 0 : n_failures + 1;
      if (text == NULL && !g_cancellable_is_cancelled (cli->cancellable) &&
          (n_failures > 1 || shown == NULL))
        return dm_cli_report_error (cli, error, NULL);
      if (text != NULL && g_strcmp0 (text, shown) != 0)
        {
          show_again (cli, text, shown == NULL);
          g_free (shown);
          shown = g_steal_pointer (&text);
        }

      wait_for_news (cli, watch);
    }

  return DM_CLI_DONE;
}

int
dm_cli_watch (DmCli *cli,
              DmCliRenderFunc render,
              gpointer user_data)
{
  Watch watch = { .is_due = TRUE };
  guint timer = g_timeout_add_seconds (1, on_second_elapsed_cb, &watch);
  gulong handler = g_signal_connect (cli->client, "changed",
                                     G_CALLBACK (on_client_changed_cb), &watch);
  int status = watch_until_cancelled (cli, &watch, render, user_data);

  g_signal_handler_disconnect (cli->client, handler);
  g_source_remove (timer);

  return status;
}
