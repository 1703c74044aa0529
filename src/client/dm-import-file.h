/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-import.h"

G_BEGIN_DECLS

/* Reads a file that drives can be taken over from. @source: what it is, or -1 to
 * find that out. @optional: whether it is nothing special if there is none. */
void dm_import_file_async (const char *path, int source, gboolean optional, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* (transfer full): DmImportEntry; a file that cannot be read is one with the
 * reason. NULL only when cancelled. */
GPtrArray *dm_import_file_finish (GAsyncResult *result, GError **error);

G_END_DECLS
