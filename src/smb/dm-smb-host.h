/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-smb-answer.h"

G_BEGIN_DECLS

/* Whether the request's server has a name that resolves, and accepts connections:
 * what libsmbclient says of that is "invalid argument", and after 5 s at that.
 * @code: (out): an errno that belongs to it. */
DmSmbFailure dm_smb_host_check (const DmSmbRequest *request, guint32 *code);

G_END_DECLS
