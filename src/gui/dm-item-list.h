/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dm-client.h"

G_BEGIN_DECLS

/**
 * DmItemList:
 *
 * The list: drives, then other connections, with a filter. Property "selected"
 * (DmItem, nullable), "n-shown" (uint). Signal "activated" (DmItem): Enter, a
 * double click, or with single click a click.
 */
#define DM_TYPE_ITEM_LIST (dm_item_list_get_type ())
G_DECLARE_FINAL_TYPE (DmItemList, dm_item_list, DM, ITEM_LIST, AdwBin)

GtkWidget *dm_item_list_new (void);

void dm_item_list_set_client (DmItemList *self, DmClient *client);

DmItem *dm_item_list_get_selected (DmItemList *self); /* nullable */

/* Selects, scrolls to and focuses it. FALSE: it is not in the list. */
gboolean dm_item_list_select (DmItemList *self, DmItem *item);

/* Shows what has all of @text's words in name, place, user or status. */
void dm_item_list_set_filter (DmItemList *self, const char *text);

guint dm_item_list_get_n_shown (DmItemList *self);

/* "name", "server", "status" or "open-files": the order within a group. */
const char *dm_item_list_get_sort (DmItemList *self);
void dm_item_list_set_sort (DmItemList *self, const char *sort);

/* Whether one click activates. */
void dm_item_list_set_single_click (DmItemList *self, gboolean single_click);

/* Selects the first row and gives it the focus. */
void dm_item_list_focus_first (DmItemList *self);

G_END_DECLS
