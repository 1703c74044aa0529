/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-location.h"

G_BEGIN_DECLS

/**
 * DmLoginSaved:
 * @DM_LOGIN_SAVED_PERMANENT: in a keyring that stays.
 * @DM_LOGIN_SAVED_SESSION: until the user signs out.
 * @DM_LOGIN_NO_SERVICE: nowhere: no secret service, or none that would take it
 *   without asking; see dm_login_mount_async ().
 *
 * Where a password went.
 */
typedef enum
{
  DM_LOGIN_SAVED_PERMANENT,
  DM_LOGIN_SAVED_SESSION,
  DM_LOGIN_NO_SERVICE,
} DmLoginSaved;

/**
 * DmLogin:
 *
 * A password stored in the secret service as GVfs would, and what it replaced.
 */
#define DM_TYPE_LOGIN (dm_login_get_type ())
G_DECLARE_FINAL_TYPE (DmLogin, dm_login, DM, LOGIN, GObject)

/* Stores @password for @location, which must have a user. It replaces what was
 * there for the same user, server, port and protocol: an item with the same
 * attributes gets the new secret where it is, those that differ only by domain
 * are deleted, so that nobody finds an old one. New items go to the default
 * keyring if @permanent, else to the session's. Never prompts, never unlocks:
 * where the default keyring is locked or missing the session's is used. An
 * error, or a cancel that came in time, means that nothing was changed. */
void dm_login_store_async (DmLocation *location, const char *password, gboolean permanent, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* (transfer full): also for DM_LOGIN_NO_SERVICE. */
DmLogin *dm_login_store_finish (GAsyncResult *result, GError **error);

DmLoginSaved dm_login_get_saved (DmLogin *self);

/* Whether a different password was there before. */
gboolean dm_login_has_replaced (DmLogin *self);

/* Puts back what was there before, for a password that turned out wrong. */
void dm_login_restore_async (DmLogin *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_login_restore_finish (DmLogin *self, GAsyncResult *result, GError **error);

G_END_DECLS
