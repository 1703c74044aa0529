/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-client.h"

G_BEGIN_DECLS

/**
 * DmWatch:
 *
 * Keeps the counts of open files fresh while somebody looks: nothing on a
 * computer tells when a program opens a file, so the service must look
 * (Manager.Refresh with "scan"). A look follows a second after the last one
 * ended, or ten times its duration if that is longer (30 s at most); never two
 * at once, none while inactive. When the service is away it is started again,
 * at growing intervals up to 10 s. Open the client first.
 *
 * Property "active" (boolean, FALSE at first). Property "problem" (string,
 * nullable): why the service cannot be used now, in words. Signal "looked":
 * a look ended well. Signal "probing": dm_watch_probe_now () was called.
 */
#define DM_TYPE_WATCH (dm_watch_get_type ())
G_DECLARE_FINAL_TYPE (DmWatch, dm_watch, DM, WATCH, GObject)

DmWatch *dm_watch_new (DmClient *client);

gboolean dm_watch_get_active (DmWatch *self);
void dm_watch_set_active (DmWatch *self, gboolean active);

/* Looks at once; also when inactive. */
void dm_watch_look_now (DmWatch *self);

/* The same, and asks every server whether it answers (F5). */
void dm_watch_probe_now (DmWatch *self);

const char *dm_watch_get_problem (DmWatch *self);

G_END_DECLS
