/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-cli.h"

G_BEGIN_DECLS

/* A password from here is one line of valid UTF-8, never empty, and must be
 * given back to dm_cli_password_free (), which wipes it. */
void dm_cli_password_free (char *password);

/* Whether there is somebody to ask: stdin is a terminal. */
gboolean dm_cli_can_prompt (void);

/* Asks on the terminal. An empty answer is @fallback. NULL: cancelled or no
 * terminal. */
char *dm_cli_prompt_text (DmCli *cli, const char *question, const char *fallback, GError **error);

/* Asks a question that ends in “[y/N]”. @is_yes: the answer; FALSE as above. */
gboolean dm_cli_prompt_yes (DmCli *cli, const char *question, gboolean *is_yes, GError **error);

/* A password, without echo. NULL as for text. */
char *dm_cli_prompt_password (DmCli *cli, const char *question, GError **error);

/* One line of stdin; reads nothing behind it. */
char *dm_cli_read_password (GError **error);

G_END_DECLS
