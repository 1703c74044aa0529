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

G_END_DECLS
