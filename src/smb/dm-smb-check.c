/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-smb-check.h"

#include <errno.h>

#include "dm-smb-failure.h"
#include "dm-smb-session.h"

/* The share itself comes first: there are servers that let a guest into a share
 * and not onto their pipes. */
static int
try_all (DmSmbRequest *request)
{
  g_autoptr (DmSmbSession) session = dm_smb_session_new (request);
  SMBCFILE *file;

  if (session == NULL)
    return ENOMEM;
  if (request->share != NULL)
    return dm_smb_session_try_folder (session, request->share, request->path);
  return dm_smb_session_open_srvsvc (session, &file);
}

static int
measure (DmSmbRequest *request, guint64 *total, guint64 *free_space)
{
  g_autoptr (DmSmbSession) session = dm_smb_session_new (request);

  return session != NULL ? dm_smb_session_get_space (session, total, free_space) : ENOMEM;
}

static GVariant *
space_to_variant (guint64 total, guint64 free_space)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  GVariant *entry;

  g_variant_dict_insert (&dict, "total", "t", total);
  g_variant_dict_insert (&dict, "free", "t", free_space);
  entry = g_variant_dict_end (&dict);
  return g_variant_new_array (G_VARIANT_TYPE_VARDICT, &entry, 1);
}

DmSmbAnswer *
dm_smb_check_login (DmSmbRequest *request)
{
  int problem = try_all (request);

  if (problem != 0)
    return dm_smb_failure_explain (request, problem);
  return dm_smb_answer_new (DM_SMB_FAILURE_NONE, 0, NULL);
}

DmSmbAnswer *
dm_smb_check_space (DmSmbRequest *request)
{
  guint64 total, free_space;
  int problem = measure (request, &total, &free_space);

  if (problem != 0)
    return dm_smb_failure_explain (request, problem);
  return dm_smb_answer_new (DM_SMB_FAILURE_NONE, 0, space_to_variant (total, free_space));
}
