/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Makes @bar one that tells how full a place is: it warns when there is little
 * left. As it comes, GtkLevelBar praises what is full. */
void dm_space_bar_prepare (GtkLevelBar *bar);

G_END_DECLS
