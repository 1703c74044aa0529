/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-user-facts.h"

G_BEGIN_DECLS

/* Who the user is, and where: asks the system's databases, which may be on the
 * network, so only from a thread. */

/* (transfer full): without the groups. */
DmUserFacts *dm_account_read_facts (void);

/* Adds the groups, if they are not there yet. */
void dm_account_read_groups (DmUserFacts *facts);

G_END_DECLS
