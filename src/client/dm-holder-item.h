/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-holder.h"

G_BEGIN_DECLS

/**
 * DmHolderItem:
 *
 * One row of "Open files": a DmHolder as an object. Immutable but for what a
 * later look may learn. Properties, all readable: "pid" (int), "program",
 * "path", "user", "note" (strings, NULL: not known), "kind", "mode", "source"
 * (the API's words), "since" (uint64).
 */
#define DM_TYPE_HOLDER_ITEM (dm_holder_item_get_type ())
G_DECLARE_FINAL_TYPE (DmHolderItem, dm_holder_item, DM, HOLDER_ITEM, GObject)

/* @since: when it was first seen, in seconds since 1970 UTC. Copies @holder. */
DmHolderItem *dm_holder_item_new (const DmHolder *holder, guint64 since);

const DmHolder *dm_holder_item_get_holder (DmHolderItem *self);

/* When this client first saw it: no earlier time can be known for sure. */
guint64 dm_holder_item_get_since (DmHolderItem *self);

/* Whether both tell of the same process keeping the same thing open. */
gboolean dm_holder_item_is_same (DmHolderItem *self, const DmHolder *holder);

/* Takes over the mode and the note of the same holder, seen again. */
void dm_holder_item_update (DmHolderItem *self, const DmHolder *holder);

G_END_DECLS
