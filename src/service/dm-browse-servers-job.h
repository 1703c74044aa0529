/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-found.h"
#include "dm-manager.h"

G_BEGIN_DECLS

/* Which SMB servers there are: first those of drives, connections and saved logins,
 * then those that the network announces. @found may be NULL. */
void dm_browse_servers_job_async (DmManager *manager,
                                  DmFoundFunc found,
                                  gpointer found_data,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/* (transfer full): `aa{sv}` as Manager.Browse () returns it. Only fails when it was
 * cancelled. */
GVariant *dm_browse_servers_job_finish (GAsyncResult *result, GError **error);

G_END_DECLS
