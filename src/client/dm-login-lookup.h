/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-location.h"

G_BEGIN_DECLS

/**
 * DmLoginKept:
 * @DM_LOGIN_KEPT_NOWHERE: no password for it is kept.
 * @DM_LOGIN_KEPT_SESSION: until the user signs out.
 * @DM_LOGIN_KEPT_PERMANENT: in a keyring that stays.
 * @DM_LOGIN_KEPT_LOCKED: in a keyring that is locked: it cannot be used now.
 * @DM_LOGIN_KEPT_UNKNOWN: there is no secret service to ask.
 */
typedef enum
{
  DM_LOGIN_KEPT_NOWHERE,
  DM_LOGIN_KEPT_SESSION,
  DM_LOGIN_KEPT_PERMANENT,
  DM_LOGIN_KEPT_LOCKED,
  DM_LOGIN_KEPT_UNKNOWN,
} DmLoginKept;

/* Where the password that would be used for @location is kept: any user's if it
 * names none. Reads attributes only, never a secret; prompts for nothing.
 * @keyring (nullable, transfer full): the keyring's label, NULL if there is
 * none. An error only when cancelled. */
void dm_login_lookup_async (DmLocation *location, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
DmLoginKept dm_login_lookup_finish (GAsyncResult *result, char **keyring, GError **error);

/* (transfer full): where it is and as whom: with the user whose password was found
 * if it named none. Without one there is none, or the keyring does not tell. */
DmLocation *dm_login_lookup_dup_location (GAsyncResult *result);

/* Deletes the passwords kept for @location (of any user if it names none);
 * what is mounted stays mounted. As they are kept for a server, they are gone
 * for its other shares too. May ask to unlock the keyring (the user's word
 * started it); DM_ERROR_CANCELLED if it stayed locked. Gives how many, -1 for
 * an error. */
void dm_login_forget_async (DmLocation *location, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
int dm_login_forget_finish (GAsyncResult *result, GError **error);

G_END_DECLS
