/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-cli.h"
#include "dm-use-options.h"

G_BEGIN_DECLS

/* What "drivemapctl use" does. Each gives the exit status. */
int dm_use_list (DmCli *cli);
int dm_use_show (DmCli *cli, const char *name);
int dm_use_delete (DmCli *cli, const char *name, DmUseChoice answer);
int dm_use_delete_all (DmCli *cli, DmUseChoice answer);

/* @password: (nullable): already known; given up to be wiped. */
int dm_use_add (DmCli *cli, const DmUseOptions *options, char *password);

/* Writes on stderr what went wrong. Gives DM_CLI_FAILED. */
int dm_use_report (const GError *error);

/* "The command completed successfully." Gives DM_CLI_DONE. */
int dm_use_finish (void);

/* The same as text: @items: DmItem. */
char *dm_use_items_to_text (GPtrArray *items);
char *dm_use_item_to_text (DmItem *item);

/* Whether new drives are remembered where nothing is said: what was said last,
 * kept in a file of the user's. */
gboolean dm_use_get_default (void);
gboolean dm_use_set_default (gboolean persistent, GError **error);

/* Asks on stdout, reads stdin, which need not be a terminal. @answer: what was said
 * before. DM_USE_UNSAID: nobody answered; all but a yes is a no. */
DmUseChoice dm_use_ask (DmCli *cli, const char *question, DmUseChoice answer);

/* A drive that is remembered for something else gives up its name, if the user says
 * so: all that is remembered of it is kept until the new one is connected.
 * (transfer full) (nullable): the name that it has meanwhile; NULL: it keeps its own. */
char *dm_use_set_aside (DmCli *cli, const char *local, DmUseChoice answer);
gboolean dm_use_put_back (DmCli *cli, const char *aside, const char *local, GError **error);
gboolean dm_use_discard (DmCli *cli, const char *aside, GError **error);

G_END_DECLS
