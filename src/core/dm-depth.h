/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which of several folders a place is in: the deepest. Only names are compared, nothing
 * is looked at. */

#pragma once

#include "dm-location.h"

G_BEGIN_DECLS

/* How deep @above is, if @place is there or below; else -1. Absolute paths, without
 * "." and "..". */
gssize dm_depth_of_path (const char *place, const char *above);

/* The same for network places: @above may be a folder of a share. */
gssize dm_depth_of_location (DmLocation *place, DmLocation *above);

G_END_DECLS
