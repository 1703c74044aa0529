/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-connection.h"
#include "dm-drive.h"
#include "dm-drive-links.h"
#include "dm-drive-store.h"
#include "dm-gvfs-source.h"
#include "dm-space-watch.h"
#include "dm-turns.h"

G_BEGIN_DECLS

/**
 * DmManager:
 *
 * Owns the drives and the connections, and puts them on the bus. Facts come
 * from the mount sources and the drive store; jobs act on the world and then
 * wait until the source reports, so that a mount made by somebody else takes
 * the same path as one of ours.
 *
 * Emits "changed" when it may have become idle, or stopped being so.
 */
#define DM_TYPE_MANAGER (dm_manager_get_type ())
G_DECLARE_FINAL_TYPE (DmManager, dm_manager, DM, MANAGER, GObject)

DmManager *dm_manager_new (GDBusConnection *bus);

/* Reads what is remembered, what the session was using and what is mounted. A
 * drives file that cannot be read is no error here: see
 * dm_drive_store_get_error (). */
void dm_manager_open_async (DmManager *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_manager_open_finish (DmManager *self, GAsyncResult *result, GError **error);

DmGvfsSource *dm_manager_get_gvfs_source (DmManager *self);
DmDriveStore *dm_manager_get_drive_store (DmManager *self);
DmDriveLinks *dm_manager_get_drive_links (DmManager *self);
DmSpaceWatch *dm_manager_get_space_watch (DmManager *self);

/* Who may look at a connection for the last time just now. */
DmTurns *dm_manager_get_look_turns (DmManager *self);

/* (element-type DmConnection), (element-type DmDrive): borrowed. */
GPtrArray *dm_manager_get_connections (DmManager *self);
DmDrive *dm_manager_find_drive (DmManager *self, const char *local);
guint dm_manager_get_n_drives (DmManager *self);

/* The connection that serves @location: the one for exactly its user first,
 * then any. NULL: none. */
DmConnection *dm_manager_find_connection (DmManager *self, DmLocation *location);
DmConnection *dm_manager_find_connection_of_mount (DmManager *self, DmMount *mount);

/* What @name, a local name or a location, stands for: the connection of the
 * drive (also one that drains for it), or of the location, whatever its uses.
 * DM_ERROR_NOT_CONNECTED, or a parser's error. */
DmConnection *dm_manager_lookup_connection (DmManager *self, const char *name, GError **error);

/* Announces a drive, not connected yet. It goes again with
 * dm_manager_drop_drive () if it is neither connected nor remembered. */
DmDrive *dm_manager_add_drive (DmManager *self, const char *local, DmLocation *location);
void dm_manager_drop_drive (DmManager *self, DmDrive *drive);

/* Puts the drive on the connection: makes its symlink and records the use.
 * A drain ends with it. */
gboolean dm_manager_attach (DmManager *self, DmDrive *drive, DmConnection *connection, GError **error);

/* Takes it off: the symlink goes first. The drive stays if it is remembered,
 * with that status, and is not wanted any more. */
void dm_manager_detach (DmManager *self, DmDrive *drive, DmStatus status, const char *reason);

/* Another name for a drive; @local has to be free and claimed. First its
 * symlink, if it is connected. Then, when the profile has it, the drive: another
 * object in its place, which is returned (borrowed); the old symlink goes. Or
 * back to how it was. */
gboolean dm_manager_begin_rename (DmManager *self, DmDrive *drive, const char *local, GError **error);
DmDrive *dm_manager_end_rename (DmManager *self, DmDrive *drive, const char *local);
void dm_manager_undo_rename (DmManager *self, DmDrive *drive, const char *local);

/* What the user has chosen for the drive now. */
void dm_manager_take_settings (DmManager *self, DmDrive *drive, const DmDriveSettings *settings);

/* Writes down which drives are wanted, after that has changed without a drive
 * being connected or disconnected. */
void dm_manager_note_intent (DmManager *self);

/* (element-type DmDrive) (transfer full). */
GPtrArray *dm_manager_list_drives (DmManager *self);

/* What of the administrator's drives is not honoured: whole sentences. */
const char *const *dm_manager_get_managed_problems (DmManager *self);

/* Whether the user may rename or forget it: DM_ERROR_ACCESS_DENIED for an
 * administrator's. */
gboolean dm_manager_check_own (DmDrive *drive, GError **error);

/* The login session whose drives have been brought back; empty: one without a
 * name; NULL: none has begun. */
const char *dm_manager_get_session (DmManager *self);
void dm_manager_set_session (DmManager *self, const char *session);

/* The deviceless use. */
void dm_manager_set_deviceless (DmManager *self, DmConnection *connection, gboolean deviceless);

/* Detaches every drive and the deviceless use, and watches until the last
 * holder lets go. */
void dm_manager_start_drain (DmManager *self, DmConnection *connection);

/* One operation at a time on one place. DM_ERROR_BUSY when there is one. While
 * it lasts, a mount of that place that appears is ours: nobody's deviceless
 * use. Every begin needs its end. */
gboolean dm_manager_begin (DmManager *self, DmLocation *root, GError **error);
void dm_manager_end (DmManager *self, DmLocation *root);

/* Whether an operation on that place, or on one below it, is under way: GVfs
 * mounts a WebDAV server as high up as it can. */
gboolean dm_manager_has_operation (DmManager *self, DmMount *mount);

/* Keeps a local name for one operation on the profile, whether there is such a
 * drive or not: until it is released, what the store says of it changes
 * nothing. DM_ERROR_BUSY when somebody has it. */
gboolean dm_manager_claim_name (DmManager *self, const char *local, GError **error);
void dm_manager_release_name (DmManager *self, const char *local);
gboolean dm_manager_is_claimed (DmManager *self, const char *local);

/* Those that @connection carries. (transfer full): (element-type DmDrive). */
GPtrArray *dm_manager_list_drives_on (DmManager *self, DmConnection *connection);

/* Asks for the space of every connection, without waiting for it. */
void dm_manager_look_at_space (DmManager *self);

/* Whether the server owes us an answer to that. */
gboolean dm_manager_is_asking_for_space (DmManager *self, DmConnection *connection);

/* Shows on the connections to a server, and their drives, how long it took to answer
 * (a floating reference is taken). @answers: it has just done so, and somebody looks:
 * it may be asked what it is. */
void dm_manager_show_responses (DmManager *self,
                                const char *server_key,
                                GVariant *responses,
                                gboolean answers);

/* Shows on the drives what their connections say of holders and space, and of their
 * server. */
void dm_manager_show_counts (DmManager *self);

/* Sends the changes that GDBus has put off until it is idle: whoever gets an
 * answer after this has seen them. */
void dm_manager_flush (DmManager *self);

/* Nothing mapped, nothing drains, nothing under way. */
gboolean dm_manager_is_idle (DmManager *self);

G_END_DECLS
