/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-connection.h"

G_BEGIN_DECLS

/**
 * DmIdentityWatch:
 *
 * Knows what the SMB servers of connections say that they are. Each is asked once,
 * as long as there is a connection to it; one that did not tell, again after a
 * while; one that refused the login, not again. Nothing is asked as a user whose
 * password is not saved.
 *
 * Emits "changed" when what connections show has changed.
 */
#define DM_TYPE_IDENTITY_WATCH (dm_identity_watch_get_type ())
G_DECLARE_FINAL_TYPE (DmIdentityWatch, dm_identity_watch, DM, IDENTITY_WATCH, GObject)

DmIdentityWatch *dm_identity_watch_new (void);

/* Shows on @connection what its server has said, or asks it. Only where somebody
 * looks, and the server has just answered. */
void dm_identity_watch_look (DmIdentityWatch *self, DmConnection *connection);

/* It has gone. */
void dm_identity_watch_drop (DmIdentityWatch *self, DmConnection *connection);

G_END_DECLS
