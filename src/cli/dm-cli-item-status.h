/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-cli.h"

G_BEGIN_DECLS

/* Shows one drive, or connection without one, and its server. Gives the exit
 * status. */
int dm_cli_item_status (DmCli *cli, const char *name);

G_END_DECLS
