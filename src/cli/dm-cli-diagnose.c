/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-cli-diagnose.h"

#include "dm-cli-output.h"
#include "dm-client-servers.h"

#define RESULT_WIDTH  10
#define TITLE_WIDTH   10
#define ELAPSED_WIDTH 9

static const char *
get_color (DmStepResult result)
{
  switch (result)
    {
    case DM_STEP_RESULT_GOOD:
      return "\033[32m";
    case DM_STEP_RESULT_BAD:
      return "\033[31m";
    case DM_STEP_RESULT_SKIPPED:
    case DM_STEP_RESULT_UNKNOWN:
    default:
      return "\033[2m";
    }
}

static void
add_step (DmCliJson *json,
          gpointer item)
{
  DmStep *step = item;

  dm_cli_json_begin (json, NULL, '{');
  dm_cli_json_add_string (json, "step", dm_step_get_step (step));
  dm_cli_json_add_string (json, "result", dm_step_result_to_string (dm_step_get_result (step)));
  dm_cli_json_add_uint (json, "elapsed_ms", dm_step_get_elapsed_ms (step));
  dm_cli_json_add_string (json, "text", dm_step_get_text (step));
  dm_cli_json_add_string (json, "advice", dm_step_get_advice (step));
  dm_cli_json_close (json, '}');
}

static void
on_found_changed_cb (GListModel *found,
                     guint position,
                     guint n_removed,
                     guint n_added,
                     gpointer user_data)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (DmStep) step = g_list_model_get_item (found, i);
      g_autofree char *text = dm_cli_step_to_text (step, dm_cli_use_colors ());

      g_print ("%s", text);
    }
}

static gboolean
is_all_good (GPtrArray *steps)
{
  for (guint i = 0; i < steps->len; i++)
    if (dm_step_get_result (steps->pdata[i]) == DM_STEP_RESULT_BAD)
      return FALSE;

  return TRUE;
}

char *
dm_cli_step_to_text (DmStep *step,
                     gboolean colors)
{
  DmStepResult result = dm_step_get_result (step);
  g_autofree char *elapsed = dm_step_dup_elapsed_words (step);
  g_autofree char *mark = dm_cli_text_pad (dm_step_get_result_words (step), RESULT_WIDTH);
  g_autofree char *title = dm_cli_text_pad (dm_step_get_title (step), TITLE_WIDTH);
  g_autofree char *time = dm_cli_text_pad (elapsed, ELAPSED_WIDTH);
  g_autofree char *said = dm_cli_text_sanitize (dm_step_get_text (step));
  g_autofree char *advice = dm_cli_text_sanitize (dm_step_get_advice (step));
  GString *text = g_string_new (colors ? get_color (result) : NULL);

  g_string_append_printf (text, "%s%s%s%s%s", mark, colors ? "\033[0m" : "", title, time, said);
  while (text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);
  g_string_append_c (text, '\n');
  if (*advice != '\0')
    g_string_append_printf (text, "  %s\n", advice);

  return g_string_free (text, FALSE);
}

char *
dm_cli_steps_to_json (GPtrArray *steps)
{
  return dm_cli_json_from_array (steps, TRUE, add_step);
}

int
dm_cli_diagnose (DmCli *cli,
                 const char *name,
                 const char *domain,
                 const char *user)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GListStore) found = g_list_store_new (DM_TYPE_STEP);
  g_autoptr (GPtrArray) steps = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!dm_cli_open (cli, &error))
    return dm_cli_report_error (cli, error, NULL);

  if (!cli->json)
    g_signal_connect (found, "items-changed", G_CALLBACK (on_found_changed_cb), NULL);
  dm_client_diagnose_async (cli->client, name, domain, user, found, cli->cancellable, dm_cli_await_cb, &result);
  steps = dm_client_diagnose_finish (cli->client, dm_cli_await (&result), &error);
  if (steps == NULL)
    return dm_cli_report_error (cli, error, NULL);

  if (cli->json)
    {
      text = dm_cli_steps_to_json (steps);
      g_print ("%s", text);
    }

  return is_all_good (steps) ? DM_CLI_DONE : DM_CLI_FAILED;
}
