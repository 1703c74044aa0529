/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DmServerPath:
 *
 * A path as a server writes it ("C:\\srv\\team"), made ready to be compared with many
 * others. Separators at the end mean nothing.
 */
typedef struct _DmServerPath DmServerPath;

DmServerPath *dm_server_path_new (const char *text);
void dm_server_path_free (DmServerPath *self);

/* How many folders deep it is. */
guint dm_server_path_get_depth (const DmServerPath *self);

/* How well a folder's path fits. */
typedef enum
{
  DM_SERVER_PATH_ELSEWHERE,
  DM_SERVER_PATH_SAME_LETTERS, /* but for upper and lower case */
  DM_SERVER_PATH_SAME,
} DmServerPathMatch;

/* Whether it is @folder, or below it. */
DmServerPathMatch dm_server_path_match (const DmServerPath *self, const DmServerPath *folder);

/* (transfer full): what is below the first @depth folders, "a/b". */
char *dm_server_path_dup_rest (const DmServerPath *self, guint depth);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmServerPath, dm_server_path_free)

G_END_DECLS
