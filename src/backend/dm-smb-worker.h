/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-smb-answer.h"

G_BEGIN_DECLS

/* How long a person waits for an answer, in ms, where nobody says otherwise. */
#define DM_SMB_WORKER_DEADLINE 5000

/* Has drivemap-smb put one question to a server: a process of its own, as
 * libsmbclient neither stands threads nor lets go of a dead server. At the
 * deadline, or when it is cancelled, the process is killed. @request is the
 * caller's again when this returns. */
void dm_smb_worker_run_async (DmSmbRequest *request,
                              guint deadline_ms,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* The answer, which may tell of a failure (DM_SMB_FAILURE_NO_ANSWER at the
 * deadline); an error only when the process itself could not do its work:
 * DM_ERROR_EXTENDED_ERROR, or G_IO_ERROR_CANCELLED. */
DmSmbAnswer *dm_smb_worker_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
