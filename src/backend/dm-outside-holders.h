/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-holders.h"

G_BEGIN_DECLS

/* dm_holders_scan () for a sandbox: our helper does it in the world outside, where
 * the user allows that; else DM_ERROR_NOT_SUPPORTED. Blocks: for threads. */
GPtrArray *dm_outside_holders_scan (const DmHolderTarget *targets,
                                    gsize n_targets,
                                    GError **error);

G_END_DECLS
