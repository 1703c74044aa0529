/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "dm-item.h"

G_BEGIN_DECLS

/**
 * DmServerGroup:
 *
 * What the server of a drive or connection says that it is, and how long it takes
 * to answer. Made when there is something to show.
 */
#define DM_TYPE_SERVER_GROUP (dm_server_group_get_type ())
G_DECLARE_FINAL_TYPE (DmServerGroup, dm_server_group, DM, SERVER_GROUP, AdwBin)

/* Whether anything is known of the item's server. */
gboolean dm_server_group_is_for (DmItem *item);

GtkWidget *dm_server_group_new (void);

/* Shows what is known of it now. */
void dm_server_group_show (DmServerGroup *self, DmItem *item);

G_END_DECLS
