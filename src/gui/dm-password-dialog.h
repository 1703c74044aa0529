/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "dm-sign-in.h"

G_BEGIN_DECLS

/**
 * DmPasswordDialog:
 *
 * Asks as whom to sign in, and what becomes of the password. Responses "cancel"
 * (Esc) and "connect". Goes after either; the entry's text is wiped then.
 */
#define DM_TYPE_PASSWORD_DIALOG (dm_password_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DmPasswordDialog, dm_password_dialog, DM, PASSWORD_DIALOG, AdwMessageDialog)

/* @message: (nullable): why it is asked. */
GtkWidget *dm_password_dialog_new (GtkWindow *parent, DmSignIn *sign_in, const char *message);

/* Asks again: says under the fields why what was typed did not do. */
void dm_password_dialog_set_error (DmPasswordDialog *self, const char *message);

/* What becomes of a password, as it was chosen the last time. */
DmSignInSave dm_password_dialog_get_save (DmPasswordDialog *self);
void dm_password_dialog_set_save (DmPasswordDialog *self, DmSignInSave save);

/* Hands what was typed to the DmSignIn. */
void dm_password_dialog_apply (DmPasswordDialog *self);

G_END_DECLS
