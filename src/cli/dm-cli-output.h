/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-cli-json.h"
#include "dm-cli-table.h"
#include "dm-cli.h"

G_BEGIN_DECLS

/* Of stdout: 0 if it is no terminal. */
guint dm_cli_get_width (void);
gboolean dm_cli_use_colors (void);

/* Says on stderr, or with --json on stdout, what went wrong. @holders: who was
 * in the way, may be NULL. Gives DM_CLI_FAILED. */
int dm_cli_report_error (DmCli *cli, const GError *error, GPtrArray *holders);

/* The same as text: JSON for stdout; lines for stderr. */
char *dm_cli_error_to_json (const GError *error, GPtrArray *holders);
void dm_cli_json_add_error (DmCliJson *json, const GError *error, GPtrArray *holders);
char *dm_cli_error_to_text (const GError *error);

/* @items: DmItem, sorted by the caller. */
char *dm_cli_items_to_json (GPtrArray *items, gboolean lines);
char *dm_cli_items_to_text (GPtrArray *items, guint width, gboolean colors);
char *dm_cli_item_to_json (DmItem *item);

/* Whether it is connected by itself as soon as its server can be reached, and
 * needs nothing from the user for that. */
gboolean dm_cli_item_returns (DmItem *item);

/* @holders: DmHolder. */
char *dm_cli_holders_to_json (GPtrArray *holders, gboolean lines);
char *dm_cli_holders_to_text (GPtrArray *holders, guint width, gboolean colors);

/* Members of an object. */
void dm_cli_json_add_item (DmCliJson *json, DmItem *item);
void dm_cli_json_add_settings (DmCliJson *json, const DmDriveSettings *settings);

/* A line on stderr while something takes its time, if that is a terminal. */
void dm_cli_begin_progress (DmCli *cli, const char *text);
void dm_cli_end_progress (DmCli *cli);

/* Gives the text to show now, or NULL with @error. @look: a second went by, so
 * ask the service; else only the client has news. */
typedef char *(*DmCliRenderFunc) (DmCli *cli, gboolean look, gpointer user_data, GError **error);

/* Shows it again whenever it changed, looking once a second and when the client
 * says so, until Ctrl+C. Gives the exit status. */
int dm_cli_watch (DmCli *cli, DmCliRenderFunc render, gpointer user_data);

G_END_DECLS
