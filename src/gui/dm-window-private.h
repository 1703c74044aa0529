/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-window.h"

#include "dm-details.h"
#include "dm-item-list.h"

G_BEGIN_DECLS

/* What shall be done with something by its name. */
typedef enum
{
  DM_WINDOW_WISH_AWAIT, /* the window's own wish: to show what will come at once */
  DM_WINDOW_WISH_SHOW,
  DM_WINDOW_WISH_FOLDER,
  DM_WINDOW_WISH_DISCONNECT,
  DM_WINDOW_WISH_DISCONNECT_ALL, /* whatever the name */
  DM_WINDOW_WISH_OPEN,
} DmWindowWish;

struct _DmWindow
{
  AdwApplicationWindow parent_instance;

  /* Template */
  AdwToastOverlay *toasts;
  AdwLeaflet *leaflet;
  GtkWidget *list_pane;
  GtkWidget *details_pane;
  GtkWidget *details_bar;
  GtkToggleButton *search_button;
  GtkMenuButton *menu_button;
  GMenuModel *main_menu;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkRevealer *problem_revealer;
  GtkLabel *problem_label;
  GtkRevealer *profile_revealer;
  GtkLabel *profile_label;
  GtkRevealer *managed_revealer;
  GtkLabel *managed_label;
  AdwClamp *list_clamp;
  GtkStack *stack;
  DmItemList *list;
  GtkStack *details_stack;
  GtkLabel *announcer;

  /* Owned */
  DmClient *client;
  DmWatch *watch;
  guint settle_id;
  guint patience_id; /* while the service may take its time */
  GHashTable *statuses; /* object path → DmStatus last announced */
  char *wanted;         /* what shall be done with it as soon as it can be known */
  DmWindowWish wish;

  /* Borrowed: NULL until a row is selected */
  DmDetails *details;

  /* Borrowed, weakly: the one that is shown */
  AdwToast *toast;
};

/* dm-window-actions.c */
void dm_window_install_actions (GtkWidgetClass *klass);

/* Lets the actions that need a row be available or not. */
void dm_window_update_actions (DmWindow *self);

/* (nullable): what has this name, or the place is on; see dm_find_item (). */
DmItem *dm_window_find_item (DmWindow *self, const char *name);

/* Does it as soon as it can be done; says so if there is no such thing. */
void dm_window_want (DmWindow *self, const char *name, DmWindowWish wish);

/* Over the list when there is no room beside it. */
void dm_window_show_details (DmWindow *self);

G_END_DECLS
