/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DmLocalEdit:
 *
 * One change of a small text file that other programs write, too: read, think,
 * replace. For a thread; it never waits for anybody, but fails with
 * G_FILE_ERROR_AGAIN, and then has changed nothing: begin anew a little later.
 *
 *  - Our own programs keep each other out by flock () on the folder, which every
 *    other program that wants to be as safe can take, too.
 *  - A file that somebody has open for writing is neither read nor replaced: it
 *    may be half of what it is going to be, and what is written to a file that was
 *    replaced is lost. A read lease tells (fcntl (F_SETLEASE)); where a file system
 *    has none, it is as if nobody had.
 *  - What is replaced is exactly what was read, or nothing is: the two files change
 *    places, and the old one goes only when it is the right one. Where a file
 *    system cannot do that, the look comes just before.
 *
 * Whenever it ends, be it by kill -9, the file is the old or the new one, whole. A
 * temporary file may be left; the next begin or tidy removes it.
 */
typedef struct _DmLocalEdit DmLocalEdit;

/* @path: not a symlink; its folder must exist. Files of more than @max bytes are
 * refused. */
DmLocalEdit *dm_local_edit_begin (const char *path, gsize max, GError **error);
void dm_local_edit_free (DmLocalEdit *self);

/* What it says; NULL: there is no file. */
const char *dm_local_edit_get_text (DmLocalEdit *self, gsize *length);

/* Once. The new one has the old one's mode, or 0600; it is on disk. */
gboolean dm_local_edit_replace (DmLocalEdit *self, const char *text, GError **error);

/* Only reads, following symlinks; a file that is not there is success with
 * *contents NULL. */
gboolean dm_local_edit_read (const char *path, gsize max, char **contents, gsize *length, GError **error);

/* Removes what an edit of @path that was killed has left; not while another edits. */
void dm_local_edit_tidy (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmLocalEdit, dm_local_edit_free)

G_END_DECLS
