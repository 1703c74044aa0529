/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-cli.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): @path with ~ for the home folder, for reading. */
char *dm_cli_abbreviate_home (const char *path);

/* Writes the holders' paths as people know them, for reading: below the drive
 * @name its own folder (~/Drives/Z/…) instead of GVfs'. What is not below it
 * stays. */
void dm_cli_shorten_paths (DmCli *cli, const char *name, GPtrArray *holders);

G_END_DECLS
