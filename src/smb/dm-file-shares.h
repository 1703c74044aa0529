/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DmFileShares:
 *
 * Which share a file on the server is in, by the folders that the shares have
 * there.
 */
typedef struct _DmFileShares DmFileShares;

/* @shares: of DmServerShare, with their paths. */
DmFileShares *dm_file_shares_new (GPtrArray *shares);
void dm_file_shares_free (DmFileShares *self);

gboolean dm_file_shares_has (DmFileShares *self, const char *name);

/* (transfer none) (nullable): the name of the share that holds @server_path:
 * @wanted, or without one the innermost. Upper and lower case make a difference
 * only where two shares differ in nothing else. @path: (out) (transfer full): what
 * is below, "a/b". */
const char *dm_file_shares_find (DmFileShares *self,
                                 const char *server_path,
                                 const char *wanted,
                                 char **path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmFileShares, dm_file_shares_free)

G_END_DECLS
