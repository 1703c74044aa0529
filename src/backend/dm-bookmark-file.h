/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Our lines in GTK's bookmarks (dm-bookmarks.h), and drivemap/bookmarks beside
 * drives.ini, which says which those are: while it is there, the user wants them. One
 * operation at a time. */

/* Whether the user wants them. */
void dm_bookmark_file_load_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_bookmark_file_load_finish (GAsyncResult *result, gboolean *is_wanted, GError **error);

/* @lines: as dm_bookmarks_create_line () makes them; NULL: the user does not want any
 * more. Fails with DM_ERROR_EXTENDED_ERROR, naming the file. */
void dm_bookmark_file_update_async (const char *const *lines,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean dm_bookmark_file_update_finish (GAsyncResult *result, GError **error);

G_END_DECLS
