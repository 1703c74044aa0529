/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-smb-work.h"

#include "dm-smb-check.h"
#include "dm-smb-files.h"
#include "dm-smb-host.h"
#include "dm-smb-identity.h"
#include "dm-smb-shares.h"

static DmSmbAnswer *
ask (DmSmbRequest *request)
{
  switch (request->operation)
    {
    case DM_SMB_OPERATION_SHARES:
      return dm_smb_shares_list (request);
    case DM_SMB_OPERATION_SPACE:
      return dm_smb_check_space (request);
    case DM_SMB_OPERATION_FILES:
      return dm_smb_files_list (request);
    case DM_SMB_OPERATION_CLOSE_FILE:
      return dm_smb_files_close (request);
    case DM_SMB_OPERATION_IDENTIFY:
      return dm_smb_identity_ask (request);
    case DM_SMB_OPERATION_CHECK:
    default:
      return dm_smb_check_login (request);
    }
}

DmSmbAnswer *
dm_smb_work_run (DmSmbRequest *request)
{
  guint32 code;
  DmSmbFailure failure = dm_smb_host_check (request, &code);

  return failure == DM_SMB_FAILURE_NONE ? ask (request) : dm_smb_answer_new (failure, code, NULL);
}
