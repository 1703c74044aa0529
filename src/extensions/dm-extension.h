/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-drive-cache.h"
#include "dm-place-menu.h"

G_BEGIN_DECLS

/* What an extension does that is not its file manager's. */

/* To be called once, when it is loaded. Nothing of the program around it changes. */
void dm_extension_init (void);

/* @files: DmMenuFile. Returns: (transfer full) (nullable): DmMenuItem; NULL: nothing of
 * ours. It is made of what is known already: nothing is waited for. */
GPtrArray *dm_extension_create_items (DmDriveCache *cache, GPtrArray *files);

G_END_DECLS
