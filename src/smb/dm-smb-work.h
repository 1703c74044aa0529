/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-smb-answer.h"

G_BEGIN_DECLS

/* (transfer full): does what is asked. The password may be gone afterwards. */
DmSmbAnswer *dm_smb_work_run (DmSmbRequest *request);

G_END_DECLS
