/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-smb-answer.h"

G_BEGIN_DECLS

DmSmbAnswer *dm_smb_files_list (DmSmbRequest *request);
DmSmbAnswer *dm_smb_files_close (DmSmbRequest *request);

G_END_DECLS
