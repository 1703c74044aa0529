/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-manager.h"

G_BEGIN_DECLS

/* Another local name for the drive @local: Manager.Rename (). First the new
 * symlink, then the profile, then the object; what fails before that undoes
 * what was done. */
void dm_rename_job_async (DmManager *manager,
                          const char *local,
                          const char *new_local,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

/* (transfer full): the path of the drive's new object. */
char *dm_rename_job_finish (GAsyncResult *result, GError **error);

G_END_DECLS
