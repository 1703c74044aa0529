/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-space-bar.h"

#define NEARLY_FULL 0.9

/* A value takes the looks of the next offset: "high" is neutral, "low" warns. */
void
dm_space_bar_prepare (GtkLevelBar *bar)
{
  g_return_if_fail (GTK_IS_LEVEL_BAR (bar));

  gtk_level_bar_remove_offset_value (bar, GTK_LEVEL_BAR_OFFSET_FULL);
  gtk_level_bar_add_offset_value (bar, GTK_LEVEL_BAR_OFFSET_HIGH, NEARLY_FULL);
  gtk_level_bar_add_offset_value (bar, GTK_LEVEL_BAR_OFFSET_LOW, 1.0);
}
