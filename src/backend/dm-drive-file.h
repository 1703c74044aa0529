/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-drive-store.h"

G_BEGIN_DECLS

/* The text of drives.ini: any GKeyFile can read and write it, but we edit it
 * line by line, so that whatever a person has written there stays as it is,
 * and so that a mistake can be told with its line.
 *
 *   # a comment
 *   [Z:]
 *   Remote=smb://anna@nas/team
 *   IdleMinutes=30
 *
 * The group is the drive's local name; since key files allow no brackets there,
 * `[`, `]` and `%` are written %5B, %5D and %25. Remote is an address in any
 * form that dm_location_parse () reads, taken as it stands (no backslash
 * escapes); we write URIs. The keys of DmDriveSettings may follow. Other keys are
 * kept and not looked at. */

/* (transfer full): the drives, sorted by dm_local_name_compare ().
 * DM_ERROR_BAD_PROFILE naming @name, the line, and the group where there is
 * one. */
GPtrArray *dm_drive_file_parse (const char *text, gsize length, const char *name, GError **error);

/* (transfer full): @text, which must have been parsed without an error, with
 * @local leading to @location, or without it where @location is NULL. */
char *dm_drive_file_edit (const char *text, const char *local, DmLocation *location);

/* (transfer full): @text, which must have been parsed without an error, with the
 * group of @local, if there is one, named @new_local, which has none. */
char *dm_drive_file_rename (const char *text, const char *local, const char *new_local);

/* (transfer full): @text, which must have been parsed without an error, with
 * @settings, and no others, in the group of @local, if there is one. */
char *dm_drive_file_set_settings (const char *text, const char *local, const DmDriveSettings *settings);

G_END_DECLS
