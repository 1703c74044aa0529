/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks the desktop (org.freedesktop.portal.OpenURI) to show the folder @path, or with
 * @is_item the folder that it is in. The portal wants it opened, which waits for its
 * server: a thread does that, and after some seconds nobody waits for it any more.
 *
 * dm_open_portal_finish(): TRUE also if the user was asked and said no. Errors are short
 * enough for a toast. */
void dm_open_portal_async (GtkWidget *widget, const char *path, gboolean is_item, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_open_portal_finish (GAsyncResult *result, GError **error);

G_END_DECLS
