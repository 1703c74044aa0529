/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-holder.h"
#include "dm-mount.h"

G_BEGIN_DECLS

/**
 * DmLastLook:
 * @DM_LAST_LOOK_IF_CLEAR: hold the backend still, look for holders and
 *   requests under way, end it only if there are none, else let it go on.
 * @DM_LAST_LOOK_END: end it at once (lots-of-force, after GVfs' own deadline).
 *
 * What the short-lived process drivemap-last-look is to do with the backend of
 * one GVfs mount. It is a process of its own so that a stopped backend always
 * has somebody to wake it, whatever kills either of us.
 */
typedef enum
{
  DM_LAST_LOOK_IF_CLEAR,
  DM_LAST_LOOK_END,
} DmLastLook;

/* Runs it for @mount. Before any signal it checks, through a pidfd: bus name →
 * pid → executable is a gvfsd backend of ours → the tracker gives that bus
 * name to exactly one mount. It stops looking after @deadline_ms; should the
 * process die, or not answer some time after that, the backend is woken by us. */
void dm_last_look_async (DmMount *mount,
                         DmLastLook mode,
                         guint deadline_ms,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

/* TRUE when the backend was ended (or had gone by itself). FALSE without
 * @error set: there are @holders (out, transfer full). FALSE with @error:
 * DM_ERROR_BUSY when a request was under way, DM_ERROR_EXTENDED_ERROR when the
 * identity could not be made sure of (nothing was signalled then). */
gboolean dm_last_look_finish (GAsyncResult *result,
                              GPtrArray **holders,
                              GError **error);

/* Wakes @backend if it is stopped: for the service's start. */
void dm_last_look_wake (pid_t backend);

G_END_DECLS
