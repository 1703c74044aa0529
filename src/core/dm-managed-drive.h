/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-location.h"
#include "dm-user-facts.h"

G_BEGIN_DECLS

/**
 * DmManagedAction:
 * @DM_MANAGED_KEEP: the drive is there.
 * @DM_MANAGED_CREATE: it is there unless the user has a drive of that name.
 * @DM_MANAGED_DELETE: no administrator's drive of that name is there.
 */
typedef enum
{
  DM_MANAGED_KEEP,
  DM_MANAGED_CREATE,
  DM_MANAGED_DELETE,
} DmManagedAction;

/**
 * DmManagedDrive:
 * @local: its normalised local name.
 * @is_from: whether it is the first free letter from that one on (with
 *   DM_MANAGED_DELETE: all of them).
 * @location: (nullable): where it leads; NULL to delete.
 * @label: (nullable): what the administrator calls it, cleaned.
 * @file: where it says so.
 *
 * A drive that an administrator has set up.
 */
typedef struct
{
  DmManagedAction action;
  char *local;
  gboolean is_from;
  DmLocation *location;
  char *label;
  char *file;
} DmManagedDrive;

void dm_managed_drive_free (DmManagedDrive *self);
gboolean dm_managed_drive_equal (const DmManagedDrive *a, const DmManagedDrive *b);

/* (transfer full): the location that an administrator wrote as @text, variables
 * put in. DM_ERROR_BAD_PROFILE with part of a sentence, also for a password in
 * it; or the errors of dm_location_parse (). */
DmLocation *dm_managed_drive_parse_remote (const char *text, const DmUserFacts *facts, GError **error);

/* (transfer full): @text, which comes from a file, fit for a sentence: without
 * control and direction characters, not overlong. */
char *dm_managed_drive_clean_text (const char *text);

/* Whether @self, which deletes, means the drive @local. */
gboolean dm_managed_drive_deletes (const DmManagedDrive *self, const char *local);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmManagedDrive, dm_managed_drive_free)

G_END_DECLS
