/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-enums.h"
#include "dm-login-lookup.h"

G_BEGIN_DECLS

/* What the enumerations are called to a person, translated. */

/* "Connected", "Not available", … */
const char *dm_status_to_words (DmStatus status);

/* "read", "write", "read, write"; NULL where it is not known. */
const char *dm_holder_mode_to_words (DmHolderMode mode);

/* (transfer full): "Password in the keyring “Login”", …; @keyring (nullable): its
 * label. */
char *dm_login_kept_to_words (DmLoginKept kept, const char *keyring);

/* (transfer full) (nullable): "3.1 ms now, at most 12 ms in the last 5 minutes", …; see
 * dm_item_get_response_times (). NULL: nothing is known. */
char *dm_response_times_to_words (const guint32 *times, gsize n);

G_END_DECLS
