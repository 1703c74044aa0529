/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-client.h"
#include "dm-import-item.h"

G_BEGIN_DECLS

/* A set of DmImportSource. */
#define DM_IMPORT_MASK(source) (1u << (source))

/* Those that need not be told a file. */
#define DM_IMPORT_MASK_FOUND (DM_IMPORT_MASK (DM_IMPORT_DRIVES) - 1)

/* Looks in the usual files of @sources, then in @files (nullable,
 * NULL-terminated: paths; what kind each is is found out), and proposes names.
 * @self must be open: what it lists is known already, and is the source
 * DM_IMPORT_MOUNTED. Changes nothing. */
void dm_import_read_async (DmClient *self, guint sources, const char *const *files, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* (transfer full): a list of DmImportItem, in the order of the sources, each place
 * once; what was refused is among them. NULL with DM_ERROR_CANCELLED only. */
GListModel *dm_import_read_finish (DmClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
