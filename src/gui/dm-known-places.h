/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-client.h"

G_BEGIN_DECLS

/* (transfer full): the places that @client knows of, as GtkStringObjects to be
 * offered while somebody types: servers (`\\server\`) and shares, sorted.
 * Follows @client. */
GListModel *dm_known_places_new (DmClient *client);

G_END_DECLS
