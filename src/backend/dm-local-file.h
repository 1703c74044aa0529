/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

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

/**
 * DmLocalFileStamp:
 *
 * Tells one state of a file from another; all zero when there is no file.
 */
typedef struct
{
  guint64 device;
  guint64 inode;
  gint64 size;
  gint64 seconds;
  gint64 nanoseconds;
  guint mode;
} DmLocalFileStamp;

/* Reads the regular file @path, at most @max bytes. A file that is not there
 * is success with *contents NULL. Errors are G_FILE_ERROR. */
gboolean dm_local_file_read (const char *path,
                             gsize max,
                             char **contents,
                             gsize *length,
                             DmLocalFileStamp *stamp,
                             GError **error);

/* Replaces @path by renaming a temporary file in the same folder: readers see
 * the old or the new, and on failure the old one is untouched. The folder must
 * exist. With @expected: if the file is not the one of that stamp any more,
 * G_FILE_ERROR_AGAIN and nothing is changed. */
gboolean dm_local_file_replace (const char *path,
                                const char *contents,
                                gssize length,
                                guint mode,
                                DmLocalFileSync sync,
                                const DmLocalFileStamp *expected,
                                GError **error);

/* @path, or what it leads to if its last part is a symlink, even a dangling
 * one: so that a replacement does not replace the link. */
char *dm_local_file_resolve (const char *path);

/* G_FILE_ERROR with errno's text. */
void dm_local_file_set_error (GError **error, int errsv);

G_END_DECLS
