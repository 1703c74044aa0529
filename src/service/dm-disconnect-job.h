/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-manager.h"

G_BEGIN_DECLS

/**
 * DmDisconnectOutcome:
 * @result: what it came to.
 * @elapsed_ms: how long it took.
 * @ended_backend: whether GVfs did not answer in time and the mount's own
 *   backend had to be ended.
 * @holders: (nullable): on a refusal, who is in the way.
 */
typedef struct
{
  DmResult result;
  guint64 elapsed_ms;
  gboolean ended_backend;
  GPtrArray *holders;
} DmDisconnectOutcome;

/* Cancels @name, a local name or a location: the one place where a level
 * becomes an action.
 *
 * A local name cancels that drive, a location only its deviceless use. While
 * other uses are left, nothing else happens. With the last one the connection
 * goes: at @level none only if nobody holds anything; at force at once, or
 * else when the last holder lets go (it drains); at lots-of-force at once.
 * A drain answers to its location and to the names it took away.
 *
 * @update_profile also forgets the drive, connected or not. */
void dm_disconnect_job_async (DmManager *manager,
                              const char *name,
                              DmLevel level,
                              gboolean update_profile,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* FALSE with an error of DM_ERROR; for OPEN_FILES and DEVICE_IN_USE @outcome's
 * holders are set when they are known. @outcome: (out caller-allocates), to be
 * cleared with dm_disconnect_outcome_clear (). */
gboolean dm_disconnect_job_finish (GAsyncResult *result,
                                   DmDisconnectOutcome *outcome,
                                   GError **error);

void dm_disconnect_outcome_clear (DmDisconnectOutcome *outcome);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DmDisconnectOutcome, dm_disconnect_outcome_clear)

G_END_DECLS
