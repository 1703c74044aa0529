/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-manager.h"

G_BEGIN_DECLS

/* Connects @location and, with @local (normalised), gives it that name;
 * without, makes it a deviceless use. What is connected already is used, a
 * drain of it is adopted back. @remember also writes the drive down (a drive
 * that is remembered stays so in any case).
 *
 * A failure leaves nothing behind: no mount that we made, no link, no drive
 * that was not there before. Cancelling returns at once; a mount that GVfs is
 * still making then is ended when it comes. */
void dm_connect_job_async (DmManager *manager,
                           const char *local,
                           DmLocation *location,
                           gboolean remember,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* (transfer full): the path of the drive's object, or the connection's. */
char *dm_connect_job_finish (GAsyncResult *result, GError **error);

G_END_DECLS
