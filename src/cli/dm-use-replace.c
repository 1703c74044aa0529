/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-use.h"

#include <glib/gi18n-lib.h>

#include "dm-cli-table.h"
#include "dm-use-messages.h"

static gboolean
rename_drive (DmCli *cli,
              const char *local,
              const char *new_local,
              GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *path = NULL;

  dm_client_rename_async (cli->client, local, new_local, cli->cancellable, dm_cli_await_cb, &result);
  path = dm_client_rename_finish (cli->client, dm_cli_await (&result), error);

  return path != NULL;
}

/* (transfer full): under which it can be found if this program is ended now. */
static char *
dup_label (const char *local)
{
  /* Translators: a drive whose name is given to another: "Z (old)". */
  return g_strdup_printf (_ ("%c (old)"), *local);
}

char *
dm_use_set_aside (DmCli *cli,
                  const char *local,
                  DmUseChoice answer)
{
  DmItem *drive = dm_client_find_drive (cli->client, local);
  const char *remote = drive != NULL ? dm_item_get_remote (drive) : NULL;
  g_autofree char *clean = remote != NULL ? dm_cli_text_sanitize (remote) : NULL;
  g_autofree char *text = dm_use_message_format (DM_USE_MESSAGE_HAS_REMEMBERED, local, clean);
  g_autofree char *label = NULL;

  if (drive == NULL || clean == NULL || dm_item_get_managed_file (drive) != NULL)
    return NULL;
  if (answer == DM_USE_UNSAID)
    g_print ("%s\n", text);
  if (dm_use_ask (cli, dm_use_message_get (DM_USE_MESSAGE_ASK_OVERWRITE), answer) != DM_USE_YES)
    return NULL;

  label = dup_label (local);

  return rename_drive (cli, local, label, NULL) ? g_steal_pointer (&label) : NULL;
}

gboolean
dm_use_put_back (DmCli *cli,
                 const char *aside,
                 const char *local,
                 GError **error)
{
  return rename_drive (cli, aside, local, error);
}

gboolean
dm_use_discard (DmCli *cli,
                const char *aside,
                GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  DmCancelResult cancelled;

  dm_client_cancel_async (cli->client, aside, DM_LEVEL_NONE, TRUE, cli->cancellable, dm_cli_await_cb, &result);

  return dm_client_cancel_finish (cli->client, dm_cli_await (&result), &cancelled, error);
}
