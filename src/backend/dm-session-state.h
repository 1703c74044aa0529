/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmSessionUse:
 * @mount: the mount's id (DmMount.id), valid on this bus only.
 * @locals: the drives on it (NULL-terminated); may be empty.
 * @remotes: for each of @locals the drive's URI.
 * @deviceless: whether it is also used without a local name.
 * @draining: whether it is only kept for open files.
 * @renamed_from: (nullable): the one of @locals that is being renamed,
 * @renamed_to: (nullable): and to what; the profile tells whether it was.
 *
 * What the service must know again after it died: who uses which mount.
 */
typedef struct
{
  char *mount;
  GStrv locals;
  GStrv remotes;
  gboolean deviceless;
  gboolean draining;
  char *renamed_from;
  char *renamed_to;
} DmSessionUse;

DmSessionUse *dm_session_use_new (const char *mount);
void dm_session_use_free (DmSessionUse *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmSessionUse, dm_session_use_free)

/* A key file under XDG_RUNTIME_DIR (gone after a reboot), bound to the bus'
 * GUID, written atomically, without fsync: it only has to survive us.
 * @path: NULL for the user's own; @guid: g_dbus_connection_get_guid (). */

/* (transfer full): an array of DmSessionUse, empty when there is no file, it
 * is damaged, or belongs to another bus (then all mounts are somebody's). */
GPtrArray *dm_session_state_load (const char *path, const char *guid);

/* Blocks for microseconds (tmpfs). */
gboolean dm_session_state_save (const char *path, const char *guid, GPtrArray *uses, GError **error);

G_END_DECLS
