/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-cli.h"
#include "dm-holder.h"

G_BEGIN_DECLS

/* What is open on the drive or location @name, by the server's word, too. If it
 * gives none: what is known here, and why it gives none, which is a failure unless
 * @is_lenient. Gives the exit status. */
int dm_cli_show_server_files (DmCli *cli, const char *name, gboolean is_lenient);

/* Has the server close the file with @id, whoever opened it, after asking unless
 * @is_yes. Gives the exit status. */
int dm_cli_close_server_file (DmCli *cli, const char *name, guint32 id, gboolean is_yes);

/* (transfer none): the one of @holders, of @name, with @id. DM_ERROR_NOT_CONNECTED if
 * there is none, DM_ERROR_BUSY if there are several. */
DmHolder *dm_cli_find_server_file (GPtrArray *holders, const char *name, guint32 id, GError **error);

/* Whether there is somebody to ask; FALSE after saying that there is not. */
gboolean dm_cli_can_ask_to_close (DmCli *cli);

G_END_DECLS
