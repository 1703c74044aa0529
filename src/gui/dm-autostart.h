/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The autostart entry of this user ($XDG_CONFIG_HOME/autostart). It starts
 * "drivemapctl reconnect --sign-in", which connects the remembered drives and ends.
 * Only a file of our name that we made is ever written or removed; if there is
 * another in its place, both values are refused. In a sandbox the desktop is asked
 * to write or remove it. Errors are short enough for a toast. */
void dm_autostart_set_async (gboolean enabled, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_autostart_set_finish (GAsyncResult *result, GError **error);

/* Whether there is an entry that the desktop will start, whoever made it. In a
 * sandbox nobody can tell, so it is what was last set. */
void dm_autostart_get_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_autostart_get_finish (GAsyncResult *result, gboolean *enabled, GError **error);

/* For a drive that shall come back: turns the entry and its setting on, unless
 * the user has chosen. What goes wrong is only logged: the drive is connected. */
void dm_autostart_turn_on_once (void);

/* Gives an entry that an earlier version of ours has written today's command; all
 * else in it stays as it is. What goes wrong is only logged. */
void dm_autostart_upgrade (void);

G_END_DECLS
