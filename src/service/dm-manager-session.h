/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-manager.h"
#include "dm-session-state.h"

G_BEGIN_DECLS

/* Wants what was wanted before the service was started again. */
void dm_manager_restore_intent (DmManager *self, const DmSessionIntent *intent);

/* Writes down who uses which mount and what is wanted, so that a successor knows
 * it should we die: see dm-session-state.h. @guid: the bus'. */
void dm_manager_save_session (DmManager *self, const char *guid);

G_END_DECLS
