/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What stands in the window's stacks while they have nothing to list or to detail.
 * Few are ever seen, so each is made when it is wanted first: icons and large titles
 * are a good part of what a window needs to appear. */
typedef enum
{
  DM_WINDOW_PAGE_STARTING,
  DM_WINDOW_PAGE_NO_SERVICE,
  DM_WINDOW_PAGE_EMPTY,
  DM_WINDOW_PAGE_NOTHING_FOUND,
  DM_WINDOW_PAGE_NOTHING_SELECTED,
} DmWindowPage;

void dm_window_pages_show (GtkStack *stack, DmWindowPage page);

G_END_DECLS
