/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-location.h"

G_BEGIN_DECLS

/**
 * DmCredential:
 * @user: the user's name.
 * @domain: (nullable): the domain.
 * @password: in memory that is not swapped and is wiped when freed.
 * @exact: whether GVfs, asking by the location's own attributes, finds the
 *   same item by itself: then a password prompt means that it is wrong.
 *
 * A login found in the secret service.
 */
typedef struct
{
  char *user;
  char *domain;
  char *password;
  gboolean exact;
} DmCredential;

void dm_credential_free (DmCredential *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmCredential, dm_credential_free)

/* Looks for a login for @location: the same server, protocol and port, the
 * same user and domain where it gives them (an item without a domain fits any);
 * the most recently changed first. Never prompts, never unlocks, through the
 * SecretService API (so never a sandbox's private file). */
void dm_secrets_lookup_async (DmLocation *location, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* NULL without @error: there is none. DM_ERROR_LOGON_FAILURE: there is one, but
 * its keyring is locked. No secret service at all counts as none. */
DmCredential *dm_secrets_lookup_finish (GAsyncResult *result, GError **error);

G_END_DECLS
