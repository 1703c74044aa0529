/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-manager.h"

G_BEGIN_DECLS

/**
 * DmConnectFlags:
 * @DM_CONNECT_REMEMBER: write the drive down as well (a drive that is remembered
 *   stays so in any case).
 * @DM_CONNECT_BACKGROUND: nobody waits for it: it shows as reconnecting.
 * @DM_CONNECT_SERVER_ANSWERS: the server has just answered, it need not be asked.
 */
typedef enum
{
  DM_CONNECT_NONE = 0,
  DM_CONNECT_REMEMBER = 1 << 0,
  DM_CONNECT_BACKGROUND = 1 << 1,
  DM_CONNECT_SERVER_ANSWERS = 1 << 2,
} DmConnectFlags;

/* Connects @location and, with @local (normalised), gives it that name;
 * without, makes it a deviceless use. What is connected already is used, a
 * drain of it is adopted back.
 *
 * A failure leaves nothing behind: no mount that we made, no link, no drive
 * that was not there before. Cancelling returns at once; a mount that GVfs is
 * still making then is ended when it comes. */
void dm_connect_job_async (DmManager *manager,
                           const char *local,
                           DmLocation *location,
                           DmConnectFlags flags,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* (transfer full): the path of the drive's object, or the connection's. */
char *dm_connect_job_finish (GAsyncResult *result, GError **error);

/* Whether it failed because the password is in a keyring that is locked: then it
 * may work by itself later. */
gboolean dm_connect_job_met_locked_keyring (GAsyncResult *result);

G_END_DECLS
