/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-manager.h"

G_BEGIN_DECLS

/**
 * DmReconnector:
 *
 * Brings drives back: at sign-in, when the network has changed, after sleep,
 * when a keyring is unlocked, when their server answers again. Only those that
 * are wanted: not what was disconnected by hand. All servers at once, each on
 * its own schedule, so that a dead one delays nobody. It also shows on the drives
 * that are connected whether their server answers.
 *
 * It decides when; connecting is the connect job's.
 *
 * Emits "changed" when it may have become idle, or stopped being so.
 */
#define DM_TYPE_RECONNECTOR (dm_reconnector_get_type ())
G_DECLARE_FINAL_TYPE (DmReconnector, dm_reconnector, DM, RECONNECTOR, GObject)

/* @manager must have been opened. */
DmReconnector *dm_reconnector_new (DmManager *manager, GDBusConnection *bus);

/* Wants every remembered drive, or those with @profile (nullable), and tries
 * each that is not connected. @session: (nullable): the login session that begins;
 * empty: it has no name: does nothing when that one has begun before. Ends when
 * each has been tried once. */
void dm_reconnector_bring_back_async (DmReconnector *self,
                                      const char *session,
                                      const char *profile,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/* (transfer full) (element-type utf8): the names of the drives that were tried. */
GPtrArray *dm_reconnector_bring_back_finish (DmReconnector *self, GAsyncResult *result, GError **error);

/* Where @drive is for other networks than those that are there: it comes with the first
 * of these. FALSE: it is not, and may be tried. */
gboolean dm_reconnector_await_network (DmReconnector *self, DmDrive *drive);

/* Whether @local is being connected in the background. */
gboolean dm_reconnector_is_trying (DmReconnector *self, const char *local);

/* Ends when it is not: whoever wants to connect it waits for that first. */
void dm_reconnector_wait_async (DmReconnector *self,
                                const char *local,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean dm_reconnector_wait_finish (DmReconnector *self, GAsyncResult *result, GError **error);

/* What came of the user's own try: @error is NULL when it worked. What failed
 * because of the server, the network or a @locked keyring is tried again from now
 * on. */
void dm_reconnector_note_try (DmReconnector *self, const char *local, const GError *error, gboolean locked);

/* Somebody looks: asks the servers that were not asked for a moment, or, with
 * @now, all. */
void dm_reconnector_look (DmReconnector *self, gboolean now);

/* Nothing waits for a server. */
gboolean dm_reconnector_is_idle (DmReconnector *self);

G_END_DECLS
