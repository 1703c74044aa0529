/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <sys/stat.h>

G_BEGIN_DECLS

/* Small files of our own, by plain system calls: never through GVfs. */

/**
 * DmLocalFileSync:
 * @DM_LOCAL_FILE_FAST: it only has to survive us.
 * @DM_LOCAL_FILE_DURABLE: it has to survive a power cut: fsync.
 */
typedef enum
{
  DM_LOCAL_FILE_FAST,
  DM_LOCAL_FILE_DURABLE,
} DmLocalFileSync;

/* Reads the regular file @path, at most @max bytes. A file that is not there
 * is success with *contents NULL. Errors are G_FILE_ERROR. */
gboolean dm_local_file_read (const char *path, gsize max, char **contents, gsize *length, GError **error);

/* The two halves of it. Opens to read; *fd is -1 for a file that is not there. */
gboolean dm_local_file_open (const char *path, int *fd, struct stat *st, GError **error);
char *dm_local_file_read_open (int fd, gsize max, gsize *length, GError **error);

/* Replaces @path by renaming a temporary file in the same folder: readers see
 * the old or the new, and on failure the old one is untouched. The folder must
 * exist. Whoever else writes it, writes in vain: see DmLocalEdit. */
gboolean dm_local_file_replace (const char *path,
                                const char *contents,
                                gssize length,
                                guint mode,
                                DmLocalFileSync sync,
                                GError **error);

/* (transfer full): the path of a file in the folder of @path, ready to be renamed;
 * NULL with @error, and then there is none. */
char *dm_local_file_write_temporary (const char *path,
                                     const char *contents,
                                     gsize length,
                                     guint mode,
                                     DmLocalFileSync sync,
                                     GError **error);

/* Whether @name is what the temporary files for @path are called. */
gboolean dm_local_file_is_temporary (const char *path, const char *name);

/* @path, or what it leads to if its last part is a symlink, even a dangling
 * one: so that a replacement does not replace the link. */
char *dm_local_file_resolve (const char *path);

/* G_FILE_ERROR with errno's text. */
void dm_local_file_set_error (GError **error, int errsv);

G_END_DECLS
