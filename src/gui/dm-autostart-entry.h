/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The autostart entries on disk. All of these read or write files: call them in a
 * thread. Errors are short enough for a toast. */

/* Whether the desktop starts us at sign-in: by the user's entry if there is one,
 * whoever made it, else by the system-wide one. */
gboolean dm_autostart_entry_get (gboolean *enabled, GError **error);

/* Whether there is an entry in XDG_CONFIG_DIRS, for every user who says nothing
 * else. The administrator may have turned it off. */
gboolean dm_autostart_entry_is_system_wide (void);

/* Makes it so by as little as will do: where the system-wide entry starts us, the
 * user's entry is only there to turn that off, elsewhere only to turn it on.
 * G_IO_ERROR_EXISTS if the user's entry is not ours; it is left as it is. */
gboolean dm_autostart_entry_set (gboolean enabled, GError **error);

/* Gives a user's entry that an earlier version of ours has written today's command;
 * all else in it stays as it is. What goes wrong is only logged. */
void dm_autostart_entry_upgrade (void);

G_END_DECLS
