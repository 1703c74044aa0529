/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-connection.h"

G_BEGIN_DECLS

typedef struct _DmManager DmManager;

/**
 * DmSpaceWatch:
 *
 * Keeps true enough what the connections know of their space, and of that of each
 * folder of theirs that a drive is on: asks the servers, a few at a time and none too
 * often, and writes down what they answer: by GVfs' folder, and an SMB server past
 * GVfs where that has none or knows no sizes. One connection's folders are asked for
 * one after the other. What is not answered in time changes nothing. GVfs calls a mount busy while somebody
 * asks it anything, so nothing is asked where an operation is under way, or
 * where a mount is so young that it may be gone in a moment.
 *
 * Emits "asks" (DmConnection *connection, gboolean begins) before it asks, and
 * afterwards.
 */
#define DM_TYPE_SPACE_WATCH (dm_space_watch_get_type ())
G_DECLARE_FINAL_TYPE (DmSpaceWatch, dm_space_watch, DM, SPACE_WATCH, GObject)

DmSpaceWatch *dm_space_watch_new (DmManager *manager);

/* Asks for the first time, a moment later, if it has not been asked yet, or not for all
 * the folders that drives are on. */
void dm_space_watch_take (DmSpaceWatch *self, DmConnection *connection);

/* Asks again, unless that was done a moment ago or goes on still. */
void dm_space_watch_look (DmSpaceWatch *self, DmConnection *connection);

/* Stops asking, as the connection is about to be ended: our own questions would look
 * like somebody's use of it. What is with the server already stays there. */
void dm_space_watch_stop (DmSpaceWatch *self, DmConnection *connection);

/* Whether the server owes us an answer. */
gboolean dm_space_watch_is_asking (DmSpaceWatch *self, DmConnection *connection);

/* It has gone. */
void dm_space_watch_drop (DmSpaceWatch *self, DmConnection *connection);

G_END_DECLS
