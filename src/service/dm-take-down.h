/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-connection.h"

G_BEGIN_DECLS

typedef struct _DmManager DmManager;

/**
 * DmTakeDown:
 * @DM_TAKE_DOWN_IF_CLEAR: only when nobody holds anything, made sure of at the
 *   last moment.
 * @DM_TAKE_DOWN_NOW: whoever holds what.
 *
 * The two ways a connection ends.
 */
typedef enum
{
  DM_TAKE_DOWN_IF_CLEAR,
  DM_TAKE_DOWN_NOW,
} DmTakeDown;

/* Ends the connection's mount; done when its source has reported it gone.
 *
 * If clear: streams and /proc are looked through first. Then, for a backend
 * of its own (smb), drivemap-last-look holds it still, looks again and ends it:
 * GVfs' unmount would let an open slip in between. For the others GVfs'
 * polite unmount comes right after a last query of the streams.
 *
 * Now: GVfs' forced unmount.
 *
 * A server that does not answer within a second costs the mount its backend.
 * @cancellable works until the backend is asked to go. */
void dm_take_down_async (DmManager *manager,
                         DmConnection *connection,
                         DmTakeDown how,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

/* TRUE when it is gone; @ended_backend (out): whether that took a signal
 * because GVfs did not manage in time. FALSE without @error: @holders (out,
 * transfer full) are in the way. FALSE with @error: DM_ERROR_CANCELLED,
 * NOT_SUPPORTED, OPEN_FILES (GVfs is busy with it, by whom is not known),
 * EXTENDED_ERROR. */
gboolean dm_take_down_finish (GAsyncResult *result,
                              GPtrArray **holders,
                              gboolean *ended_backend,
                              GError **error);

G_END_DECLS
