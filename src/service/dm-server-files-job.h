/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-holder.h"
#include "dm-mount.h"

G_BEGIN_DECLS

/* Adds what the server says is open below @mount to @holders, which are this
 * computer's: a file that one of its programs has open is there once, as the
 * program's. DM_ERROR_NOT_SUPPORTED: not SMB. */
void dm_server_files_job_add_async (DmMount *mount,
                                    GPtrArray *holders,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean dm_server_files_job_add_finish (GAsyncResult *result, GError **error);

/* Has the server close one of its files. */
void dm_server_files_job_close_async (DmMount *mount,
                                      guint32 id,
                                      const char *server_path,
                                      const char *user,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean dm_server_files_job_close_finish (GAsyncResult *result, GError **error);

G_END_DECLS
