/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "dm-sign-in.h"

G_BEGIN_DECLS

/**
 * DmCredentialsForm:
 *
 * User, domain, password, and what becomes of the password. Errors stand below.
 * Property "complete" (boolean): whether there is a user. Signal "changed".
 */
#define DM_TYPE_CREDENTIALS_FORM (dm_credentials_form_get_type ())
G_DECLARE_FINAL_TYPE (DmCredentialsForm, dm_credentials_form, DM, CREDENTIALS_FORM, GtkWidget)

GtkWidget *dm_credentials_form_new (void);

/* Whether such a place knows domains (SMB does). Where it does, `DOMAIN\user`
 * and `user@DOMAIN` are taken apart, elsewhere a user may be called so. */
void dm_credentials_form_set_has_domain (DmCredentialsForm *self, gboolean has_domain);

/* Fills in user and domain (nullable), unless somebody typed a user. */
void dm_credentials_form_suggest (DmCredentialsForm *self, const char *domain, const char *user);

DmSignInSave dm_credentials_form_get_save (DmCredentialsForm *self);

/* Has no effect once somebody chose. */
void dm_credentials_form_suggest_save (DmCredentialsForm *self, DmSignInSave save);

gboolean dm_credentials_form_is_complete (DmCredentialsForm *self);

/* Hands what was typed to @sign_in. */
void dm_credentials_form_apply (DmCredentialsForm *self, DmSignIn *sign_in);

/* NULL: it is fine. */
void dm_credentials_form_set_error (DmCredentialsForm *self, const char *message);

gboolean dm_credentials_form_has_error (DmCredentialsForm *self);

/* Where the next thing has to be typed. */
void dm_credentials_form_focus (DmCredentialsForm *self);

/* Wipes the password. */
void dm_credentials_form_clear (DmCredentialsForm *self);

G_END_DECLS
