/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-managed-drive.h"

G_BEGIN_DECLS

/* An administrator's drives.ini: the format of dm-drive-file.h, where Remote may
 * have variables (dm-user-facts.h) and must not have a password. Other keys are
 * not looked at. */

/* (transfer full): DmManagedDrive. A drive whose address is of no use is left
 * out, and @problems, whole sentences, has the reason with the line.
 * DM_ERROR_BAD_PROFILE, naming @file and the line, for a file that is malformed. */
GPtrArray *dm_managed_file_parse (const char *text, gsize length, const char *file, const DmUserFacts *facts, GPtrArray *problems, GError **error);

G_END_DECLS
