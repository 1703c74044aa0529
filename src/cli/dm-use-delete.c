/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-use.h"

#include <glib/gi18n-lib.h>

#include "dm-cli-output.h"
#include "dm-cli-path.h"
#include "dm-cli-selection.h"
#include "dm-error.h"
#include "dm-local-name.h"
#include "dm-use-messages.h"

/* What the columns of "You have these remote connections" are. */
#define INDENT      4
#define LOCAL_WIDTH 16

static gboolean
cancel (DmCli *cli,
        const char *name,
        DmLevel level,
        gboolean forget,
        GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  DmCancelResult cancelled;

  dm_client_cancel_async (cli->client, name, level, forget, cli->cancellable, dm_cli_await_cb, &result);

  return dm_client_cancel_finish (cli->client, dm_cli_await (&result), &cancelled, error);
}

/* On stderr: Windows does not say, but who answers should know. */
static void
print_holders (DmCli *cli,
               const char *name)
{
  g_autoptr (GPtrArray) holders = dm_cli_get_holders (cli, name, NULL);
  g_autofree char *text = NULL;

  if (holders == NULL || holders->len == 0)
    return;

  dm_cli_shorten_paths (cli, name, holders);
  text = dm_cli_holders_to_text (holders, dm_cli_get_width (), FALSE);
  g_printerr ("%s\n", text);
}

static DmUseChoice
ask_force (DmCli *cli,
           const char *name,
           const char *shown,
           DmUseChoice answer)
{
  gboolean is_known = dm_client_sees_programs (cli->client);
  g_autofree char *clean = dm_cli_text_sanitize (shown);
  g_autofree char *text = dm_use_message_format (is_known ? DM_USE_MESSAGE_FILES_OPEN : DM_USE_MESSAGE_FILES_UNKNOWN, clean, NULL);

  if (answer == DM_USE_UNSAID)
    {
      g_print ("%s\n\n", text);
      print_holders (cli, name);
    }

  return dm_use_ask (cli, dm_use_message_get (DM_USE_MESSAGE_ASK_FORCE), answer);
}

static void
set_declined (GError **error,
              DmUseChoice answer,
              const char *shown)
{
  if (answer == DM_USE_UNSAID)
    g_printerr ("%s\n", dm_use_message_get (DM_USE_MESSAGE_NO_ANSWER));
  g_set_error (error, DM_ERROR, DM_ERROR_CANCELLED, _ ("%s was not disconnected."), shown);
}

/* Windows forgets what is deleted; what an administrator has set up stays. */
static gboolean
is_to_be_forgotten (DmCli *cli,
                    const char *name)
{
  DmItem *drive = dm_local_name_looks_like (name) ? dm_client_find_drive (cli->client, name) : NULL;

  return drive != NULL && dm_item_get_managed_file (drive) == NULL;
}

/* @name: as the service knows it; @shown: as people do. */
static gboolean
delete_one (DmCli *cli,
            const char *name,
            const char *shown,
            DmUseChoice answer,
            GError **error)
{
  gboolean forget = is_to_be_forgotten (cli, name);
  g_autoptr (GError) refusal = NULL;
  DmUseChoice choice;

  if (cancel (cli, name, DM_LEVEL_NONE, forget, &refusal))
    return TRUE;
  if (!dm_error_is_in_use (refusal))
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }

  choice = ask_force (cli, name, shown, answer);
  if (choice == DM_USE_YES)
    return cancel (cli, name, DM_LEVEL_LOTS_OF_FORCE, forget, error);
  set_declined (error, choice, shown);

  return FALSE;
}

int
dm_use_delete (DmCli *cli,
               const char *name,
               DmUseChoice answer)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *clean = dm_cli_text_sanitize (name);
  g_autofree char *text = dm_use_message_format (DM_USE_MESSAGE_DELETED, clean, NULL);

  if (!dm_cli_open (cli, &error) || !delete_one (cli, name, name, answer, &error))
    return dm_use_report (error);
  g_print ("%s\n", text);

  return DM_CLI_DONE;
}

/* --- all --- */

static gboolean
is_deletable (DmItem *item)
{
  gboolean is_own_drive = dm_item_is_drive (item) && dm_item_get_managed_file (item) == NULL;

  return is_own_drive || dm_item_get_use_count (item) > 0 || dm_item_is_awaited (item);
}

static GPtrArray *
dup_deletable (DmCli *cli)
{
  GPtrArray *items = dm_cli_dup_items (cli);

  for (guint i = items->len; i > 0; i--)
    if (!is_deletable (items->pdata[i - 1]))
      g_ptr_array_remove_index (items, i - 1);

  return items;
}

static void
print_items (GPtrArray *items)
{
  g_print ("%s\n\n", dm_use_message_get (DM_USE_MESSAGE_HAVE_CONNECTIONS));
  for (guint i = 0; i < items->len; i++)
    {
      const char *local = dm_item_get_local (items->pdata[i]);
      const char *remote = dm_item_get_remote (items->pdata[i]);
      g_autofree char *clean_local = dm_cli_text_sanitize (local != NULL ? local : "");
      g_autofree char *clean_remote = dm_cli_text_sanitize (remote != NULL ? remote : "");
      int padding = LOCAL_WIDTH - (int) dm_cli_text_width (clean_local);

      g_print ("%*s%s%*s%s\n", INDENT, "", clean_local, MAX (padding, 1), "", clean_remote);
    }
  g_print ("%s\n\n", dm_use_message_get (DM_USE_MESSAGE_WILL_CANCEL));
}

static gboolean
may_continue (DmCli *cli,
              GPtrArray *items,
              DmUseChoice answer,
              GError **error)
{
  DmUseChoice choice;

  print_items (items);
  choice = dm_use_ask (cli, dm_use_message_get (DM_USE_MESSAGE_ASK_CONTINUE), answer);
  if (choice == DM_USE_YES)
    return TRUE;

  if (choice == DM_USE_UNSAID)
    g_printerr ("%s\n", dm_use_message_get (DM_USE_MESSAGE_NO_ANSWER));
  g_set_error_literal (error, DM_ERROR, DM_ERROR_CANCELLED, _ ("Nothing was disconnected."));

  return FALSE;
}

static int
delete_items (DmCli *cli,
              GPtrArray *items,
              DmUseChoice answer)
{
  int status = DM_CLI_DONE;

  for (guint i = 0; i < items->len && !g_cancellable_is_cancelled (cli->cancellable); i++)
    {
      DmItem *item = items->pdata[i];
      const char *shown = dm_item_get_local (item) != NULL ? dm_item_get_local (item) : dm_item_get_remote (item);
      g_autofree char *name = g_strdup (dm_item_get_name (item));
      g_autoptr (GError) error = NULL;

      if (!delete_one (cli, name, shown != NULL ? shown : name, answer, &error))
        status = dm_use_report (error);
    }

  return g_cancellable_is_cancelled (cli->cancellable) ? DM_CLI_FAILED : status;
}

int
dm_use_delete_all (DmCli *cli,
                   DmUseChoice answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = NULL;
  int status;

  if (!dm_cli_open (cli, &error))
    return dm_use_report (error);

  items = dup_deletable (cli);
  if (items->len == 0)
    {
      g_print ("%s\n", dm_use_message_get (DM_USE_MESSAGE_NO_ENTRIES));
      return DM_CLI_DONE;
    }
  if (!may_continue (cli, items, answer, &error))
    return dm_use_report (error);
  status = delete_items (cli, items, answer);

  return status == DM_CLI_DONE ? dm_use_finish () : status;
}
