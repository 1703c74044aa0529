/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-client.h"
#include "dm-login.h"

G_BEGIN_DECLS

/**
 * DmSignIn:
 *
 * Getting connected as a person does: map or connect, and if the server wants
 * a password, with one. A wrong password never stays behind: what was saved
 * before is put back. One object is one request and may be tried repeatedly,
 * with other credentials.
 */
#define DM_TYPE_SIGN_IN (dm_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (DmSignIn, dm_sign_in, DM, SIGN_IN, GObject)

/* @local: the name for Map (), NULL for Connect (). @remote: a location in any
 * written form, or (to connect) a remembered drive's name. @remember: whether
 * the drive comes back at sign-in. */
DmSignIn *dm_sign_in_new (DmClient *client, const char *local, const char *remote, gboolean remember);

/* To look around on @server, "nas" or in any other written form, instead: a try is
 * Manager.Browse () with hidden shares, which come into @found as
 * dm_client_browse_async () says, and gives @server in place of a path. */
DmSignIn *dm_sign_in_new_to_browse (DmClient *client, const char *server, GListStore *found);

/**
 * DmSignInSave:
 * @DM_SIGN_IN_SAVE_SESSION: until the user signs out.
 * @DM_SIGN_IN_SAVE_PERMANENT: in the keyring.
 * @DM_SIGN_IN_SAVE_NEVER: not kept: removed again once connected.
 *
 * What becomes of a password that works.
 */
typedef enum
{
  DM_SIGN_IN_SAVE_SESSION,
  DM_SIGN_IN_SAVE_PERMANENT,
  DM_SIGN_IN_SAVE_NEVER,
} DmSignInSave;

/* As whom, as long as no try is under way. @domain and @password may be NULL:
 * without a password what is stored is used. The copy of @password is wiped
 * when replaced, used up (it worked, or is wrong) or freed; after any other
 * error the next try uses it again. */
void dm_sign_in_set_credentials (DmSignIn *self, const char *domain, const char *user, const char *password, DmSignInSave save);

const char *dm_sign_in_get_local (DmSignIn *self); /* nullable */
const char *dm_sign_in_get_remote (DmSignIn *self);
const char *dm_sign_in_get_user (DmSignIn *self);   /* nullable; from the location if it says */
const char *dm_sign_in_get_domain (DmSignIn *self); /* nullable */

/* (transfer full): the place itself, with this user; NULL with an error if
 * @remote is none. */
DmLocation *dm_sign_in_dup_location (DmSignIn *self, GError **error);

/* Whether the drive, or the place as this user, is connected already, so that
 * nothing can tell whether a password is right. */
gboolean dm_sign_in_is_connected (DmSignIn *self);

/* Gives the object's path. DM_ERROR_LOGON_FAILURE: ask and try again.
 * DM_ERROR_INVALID_PARAMETER: the remembered drive is another user's; it must
 * be mapped anew. One try at a time. */
void dm_sign_in_try_async (DmSignIn *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
char *dm_sign_in_try_finish (DmSignIn *self, GAsyncResult *result, GError **error);

/* Where the password that worked is kept; DM_LOGIN_NO_SERVICE: nowhere. */
DmLoginSaved dm_sign_in_get_saved (DmSignIn *self);

/* Whether the last try used the password. A place that is connected as this user
 * already needs none; as it cannot be checked then, it does not replace another
 * one that was saved before. */
gboolean dm_sign_in_used_password (DmSignIn *self);

G_END_DECLS
