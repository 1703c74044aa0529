/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-client.h"

G_BEGIN_DECLS

/* Exit statuses. */
#define DM_CLI_DONE   0
#define DM_CLI_USAGE  1
#define DM_CLI_FAILED 2

/**
 * DmCli:
 * @client: the service; open after dm_cli_open ().
 * @cancellable: cancelled by Ctrl+C.
 * @json: whether stdout is for programs.
 *
 * What every verb is given.
 */
typedef struct
{
  DmClient *client;
  GCancellable *cancellable;
  gboolean json;
} DmCli;

/* A verb: @argv[0] is its name. Gives the exit status. */
typedef int (*DmCliFunc) (DmCli *cli, int argc, char **argv);

typedef struct
{
  const char *name;
  const char *summary;
  DmCliFunc function;
} DmCliCommand;

/* The whole program. */
int dm_cli_run (int argc, char **argv);

/* The known verb that @name most likely means, or NULL. */
const char *dm_cli_suggest (const char *name);

/**
 * DmCliSyntax:
 * @arguments: what follows the options, for --help, e.g. "LOCAL REMOTE".
 * @summary: what the verb does, translated.
 * @entries: its options besides --json.
 * @min_arguments: how many arguments it needs,
 * @max_arguments: and takes.
 */
typedef struct
{
  const char *arguments;
  const char *summary;
  const GOptionEntry *entries;
  guint min_arguments;
  guint max_arguments;
} DmCliSyntax;

/* Reads options and arguments of a verb. Gives the arguments (transfer full),
 * in UTF-8; NULL after saying on stderr what is wrong. */
char **dm_cli_parse (DmCli *cli, const DmCliSyntax *syntax, int argc, char **argv);

/* Says what is wrong with how the verb was called. Gives DM_CLI_USAGE. */
int dm_cli_usage_error (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* Meets the service. */
gboolean dm_cli_open (DmCli *cli, GError **error);

/* A verb is one thing after another, so it waits for each:
 *   g_autoptr (GAsyncResult) result = NULL;
 *   dm_…_async (…, dm_cli_await_cb, &result);
 *   dm_…_finish (dm_cli_await (&result), …); */
void dm_cli_await_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *dm_cli_await (GAsyncResult **result);

/* The service looks at everything again; the client shows what it finds. */
gboolean dm_cli_refresh (DmCli *cli, GError **error);

/* (transfer full): what list shows, in its order: DmItem. */
GPtrArray *dm_cli_dup_items (DmCli *cli);

/* (transfer none) (nullable): the item at @object_path, once it is connected and
 * its path is known; what there is of it if that takes longer than a second. */
DmItem *dm_cli_wait_for_item (DmCli *cli, const char *object_path);

/* (transfer full): what files shows: DmHolder. */
GPtrArray *dm_cli_get_holders (DmCli *cli, const char *name, GError **error);

int dm_cli_list (DmCli *cli, int argc, char **argv);
int dm_cli_managed (DmCli *cli, int argc, char **argv);
int dm_cli_map (DmCli *cli, int argc, char **argv);
int dm_cli_connect (DmCli *cli, int argc, char **argv);
int dm_cli_files (DmCli *cli, int argc, char **argv);
int dm_cli_browse (DmCli *cli, int argc, char **argv);
int dm_cli_disconnect (DmCli *cli, int argc, char **argv);
int dm_cli_import (DmCli *cli, int argc, char **argv);
int dm_cli_export (DmCli *cli, int argc, char **argv);
int dm_cli_reconnect (DmCli *cli, int argc, char **argv);
int dm_cli_password (DmCli *cli, int argc, char **argv);
int dm_cli_rename (DmCli *cli, int argc, char **argv);
int dm_cli_set (DmCli *cli, int argc, char **argv);
int dm_cli_status (DmCli *cli, int argc, char **argv);
int dm_cli_use (DmCli *cli, int argc, char **argv);

G_END_DECLS
