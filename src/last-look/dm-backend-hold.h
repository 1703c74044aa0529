/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmBackendHold:
 *
 * A backend held still. As long as it stands, a second process waits beside
 * us and wakes the backend when we are gone, whatever ended us, or when the
 * hold lasts too long.
 */
typedef struct _DmBackendHold DmBackendHold;

/* Stops the process behind @pidfd and returns once all its threads stand
 * still; NULL with @error otherwise, and then it runs on. All signals of the
 * caller should be blocked. */
DmBackendHold *dm_backend_hold_new (pid_t pid, int pidfd, GError **error);

/* Ends the hold; the backend runs on, unless it was ended. */
void dm_backend_hold_free (DmBackendHold *self);

/* Ends the backend and waits for it. FALSE, and it was not touched, if it does
 * not stand still any more: then what was seen may have changed since. */
gboolean dm_backend_hold_end_backend (DmBackendHold *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmBackendHold, dm_backend_hold_free)

G_END_DECLS
