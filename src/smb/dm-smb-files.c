/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-smb-files.h"

#include <errno.h>

#include "dm-file-shares.h"
#include "dm-smb-failure.h"
#include "dm-smb-pipe.h"
#include "dm-srvsvc.h"

/* Level 2: with their folders on the server. */
#define SHARE_LEVEL 2

#define WERR_FILE_NOT_FOUND    2
#define WERR_ACCESS_DENIED     5
#define NERR_FILE_ID_NOT_FOUND 2314

/* How long a server may take over closing a file once it has been told, and how
 * often it is asked meanwhile, in ms. */
#define CLOSING_PATIENCE 1000
#define CLOSING_INTERVAL 50

#define PERM_READ  1
#define PERM_WRITE (2 | 4) /* or to create */

static DmSmbAnswer *
answer_problem (int problem)
{
  return dm_smb_answer_new (problem == EACCES ? DM_SMB_FAILURE_NOT_ADMINISTRATOR : DM_SMB_FAILURE_OTHER,
                            (guint32) problem, NULL);
}

static DmSmbAnswer *
answer_code (guint32 code)
{
  switch (code)
    {
    case 0:
      return dm_smb_answer_new (DM_SMB_FAILURE_NONE, 0, NULL);
    case WERR_ACCESS_DENIED:
      return dm_smb_answer_new (DM_SMB_FAILURE_NOT_ADMINISTRATOR, code, NULL);
    case WERR_FILE_NOT_FOUND:
    case NERR_FILE_ID_NOT_FOUND:
      return dm_smb_answer_new (DM_SMB_FAILURE_FILE_GONE, code, NULL);
    default:
      return dm_smb_answer_new (DM_SMB_FAILURE_OTHER, code, NULL);
    }
}

/* No answer, one that is none, or a refusal. */
static DmSmbAnswer *
answer_failure (GBytes *bytes, int problem, guint32 code)
{
  if (bytes == NULL)
    return answer_problem (problem);
  return code != 0 ? answer_code (code) : answer_problem (EBADMSG);
}

/* Either what was asked for, or @answer is why not. */
static GPtrArray *
fetch_files (DmSmbPipe *pipe, DmSmbRequest *request, DmSmbAnswer **answer)
{
  g_autoptr (GBytes) question = dm_srvsvc_write_file_enum (request->server);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GPtrArray) files = NULL;
  int problem;
  guint32 code = 0;

  bytes = dm_smb_pipe_call (pipe, DM_SRVSVC_NET_FILE_ENUM, question, &problem);
  if (bytes != NULL)
    files = dm_srvsvc_read_file_enum (bytes, &code, NULL);
  if (files != NULL && code == 0)
    return g_steal_pointer (&files);

  *answer = answer_failure (bytes, problem, code);
  return NULL;
}

static GPtrArray *
fetch_shares (DmSmbPipe *pipe, DmSmbRequest *request, DmSmbAnswer **answer)
{
  g_autoptr (GBytes) question = dm_srvsvc_write_share_enum (request->server, SHARE_LEVEL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GPtrArray) shares = NULL;
  int problem;
  guint32 code = 0;

  bytes = dm_smb_pipe_call (pipe, DM_SRVSVC_NET_SHARE_ENUM, question, &problem);
  if (bytes != NULL)
    shares = dm_srvsvc_read_share_enum (bytes, SHARE_LEVEL, &code, NULL);
  if (shares != NULL && code == 0)
    return g_steal_pointer (&shares);

  *answer = answer_failure (bytes, problem, code);
  return NULL;
}

static const char *
name_mode (guint32 permissions)
{
  static const char *const names[] = { "", "r", "w", "rw" };

  return names[((permissions & PERM_READ) ? 1 : 0) + ((permissions & PERM_WRITE) ? 2 : 0)];
}

static GVariant *
file_to_variant (const DmServerFile *file, const char *share, const char *path)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&dict, "id", "u", file->id);
  g_variant_dict_insert (&dict, "share", "s", share);
  g_variant_dict_insert (&dict, "path", "s", path);
  g_variant_dict_insert (&dict, "server-path", "s", file->path);
  g_variant_dict_insert (&dict, "mode", "s", name_mode (file->permissions));
  g_variant_dict_insert (&dict, "locks", "u", file->n_locks);
  g_variant_dict_insert (&dict, "user", "s", file->user);
  return g_variant_dict_end (&dict);
}

static DmSmbAnswer *
answer_files (DmFileShares *shares, GPtrArray *files, const char *wanted)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < files->len; i++)
    {
      const DmServerFile *file = g_ptr_array_index (files, i);
      g_autofree char *path = NULL;
      const char *share = dm_file_shares_find (shares, file->path, wanted, &path);

      if (share != NULL)
        g_variant_builder_add_value (&builder, file_to_variant (file, share, path));
      else if (wanted == NULL)
        g_variant_builder_add_value (&builder, file_to_variant (file, "", ""));
    }

  return dm_smb_answer_new (DM_SMB_FAILURE_NONE, 0, g_variant_builder_end (&builder));
}

static DmSmbAnswer *
list (DmSmbPipe *pipe, DmSmbRequest *request)
{
  DmSmbAnswer *answer = NULL;
  g_autoptr (GPtrArray) files = fetch_files (pipe, request, &answer);
  g_autoptr (GPtrArray) found = files != NULL ? fetch_shares (pipe, request, &answer) : NULL;
  g_autoptr (DmFileShares) shares = NULL;

  if (found == NULL)
    return answer;
  shares = dm_file_shares_new (found);
  if (request->share != NULL && !dm_file_shares_has (shares, request->share))
    return dm_smb_answer_new (DM_SMB_FAILURE_NO_SHARE, 0, NULL);

  return answer_files (shares, files, request->share);
}

static gboolean
is_wanted (const DmServerFile *file, const DmSmbRequest *request)
{
  return file->id == request->file_id &&
         g_strcmp0 (file->path, request->file_path) == 0 &&
         g_strcmp0 (file->user, request->file_user) == 0;
}

/* The id is not the file's alone for ever: the server gives it to another, later,
 * and sometimes to two at the same time, and would then close both. */
static DmSmbFailure
find_file (GPtrArray *files, DmSmbRequest *request)
{
  const DmServerFile *found = NULL;

  for (guint i = 0; i < files->len; i++)
    {
      const DmServerFile *file = g_ptr_array_index (files, i);

      if (file->id != request->file_id)
        continue;
      if (found != NULL)
        return DM_SMB_FAILURE_FILE_AMBIGUOUS;
      found = file;
    }

  return found != NULL && is_wanted (found, request) ? DM_SMB_FAILURE_NONE : DM_SMB_FAILURE_FILE_GONE;
}

static gboolean
is_open (GPtrArray *files, const DmSmbRequest *request)
{
  for (guint i = 0; i < files->len; i++)
    {
      if (is_wanted (g_ptr_array_index (files, i), request))
        return TRUE;
    }

  return FALSE;
}

static DmSmbAnswer *
wait_until_closed (DmSmbPipe *pipe, DmSmbRequest *request, guint32 code)
{
  gint64 end = g_get_monotonic_time () + CLOSING_PATIENCE * G_TIME_SPAN_MILLISECOND;

  do
    {
      DmSmbAnswer *answer = NULL;
      g_autoptr (GPtrArray) files = fetch_files (pipe, request, &answer);

      if (files == NULL)
        return answer;
      if (!is_open (files, request))
        return dm_smb_answer_new (DM_SMB_FAILURE_NONE, 0, NULL);
      g_usleep (CLOSING_INTERVAL * G_TIME_SPAN_MILLISECOND);
    }
  while (g_get_monotonic_time () < end);

  return dm_smb_answer_new (DM_SMB_FAILURE_FILE_STILL_OPEN, code, NULL);
}

static DmSmbAnswer *
close_file (DmSmbPipe *pipe, DmSmbRequest *request)
{
  g_autoptr (GBytes) question = dm_srvsvc_write_file_close (request->server, request->file_id);
  int problem;
  guint32 code;
  g_autoptr (GBytes) bytes = dm_smb_pipe_call (pipe, DM_SRVSVC_NET_FILE_CLOSE, question, &problem);

  if (bytes == NULL)
    return answer_problem (problem);
  if (!dm_srvsvc_read_file_close (bytes, &code, NULL))
    return answer_problem (EBADMSG);
  /* Samba only tells the process that has the file open, and 4.22 says "not found"
   * also where that went well. So it is seen for ourselves. */
  if (code == 0 || code == WERR_FILE_NOT_FOUND)
    return wait_until_closed (pipe, request, code);
  return answer_code (code);
}

DmSmbAnswer *
dm_smb_files_list (DmSmbRequest *request)
{
  int problem;
  g_autoptr (DmSmbPipe) pipe = dm_smb_pipe_open (request, &problem);

  return pipe != NULL ? list (pipe, request) : dm_smb_failure_explain (request, problem);
}

DmSmbAnswer *
dm_smb_files_close (DmSmbRequest *request)
{
  int problem;
  g_autoptr (DmSmbPipe) pipe = dm_smb_pipe_open (request, &problem);
  DmSmbAnswer *answer = NULL;
  g_autoptr (GPtrArray) files = NULL;
  DmSmbFailure failure;

  if (pipe == NULL)
    return dm_smb_failure_explain (request, problem);
  files = fetch_files (pipe, request, &answer);
  if (files == NULL)
    return answer;

  failure = find_file (files, request);
  return failure == DM_SMB_FAILURE_NONE ? close_file (pipe, request) : dm_smb_answer_new (failure, 0, NULL);
}
