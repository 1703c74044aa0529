/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-client.h"

G_BEGIN_DECLS

/* (transfer full): the places that @client knows of, as GtkStringObjects to be
 * offered while somebody types: servers (`\\server\`) and shares, sorted.
 * Follows @client, and what is learned. */
GListModel *dm_known_places_new (DmClient *client);

/* Offers the shares among @places (of DmPlace), too, that are of one server, in place
 * of those that were learned of it before; not the hidden ones. As long as @client is
 * there. */
void dm_known_places_learn (DmClient *client, GListModel *places);

G_END_DECLS
