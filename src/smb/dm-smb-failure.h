/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-smb-answer.h"

G_BEGIN_DECLS

/* What lies behind the errno that libsmbclient gave for what was asked: one errno
 * stands for many things, so the server is asked again for less and less. */
DmSmbAnswer *dm_smb_failure_explain (DmSmbRequest *request, int problem);

G_END_DECLS
