/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows the folder @path in the file manager. Looks at nothing below @path
 * itself: a dead mount must not stop the window. */
void dm_open_folder_async (GtkWidget *widget, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_open_folder_finish (GAsyncResult *result, GError **error);

G_END_DECLS
