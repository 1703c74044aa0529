/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "dm-client.h"
#include "dm-watch.h"

G_BEGIN_DECLS

/**
 * DmDetails:
 *
 * All about one drive or connection. Property "item" (DmItem, nullable).
 */
#define DM_TYPE_DETAILS (dm_details_get_type ())
G_DECLARE_FINAL_TYPE (DmDetails, dm_details, DM, DETAILS, AdwBin)

GtkWidget *dm_details_new (void);

void dm_details_set_client (DmDetails *self, DmClient *client, DmWatch *watch);
void dm_details_set_item (DmDetails *self, DmItem *item);

G_END_DECLS
