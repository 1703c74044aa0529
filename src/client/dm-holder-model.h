/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-holder-item.h"
#include "dm-server-holders.h"

G_BEGIN_DECLS

/**
 * DmHolderModel:
 *
 * Who keeps what open on one item: a GListModel of DmHolderItem that follows
 * @watch. Rows of the same holder stay the same object. Sorted: files first,
 * then by program and path; at the end what only the server tells of, if it was
 * given one.
 *
 * Properties: "item" (DmItem, nullable, writable), "n-files" (uint: holders
 * on this computer that are or may be open files), "is-complete" (boolean: FALSE until the first
 * answer for this item; an item that is not connected needs none), "error"
 * (string, nullable: why it is not known; the rows are then the last known).
 */
#define DM_TYPE_HOLDER_MODEL (dm_holder_model_get_type ())
G_DECLARE_FINAL_TYPE (DmHolderModel, dm_holder_model, DM, HOLDER_MODEL, GObject)

DmHolderModel *dm_holder_model_new (DmClient *client, DmWatch *watch);

DmItem *dm_holder_model_get_item (DmHolderModel *self); /* nullable */
void dm_holder_model_set_item (DmHolderModel *self, DmItem *item);

/* Adds what @server tells, which gets the same item. To be set once, before the item. */
void dm_holder_model_set_server (DmHolderModel *self, DmServerHolders *server);

guint dm_holder_model_get_n_files (DmHolderModel *self);

/* Rows of this computer, and those of which only the server told. */
guint dm_holder_model_get_n_local (DmHolderModel *self);
guint dm_holder_model_get_n_server (DmHolderModel *self);
gboolean dm_holder_model_is_complete (DmHolderModel *self);
const char *dm_holder_model_get_error (DmHolderModel *self);

/* As dm_client_sees_programs (). */
gboolean dm_holder_model_sees_programs (DmHolderModel *self);

/* Asks now, without waiting for the watch. */
void dm_holder_model_refresh (DmHolderModel *self);

G_END_DECLS
