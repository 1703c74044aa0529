/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-cli.h"

G_BEGIN_DECLS

/* One fact on a line of its own; control characters are made visible. Nothing where
 * @value is NULL or empty. */
void dm_cli_print_line (const char *label, const char *value);

G_END_DECLS
