/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-gpp-filter.h"
#include "dm-managed-drive.h"

G_BEGIN_DECLS

/* The drive maps of a Windows domain: Drives.xml of the Group Policy
 * preferences (MS-GPPREF 2.2.1.5), UTF-8 or UTF-16.
 *
 *   <Drives clsid=…>
 *     <Drive clsid=… name="S:" …>
 *       <Properties action="U" letter="S" useLetter="1" path="\\server\share" …/>
 *       <Filters><FilterGroup bool="AND" not="0" name="CORP\Sales" …/></Filters>
 *     </Drive>
 *   </Drives>
 *
 * Create makes a drive unless the user has one of that name; Replace and Update
 * are the same to us; Delete takes away what other policies make, never the
 * user's own. What a policy says later in a file counts, as in Windows, but for
 * Create. "persistent" changes nothing: a policy is applied at every sign-in.
 * Passwords in it are published by the format's own specification, and never
 * used. */

/**
 * DmGppDrive:
 * @name: (nullable): what the policy calls it.
 * @letter: 'A'–'Z', or 0.
 * @is_from: the first free letter from that one on.
 * @path: (nullable): as written.
 * @label, @user: (nullable).
 * @filters: (nullable).
 * @line: in the file, where it is described.
 *
 * One drive map, as it is written.
 */
typedef struct
{
  char *name;
  char action; /* C, R, U, D, or 0: none that we know */
  char letter;
  char *path;
  char *label;
  char *user;
  DmGppFilter *filters;
  guint line;
  gboolean is_from;
  gboolean is_persistent;
  gboolean is_disabled;
  gboolean is_hidden;
  gboolean has_password;
  gboolean has_properties;
} DmGppDrive;

void dm_gpp_drive_free (DmGppDrive *self);

/* (transfer full): DmGppDrive, in the file's order. DM_ERROR_BAD_PROFILE naming
 * @file, and the line where one is to blame. */
GPtrArray *dm_gpp_drives_parse (const char *text, gsize length, const char *file, GError **error);

/* Whether a filter of one of @drives asks for the user's groups. */
gboolean dm_gpp_drives_need_groups (GPtrArray *drives);

/* (transfer full) (nullable): what it means for this user. NULL: nothing, and
 * where that is no choice of the policy's, @problems has the reason; what of it
 * is not honoured is there too. @problems: strings, whole sentences. */
DmManagedDrive *dm_gpp_drive_resolve (const DmGppDrive *self, const DmUserFacts *facts, const char *file, GPtrArray *problems);

/* (transfer full): DmManagedDrive: what all @drives of one file come to. */
GPtrArray *dm_gpp_drives_resolve (GPtrArray *drives, const DmUserFacts *facts, const char *file, GPtrArray *problems);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmGppDrive, dm_gpp_drive_free)

G_END_DECLS
