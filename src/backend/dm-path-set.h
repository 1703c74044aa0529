/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DmPathSet:
 *
 * Directories, each with a tag, made to tell fast which of them a path lies
 * in: one comparison for a path that is far off, a binary search for the rest,
 * however many directories there are. Pure logic.
 */
typedef struct _DmPathSet DmPathSet;

DmPathSet *dm_path_set_new (void);
void dm_path_set_free (DmPathSet *self);

/* Adds the absolute @path. The same path may come with several tags. */
void dm_path_set_add (DmPathSet *self, const char *path, guint tag);

gsize dm_path_set_get_length (const DmPathSet *self);
const char *dm_path_set_get_path (const DmPathSet *self, gsize index);

/* Sorts what was added; needed before the first lookup. */
void dm_path_set_seal (DmPathSet *self);

/* A directory that @path (of @length bytes, then NUL) is or lies below, the
 * deepest first; *@tag is its tag. Start with -1 in @cursor and call again while it returns TRUE. Any
 * number of threads may ask at once. */
gboolean dm_path_set_match (const DmPathSet *self,
                            const char *path,
                            gsize length,
                            gssize *cursor,
                            guint *tag);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmPathSet, dm_path_set_free)

G_END_DECLS
