/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-watch.h"

G_BEGIN_DECLS

/**
 * DmServerHolders:
 *
 * What the server of one item says is open there by others. It is asked only by
 * the person's word: for once with dm_server_holders_ask (), or, where the drive's
 * setting "ask-server" is on, again and again while @watch looks: soon after the
 * item was set, on F5, and at most every 30 s. A server that refuses is not asked
 * again by itself before the item is set anew or F5; one of an item that is not
 * connected never.
 *
 * Property "item" (DmItem, nullable, writable). Signal "changed": something of
 * this may be different.
 */
#define DM_TYPE_SERVER_HOLDERS (dm_server_holders_get_type ())
G_DECLARE_FINAL_TYPE (DmServerHolders, dm_server_holders, DM, SERVER_HOLDERS, GObject)

DmServerHolders *dm_server_holders_new (DmClient *client, DmWatch *watch);

DmClient *dm_server_holders_get_client (DmServerHolders *self);
DmItem *dm_server_holders_get_item (DmServerHolders *self); /* nullable */
void dm_server_holders_set_item (DmServerHolders *self, DmItem *item);

/* Whether there is a server now that can tell: SMB, connected, not lost. */
gboolean dm_server_holders_can_ask (DmServerHolders *self);

/* Whether it is asked by itself. */
gboolean dm_server_holders_is_automatic (DmServerHolders *self);

void dm_server_holders_ask (DmServerHolders *self);

/* Whether a call of dm_server_holders_ask () waits for its answer. */
gboolean dm_server_holders_is_asking (DmServerHolders *self);

/* When it told last, in seconds since 1970; 0: it has not. */
guint64 dm_server_holders_get_answered (DmServerHolders *self);

/* (nullable): why it told nothing when it was asked last. */
const GError *dm_server_holders_get_error (DmServerHolders *self);

/* (transfer none): DmHolder; what it told, without what this computer has open. */
GPtrArray *dm_server_holders_get_list (DmServerHolders *self);

G_END_DECLS
