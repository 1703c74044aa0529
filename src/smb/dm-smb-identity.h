/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-smb-answer.h"

G_BEGIN_DECLS

/* Nobody has asked for this, so one login is tried, once: why it fails is not
 * looked into. */
DmSmbAnswer *dm_smb_identity_ask (DmSmbRequest *request);

G_END_DECLS
