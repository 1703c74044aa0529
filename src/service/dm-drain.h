/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-connection.h"

G_BEGIN_DECLS

typedef struct _DmManager DmManager;

/**
 * DmDrain:
 *
 * Watches one draining connection, once a second and only while it drains, and
 * takes it down when its last holder lets go. Stops when it is freed.
 */
#define DM_TYPE_DRAIN (dm_drain_get_type ())
G_DECLARE_FINAL_TYPE (DmDrain, dm_drain, DM, DRAIN, GObject)

DmDrain *dm_drain_new (DmManager *manager, DmConnection *connection);

G_END_DECLS
