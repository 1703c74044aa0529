/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-location.h"
#include "dm-retry-plan.h"

G_BEGIN_DECLS

/**
 * DmServerWatch:
 *
 * One server that drives lead to: whether it answers, and when it is asked
 * again. A server that carries a drive is asked every other minute, so that its
 * loss is noticed; one that does not answer, as its #DmRetryPlan says; others
 * never. Asking is a connection to its port and never touches a mount.
 *
 * Emits "answered" each time that it answers, and "failed" each time that it is
 * found not to; then dm_server_watch_get_error () says why. While it carries a drive
 * and somebody looks, it notes how long each answer took, and emits "measured"
 * (gboolean answers) when there is something new of that.
 */
#define DM_TYPE_SERVER_WATCH (dm_server_watch_get_type ())
G_DECLARE_FINAL_TYPE (DmServerWatch, dm_server_watch, DM, SERVER_WATCH, GObject)

DmServerWatch *dm_server_watch_new (DmLocation *location);

const char *dm_server_watch_get_server (DmServerWatch *self);

/* (nullable): why it did not answer when it was last asked. */
const GError *dm_server_watch_get_error (DmServerWatch *self);

/* What for: @carries: a drive is connected to it; @awaited: a drive waits for
 * it. Without either it is left alone. */
void dm_server_watch_set_needs (DmServerWatch *self, gboolean carries, gboolean awaited);

/* Something says that it is worth asking; how soon, the plan decides. */
void dm_server_watch_request (DmServerWatch *self, DmRetryReason reason);

/* Somebody looks: asks now, unless that was done a moment ago and it is known how
 * long it takes. */
void dm_server_watch_look (DmServerWatch *self);

/* (transfer floating): how long it took to answer: see dm-response-ring.h. */
GVariant *dm_server_watch_list_responses (DmServerWatch *self);

/* What came of it after it had answered, to be said each time: whether the drives
 * that waited for it could be connected, as far as that lay with the server. If
 * not, it is like no answer. Until then it is not asked again. */
void dm_server_watch_settle (DmServerWatch *self, gboolean served);

/* Whether a question is out. */
gboolean dm_server_watch_is_asking (DmServerWatch *self);

G_END_DECLS
