/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-client.h"

G_BEGIN_DECLS

/* (transfer full): the remembered drives and their settings as text, in the format of drives.ini and
 * never with a password; dm_import_read_async () reads it again. @n_drives:
 * (out) (nullable): how many they are. */
char *dm_export_to_text (DmClient *self, guint *n_drives);

/* Writes @text to the file @path, all or nothing; without @overwrite a file that is
 * there already is an error. Errors are DM_ERROR. */
void dm_export_save_async (const char *path, const char *text, gboolean overwrite, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_export_save_finish (GAsyncResult *result, GError **error);

G_END_DECLS
