/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-location.h"

G_BEGIN_DECLS

/**
 * DmMountOutcome:
 * @DM_MOUNT_OUTCOME_NONE: it was asked nothing that it could not answer.
 * @DM_MOUNT_OUTCOME_NO_PASSWORD: no login is stored that could be tried.
 * @DM_MOUNT_OUTCOME_LOCKED: one is stored, but its keyring is locked.
 * @DM_MOUNT_OUTCOME_WRONG_PASSWORD: the login that was tried was refused.
 * @DM_MOUNT_OUTCOME_TRY_AGAIN: the login has been put where GVfs finds it now.
 * @DM_MOUNT_OUTCOME_QUESTION: a question only a person can answer.
 * @DM_MOUNT_OUTCOME_PROCESSES: unmounting would interrupt processes.
 *
 * Why a mount operation was ended by us.
 */
typedef enum
{
  DM_MOUNT_OUTCOME_NONE,
  DM_MOUNT_OUTCOME_NO_PASSWORD,
  DM_MOUNT_OUTCOME_LOCKED,
  DM_MOUNT_OUTCOME_WRONG_PASSWORD,
  DM_MOUNT_OUTCOME_TRY_AGAIN,
  DM_MOUNT_OUTCOME_QUESTION,
  DM_MOUNT_OUTCOME_PROCESSES,
} DmMountOutcome;

/**
 * DmMountOperation:
 *
 * Answers GVfs without a person: a password from the secret service, once;
 * else as a guest where GVfs offers that or the location is a guest's, once; it never lets GVfs loop, and
 * never lets an unmount interrupt somebody.
 *
 * GVfs finds most passwords by itself. One that it does not, because it is saved
 * a little differently, is not told (that would cross the bus in clear): it is
 * put where GVfs does find it, and mounting must be tried again.
 */
#define DM_TYPE_MOUNT_OPERATION (dm_mount_operation_get_type ())
G_DECLARE_FINAL_TYPE (DmMountOperation, dm_mount_operation, DM, MOUNT_OPERATION, GMountOperation)

DmMountOperation *dm_mount_operation_new (DmLocation *location);

/* The next one, after TRY_AGAIN: takes over the login that was put there, which
 * goes with it. If GVfs asks all the same, that login was wrong. */
DmMountOperation *dm_mount_operation_new_again (DmMountOperation *first);

DmMountOutcome dm_mount_operation_get_outcome (DmMountOperation *self);

/* Whether GVfs asked it for a login at all. */
gboolean dm_mount_operation_was_asked (DmMountOperation *self);

/* (nullable): the question, or what GVfs said of the processes. */
const char *dm_mount_operation_get_message (DmMountOperation *self);

/* (nullable): the processes (GPid) that GVfs named. */
GArray *dm_mount_operation_get_processes (DmMountOperation *self);

G_END_DECLS
