/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-smb-failure.h"

#include <errno.h>

#include "dm-smb-session.h"

static gboolean
is_no_answer (int problem)
{
  return problem == ETIMEDOUT || problem == EHOSTUNREACH || problem == ENETUNREACH;
}

/* It went away, did not understand us, or we did not understand it. */
static gboolean
is_no_protocol (int problem)
{
  static const int problems[] = { EINVAL, ECONNABORTED, ECONNRESET, ENETRESET, ENOSYS, EPIPE, EPROTO };

  for (gsize i = 0; i < G_N_ELEMENTS (problems); i++)
    {
      if (problem == problems[i])
        return TRUE;
    }

  return FALSE;
}

static int
try_login (DmSmbRequest *request)
{
  g_autoptr (DmSmbSession) session = dm_smb_session_new (request);
  SMBCFILE *file;

  return session != NULL ? dm_smb_session_open_srvsvc (session, &file) : ENOMEM;
}

static int
try_guest (DmSmbRequest *request)
{
  g_autoptr (DmSmbSession) session = dm_smb_session_new_guest (request);
  SMBCFILE *file;

  return session != NULL ? dm_smb_session_open_srvsvc (session, &file) : ENOMEM;
}

static int
try_share (DmSmbRequest *request)
{
  g_autoptr (DmSmbSession) session = dm_smb_session_new (request);

  return session != NULL ? dm_smb_session_try_folder (session, request->share, NULL) : ENOMEM;
}

/* A guest is refused in another way, once both speak the same language. */
static DmSmbFailure
explain_login (DmSmbRequest *request, int problem)
{
  if (problem == EACCES || problem == EPERM)
    return DM_SMB_FAILURE_LOGIN;
  if (is_no_answer (problem))
    return DM_SMB_FAILURE_NO_ANSWER;
  if (!is_no_protocol (problem))
    return DM_SMB_FAILURE_OTHER;
  if (is_no_protocol (try_guest (request)))
    return DM_SMB_FAILURE_PROTOCOL;
  if (problem != EINVAL)
    return DM_SMB_FAILURE_OTHER;

  return request->password != NULL && *request->password != '\0' ? DM_SMB_FAILURE_EXPIRED : DM_SMB_FAILURE_LOGIN;
}

static DmSmbFailure
explain_denied (DmSmbRequest *request)
{
  if (request->path != NULL && try_share (request) == 0)
    return DM_SMB_FAILURE_PATH_RIGHTS;

  return DM_SMB_FAILURE_SHARE_RIGHTS;
}

static DmSmbFailure
explain_missing (DmSmbRequest *request)
{
  if (request->path != NULL && try_share (request) != ENOENT)
    return DM_SMB_FAILURE_NO_PATH;

  return DM_SMB_FAILURE_NO_SHARE;
}

/* The login is good. */
static DmSmbFailure
explain_share (DmSmbRequest *request, int problem)
{
  if (request->share == NULL)
    return DM_SMB_FAILURE_OTHER;

  switch (problem)
    {
    case EACCES:
    case EPERM:
      return explain_denied (request);
    case ENOENT:
    case EINVAL: /* a name that the server cannot have */
      return explain_missing (request);
    case ENOTDIR:
      return DM_SMB_FAILURE_NOT_A_FOLDER;
    default:
      return DM_SMB_FAILURE_OTHER;
    }
}

DmSmbAnswer *
dm_smb_failure_explain (DmSmbRequest *request, int problem)
{
  DmSmbFailure failure;
  int login;

  if (is_no_answer (problem))
    return dm_smb_answer_new (DM_SMB_FAILURE_NO_ANSWER, (guint32) problem, NULL);

  /* A share was reached where its folders are not found: no need to ask. */
  login = problem == ENOENT || problem == ENOTDIR ? 0 : try_login (request);
  failure = login != 0 ? explain_login (request, login) : explain_share (request, problem);
  return dm_smb_answer_new (failure, (guint32) problem, NULL);
}
