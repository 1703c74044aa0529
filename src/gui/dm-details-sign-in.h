/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dm-client.h"

G_BEGIN_DECLS

/**
 * DmDetailsSignIn:
 *
 * The part of the details that tells as whom one is signed in, where the
 * password is kept, and whether the drive comes back at sign-in.
 */
#define DM_TYPE_DETAILS_SIGN_IN (dm_details_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (DmDetailsSignIn, dm_details_sign_in, DM, DETAILS_SIGN_IN, AdwBin)

void dm_details_sign_in_set_client (DmDetailsSignIn *self, DmClient *client);
void dm_details_sign_in_set_item (DmDetailsSignIn *self, DmItem *item);

G_END_DECLS
