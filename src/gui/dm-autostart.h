/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is started at sign-in: the words after our folder, or in a sandbox. It
 * connects the remembered drives and ends. */
#define DM_AUTOSTART_PROGRAM   "drivemapctl"
#define DM_AUTOSTART_ARGUMENTS "reconnect", "--sign-in"

/* Where we are installed for every user, a system-wide entry does it
 * (XDG_CONFIG_DIRS), and one in $XDG_CONFIG_HOME/autostart turns it off; elsewhere
 * the latter turns it on. Only a file of our name that we made is ever written or
 * removed there; if there is another in its place, both values are refused. In a
 * sandbox the desktop is asked to write or remove it. Errors are short enough for a
 * toast. */
void dm_autostart_set_async (gboolean enabled, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_autostart_set_finish (GAsyncResult *result, GError **error);

/* Whether there is an entry that the desktop will start, whoever made it and for
 * whom. In a sandbox nobody can tell, so it is what was last set. */
void dm_autostart_get_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_autostart_get_finish (GAsyncResult *result, gboolean *enabled, GError **error);

/* For a drive that shall come back: turns the entry and its setting on, unless
 * the user has chosen or there is a system-wide entry. What goes wrong is only
 * logged: the drive is connected. */
void dm_autostart_turn_on_once (void);

/* Gives an entry that an earlier version of ours has written today's command; all
 * else in it stays as it is. What goes wrong is only logged. */
void dm_autostart_upgrade (void);

G_END_DECLS
