/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmDeadline:
 *
 * A cancellable for one asynchronous flow that is cancelled when the caller's
 * own is, or when the time is up. Its timer runs in the thread-default main
 * context and ends with it.
 */
typedef struct _DmDeadline DmDeadline;

DmDeadline *dm_deadline_new (guint ms, GCancellable *cancellable);
void dm_deadline_free (DmDeadline *self);

GCancellable *dm_deadline_get_cancellable (DmDeadline *self);

/* Whether it was the time, not the caller. */
gboolean dm_deadline_has_passed (DmDeadline *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmDeadline, dm_deadline_free)

G_END_DECLS
