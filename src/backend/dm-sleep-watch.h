/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmSleepWatch:
 *
 * Tells when this computer goes to sleep and when it is awake again, as far as
 * logind does. Where there is no logind or no system bus: never.
 *
 * Signals:
 *   "sleeping" (): it is about to sleep; nothing waits for us.
 *   "resumed" (): it is awake again; the network may take a while yet.
 */
#define DM_TYPE_SLEEP_WATCH (dm_sleep_watch_get_type ())
G_DECLARE_FINAL_TYPE (DmSleepWatch, dm_sleep_watch, DM, SLEEP_WATCH, GObject)

DmSleepWatch *dm_sleep_watch_new (void);

G_END_DECLS
