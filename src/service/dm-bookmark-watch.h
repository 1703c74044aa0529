/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-manager.h"

G_BEGIN_DECLS

/**
 * DmBookmarkWatch:
 *
 * Keeps the drives that are remembered, or that an administrator has set up, among the
 * bookmarks which file managers show at their side, if the user wants that: see
 * dm-bookmarks.h.
 *
 * Emits "changed" when that has changed.
 */
#define DM_TYPE_BOOKMARK_WATCH (dm_bookmark_watch_get_type ())
G_DECLARE_FINAL_TYPE (DmBookmarkWatch, dm_bookmark_watch, DM, BOOKMARK_WATCH, GObject)

/* @manager must have been opened. */
DmBookmarkWatch *dm_bookmark_watch_new (DmManager *manager);

gboolean dm_bookmark_watch_get_enabled (DmBookmarkWatch *self);

/* Done when the bookmarks are there, or gone. DM_ERROR_EXTENDED_ERROR; DM_ERROR_BUSY
 * while it is being done already. */
void dm_bookmark_watch_set_enabled_async (DmBookmarkWatch *self,
                                          gboolean enabled,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean dm_bookmark_watch_set_enabled_finish (DmBookmarkWatch *self, GAsyncResult *result, GError **error);

G_END_DECLS
