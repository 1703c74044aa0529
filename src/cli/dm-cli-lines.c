/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-cli-lines.h"

#include "dm-cli-table.h"

#define LABEL_WIDTH 20

void
dm_cli_print_line (const char *label,
                   const char *value)
{
  guint width = dm_cli_text_width (label);
  g_autofree char *clean = NULL;

  if (value == NULL || *value == '\0')
    return;

  clean = dm_cli_text_sanitize (value);
  g_print ("%s%*s%s\n", label, width < LABEL_WIDTH ? (int) (LABEL_WIDTH - width) : 1, "", clean);
}
