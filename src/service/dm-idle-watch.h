/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-manager.h"

G_BEGIN_DECLS

/**
 * DmIdleWatch:
 *
 * Disconnects the drives that the user has set to be after some minutes without
 * use, at level none: never when anything is open. Such a drive does not come
 * back by itself before the next sign-in, but whenever it is opened.
 *
 * It looks once a minute, and only while such a drive is connected. In use is a
 * connection on which, at a look, something is open, or whose backend has read or
 * written since the look before, be it only to list a folder. What we ask it
 * ourselves does not count. Where the kernel does not tell what a backend reads
 * and writes, only what is open counts. Time asleep does not count.
 */
#define DM_TYPE_IDLE_WATCH (dm_idle_watch_get_type ())
G_DECLARE_FINAL_TYPE (DmIdleWatch, dm_idle_watch, DM, IDLE_WATCH, GObject)

/* @manager must have been opened. */
DmIdleWatch *dm_idle_watch_new (DmManager *manager);

G_END_DECLS
