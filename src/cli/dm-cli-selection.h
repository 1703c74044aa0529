/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-cli.h"

G_BEGIN_DECLS

/* Which of the things that list shows a verb is about: those with @profile
 * (nullable: all), but those that @except (nullable) names: each element a name, or
 * several between commas. NULL, with an error that says so, when a name or the
 * profile is nobody's. (transfer full): DmItem, in the order of list. */
GPtrArray *dm_cli_select_items (DmCli *cli, const char *profile, char **except, GError **error);

/* (transfer full) (nullable): the drive, or the connection without one, that @name
 * means. */
DmItem *dm_cli_find_item (DmCli *cli, const char *name);

/* FALSE, with an error, when no drive has it. */
gboolean dm_cli_check_profile (DmCli *cli, const char *profile, GError **error);

G_END_DECLS
