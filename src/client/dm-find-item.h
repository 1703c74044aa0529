/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-client.h"

G_BEGIN_DECLS

/* The drive or connection that a place is on.
 * @place: a local name, a UNC, a URI (also file://) or a path on this computer.
 *
 * A local name is that drive and no other. Else it is what is mapped or mounted at
 * the place or nearest above it; where a drive and the connection that it uses are
 * at the same place, the drive. Only what the client has is compared: nothing on
 * a mount is looked at.
 *
 * Returns: (transfer none) (nullable): one of the client's items. */
DmItem *dm_find_item (DmClient *client, const char *place);

G_END_DECLS
