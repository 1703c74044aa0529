/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The desktop's file manager; in a sandbox by way of the portal. The window does not
 * wait for what is below @path: its server may be dead.
 *
 * dm_file_manager_finish(): FALSE with words for a toast, but not if the user changed
 * their mind. */

/* Shows what is in the folder @path. */
void dm_file_manager_open_async (GtkWidget *widget, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* Shows the folder that the file @path is in, and points at it where it can. */
void dm_file_manager_show_async (GtkWidget *widget, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_file_manager_finish (GAsyncResult *result, GError **error);

G_END_DECLS
