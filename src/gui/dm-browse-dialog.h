/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "dm-client.h"
#include "dm-credentials-form.h"
#include "dm-sign-in.h"

G_BEGIN_DECLS

/**
 * DmBrowseDialog:
 *
 * The servers that there are, and the shares of one, as they are found. Signal
 * "chosen" (const char *remote, DmSignIn *sign_in): a share, and as whom it was
 * seen; the dialog goes then. Closing it ends what it looks for.
 */
#define DM_TYPE_BROWSE_DIALOG (dm_browse_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DmBrowseDialog, dm_browse_dialog, DM, BROWSE_DIALOG, AdwWindow)

/* Begins with the shares of @server, "nas" or in any other written form, seen with
 * @credentials (nullable); NULL: with the servers that there are. */
GtkWidget *dm_browse_dialog_new (GtkWindow *parent, DmClient *client, const char *server, DmCredentialsForm *credentials);

G_END_DECLS
