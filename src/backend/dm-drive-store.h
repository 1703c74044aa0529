/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-drive-settings.h"
#include "dm-location.h"

G_BEGIN_DECLS

/**
 * DmStoredDrive:
 * @local: its normalised local name.
 * @location: where it leads.
 * @settings: what a person has chosen for it.
 *
 * A remembered drive.
 */
typedef struct
{
  char *local;
  DmLocation *location;
  DmDriveSettings *settings;
} DmStoredDrive;

void dm_stored_drive_free (DmStoredDrive *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmStoredDrive, dm_stored_drive_free)

/**
 * DmDriveStore:
 *
 * The remembered drives: a key file (a group per drive, e.g. "[Z:]" with
 * Remote=smb://…; dm-drive-file.h has the format) that is watched. Reads and
 * writes happen in a thread, one after the other; this object lives in one main
 * context.
 *
 * No drive is lost:
 *  - A file that cannot be read or parsed is never overwritten.
 *  - Killed, or without space, at any step of a save: the file is the old or the
 *    new one, whole. What was answered with success is on disk.
 *  - Each save reads the file afresh, changes the lines of its drive, and
 *    replaces it only while it is what was read (DmLocalEdit). So what another
 *    program has put there is in it: any number of stores, of however many
 *    processes, and programs that replace the file whole or write into it, do
 *    not lose a drive by us. A file that is being written, or that is gone or
 *    empty for the moment, is waited for, for a short while.
 *  - What we cannot do anything about: a program that writes what it read
 *    before our save takes our save back. It is then seen as its change. To be
 *    safe from that, a program holds flock (LOCK_EX) on the folder from its
 *    reading to its writing, as we do.
 *  - File systems without read leases or RENAME_EXCHANGE (NFS, FAT) narrow this:
 *    the look comes a moment before the replacement. Two computers that share
 *    a home are not kept apart.
 */
#define DM_TYPE_DRIVE_STORE (dm_drive_store_get_type ())
G_DECLARE_FINAL_TYPE (DmDriveStore, dm_drive_store, DM, DRIVE_STORE, GObject)

/* @path: the key file; NULL for the user's own. */
DmDriveStore *dm_drive_store_new (const char *path);

/* Reads the file (missing: no drives) and from then on watches it. After the
 * first load "changed" is emitted whenever the drives or the error differ, once
 * for each change, be it ours (before its _async () finishes) or another's. */
void dm_drive_store_load_async (DmDriveStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_drive_store_load_finish (DmDriveStore *self, GAsyncResult *result, GError **error);

/* The last load's error, or NULL: DM_ERROR_CANNOT_OPEN_PROFILE (unreadable) or
 * DM_ERROR_BAD_PROFILE (malformed; names file, line and group). While there is
 * one, saving fails with it, and the drives are those known before. */
const GError *dm_drive_store_get_error (DmDriveStore *self);

/* (transfer container): DmStoredDrive, borrowed until the next change. */
GPtrArray *dm_drive_store_list (DmDriveStore *self);
const DmStoredDrive *dm_drive_store_find (DmDriveStore *self, const char *local);

/* Remembers or forgets; done only when it is on disk. The file is read afresh,
 * and all else in it is kept as it is. Forgetting what is not there is no
 * error. Fails with the errors above, or G_IO_ERROR_CANCELLED, and then the
 * file is as it was. */
void dm_drive_store_remember_async (DmDriveStore *self, const char *local, DmLocation *location, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_drive_store_remember_finish (DmDriveStore *self, GAsyncResult *result, GError **error);
void dm_drive_store_forget_async (DmDriveStore *self, const char *local, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_drive_store_forget_finish (DmDriveStore *self, GAsyncResult *result, GError **error);

/* Gives @local's entry another name; all else stays as it is, and without an
 * entry nothing changes. Fails as above, and with
 * DM_ERROR_DEVICE_ALREADY_REMEMBERED when @new_local has an entry. */
void dm_drive_store_rename_async (DmDriveStore *self, const char *local, const char *new_local, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_drive_store_rename_finish (DmDriveStore *self, GAsyncResult *result, GError **error);

/* Gives @local's entry these settings and no others; all else stays as it is.
 * Fails as above, and with DM_ERROR_NOT_CONNECTED when there is no entry. */
void dm_drive_store_set_settings_async (DmDriveStore *self, const char *local, const DmDriveSettings *settings, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_drive_store_set_settings_finish (DmDriveStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
