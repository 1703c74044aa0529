/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-manager.h"

G_BEGIN_DECLS

/* What is chosen for the remembered drive @local: Manager.SetDriveSettings ().
 * Done when it is on disk; nothing has changed when it fails. It goes on beside a
 * connect or a disconnect, but not beside another change of the drive's entry. */
void dm_settings_job_async (DmManager *manager,
                            const char *local,
                            const DmDriveSettings *settings,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean dm_settings_job_finish (GAsyncResult *result, GError **error);

G_END_DECLS
