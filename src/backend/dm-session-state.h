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

/**
 * DmSessionIntent:
 * @session: (nullable): the login session whose drives have been brought back;
 *   empty: one without a name; NULL: none has begun.
 * @wanted: (nullable): the drives that are to be there, connected or not.
 * @managed: (nullable): the connected ones that an administrator has set up.
 *
 * What the user wants of this session, beside what is.
 */
typedef struct
{
  char *session;
  GStrv wanted;
  GStrv managed;
} DmSessionIntent;

void dm_session_intent_clear (DmSessionIntent *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DmSessionIntent, dm_session_intent_clear)

/* A key file under XDG_RUNTIME_DIR (gone after a reboot), bound to the bus'
 * GUID, written atomically, without fsync: it only has to survive us.
 * @path: NULL for the user's own; @guid: g_dbus_connection_get_guid (). */

/* (transfer full): an array of DmSessionUse, empty when there is no file, it
 * is damaged, or belongs to another bus (then all mounts are somebody's, and a
 * session begins). @intent: (out caller-allocates). */
GPtrArray *dm_session_state_load (const char *path, const char *guid, DmSessionIntent *intent);

/* Blocks for microseconds (tmpfs). */
gboolean dm_session_state_save (const char *path, const char *guid, GPtrArray *uses, const DmSessionIntent *intent, GError **error);

G_END_DECLS
