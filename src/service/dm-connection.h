/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-dbus.h"
#include "dm-mount.h"

G_BEGIN_DECLS

/**
 * DmConnection:
 *
 * A mount and its uses, and the D-Bus object that shows them. It keeps facts;
 * the manager is the one that changes them.
 */
#define DM_TYPE_CONNECTION (dm_connection_get_type ())
G_DECLARE_FINAL_TYPE (DmConnection, dm_connection, DM, CONNECTION, GObject)

DmConnection *dm_connection_new (DmMount *mount, pid_t backend, guint number);

DmMount *dm_connection_get_mount (DmConnection *self);
pid_t dm_connection_get_backend (DmConnection *self);
GDBusObjectSkeleton *dm_connection_get_object (DmConnection *self);
const char *dm_connection_get_object_path (DmConnection *self);

/* Whether @self serves @location. Only GVfs mounts do: what the kernel has
 * mounted is listed, never used for a drive. */
gboolean dm_connection_serves (DmConnection *self, DmLocation *location);

gboolean dm_connection_get_deviceless (DmConnection *self);
void dm_connection_set_deviceless (DmConnection *self, gboolean deviceless);

gboolean dm_connection_get_draining (DmConnection *self);
void dm_connection_set_draining (DmConnection *self, gboolean draining);

/* Whether we are taking it down: its removal is then no loss. */
gboolean dm_connection_get_ending (DmConnection *self);
void dm_connection_set_ending (DmConnection *self, gboolean ending);

/* Whether the manager still has it. */
gboolean dm_connection_get_gone (DmConnection *self);
void dm_connection_set_gone (DmConnection *self);

/* The local names (borrowed) and objects of the drives on it. */
void dm_connection_set_drives (DmConnection *self,
                               const char *const *locals,
                               const char *const *object_paths);

/* The names of its last drives, also when a drain has taken them away: then
 * they still stand for it. */
const char *const *dm_connection_get_locals (DmConnection *self);
void dm_connection_set_locals (DmConnection *self, const char *const *locals);
gboolean dm_connection_drained_as (DmConnection *self, const char *local);

/* Which of its drives is being renamed just now, and to what; NULLs: none. */
const char *dm_connection_get_renamed_from (DmConnection *self);
const char *dm_connection_get_renamed_to (DmConnection *self);
void dm_connection_set_renamed (DmConnection *self, const char *from, const char *to);

guint dm_connection_get_use_count (DmConnection *self);

guint dm_connection_get_open_count (DmConnection *self);
void dm_connection_set_open_count (DmConnection *self, guint open_count);

/* Of the folder @below its root ("": all of it), which may be on another disk there.
 * In bytes; a total of 0: not known. */
void dm_connection_get_space (DmConnection *self, const char *below, guint64 *total, guint64 *available);

/* Whether that is another answer than the last one. */
gboolean dm_connection_set_space (DmConnection *self, const char *below, guint64 total, guint64 available);

/* What the server says that it is; (nullable), NULL or empty: not known. */
const char *dm_connection_get_server_name (DmConnection *self);
const char *dm_connection_get_server_comment (DmConnection *self);
const char *dm_connection_get_server_version (DmConnection *self);
void dm_connection_set_server (DmConnection *self,
                               const char *name,
                               const char *comment,
                               const char *version);

/* How long it took to answer: "au", in microseconds, the oldest first; (nullable) */
GVariant *dm_connection_get_responses (DmConnection *self);
void dm_connection_set_responses (DmConnection *self, GVariant *responses);

G_END_DECLS
