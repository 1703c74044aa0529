/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-found.h"
#include "dm-location.h"

G_BEGIN_DECLS

/* Every step on the way to @location, up to the first that is bad: name, address,
 * port, protocol, login, share, path. Each has a deadline of 5 s, all together one of
 * 10 s. @found may be NULL. */
void dm_diagnose_job_async (DmLocation *location,
                            DmFoundFunc found,
                            gpointer found_data,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/* (transfer full): `aa{sv}` as Manager.Diagnose () returns it: always all steps. Only
 * fails when it was cancelled. */
GVariant *dm_diagnose_job_finish (GAsyncResult *result, GError **error);

G_END_DECLS
