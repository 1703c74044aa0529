/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Asks the desktop (org.freedesktop.portal.Background) to run @command, the words
 * of a command inside the sandbox, at sign-in, or no longer to do so. The desktop
 * may ask the user, so it may take long. Errors are short enough for a toast. */
void dm_background_portal_set_autostart_async (gboolean enabled, const char *const *command, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_background_portal_set_autostart_finish (GAsyncResult *result, GError **error);

G_END_DECLS
