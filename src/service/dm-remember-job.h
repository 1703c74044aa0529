/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-manager.h"

G_BEGIN_DECLS

/* Whether the drive @local comes back at sign-in: Manager.SetRemembered (). Done
 * when it is on disk; nothing has changed when it fails. */
void dm_remember_job_async (DmManager *manager,
                            const char *local,
                            gboolean remembered,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean dm_remember_job_finish (GAsyncResult *result, GError **error);

/* A new drive that is remembered but not connected: Map () without "connect". One
 * that leads there already is no error. Gives the path of its object (transfer
 * full); a failure leaves nothing behind. */
void dm_remember_job_add_async (DmManager *manager,
                                const char *local,
                                DmLocation *location,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
char *dm_remember_job_add_finish (GAsyncResult *result, GError **error);

G_END_DECLS
