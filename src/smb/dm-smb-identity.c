/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-smb-identity.h"

#include <errno.h>

#include "dm-smb-pipe.h"
#include "dm-srvsvc.h"

/* In characters: Windows takes 48 as a comment, Samba whatever is configured. */
#define MAX_TEXT 256

static DmSmbAnswer *
answer_problem (int problem)
{
  switch (problem)
    {
    case EACCES:
      return dm_smb_answer_new (DM_SMB_FAILURE_LOGIN, (guint32) problem, NULL);
    case ETIMEDOUT:
      return dm_smb_answer_new (DM_SMB_FAILURE_NO_ANSWER, (guint32) problem, NULL);
    default:
      return dm_smb_answer_new (DM_SMB_FAILURE_OTHER, (guint32) problem, NULL);
    }
}

static void
insert_text (GVariantDict *dict, const char *key, const char *text)
{
  g_autofree char *start = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_TEXT));

  g_variant_dict_insert (dict, key, "s", start);
}

static DmSmbAnswer *
answer_info (const DmServerInfo *info)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  GVariant *entry;

  insert_text (&dict, "name", info->name);
  insert_text (&dict, "comment", info->comment);
  g_variant_dict_insert (&dict, "major", "u", info->major);
  g_variant_dict_insert (&dict, "minor", "u", info->minor);
  g_variant_dict_insert (&dict, "type", "u", info->type);
  entry = g_variant_dict_end (&dict);
  return dm_smb_answer_new (DM_SMB_FAILURE_NONE, 0,
                            g_variant_new_array (G_VARIANT_TYPE_VARDICT, &entry, 1));
}

DmSmbAnswer *
dm_smb_identity_ask (DmSmbRequest *request)
{
  int problem;
  g_autoptr (DmSmbPipe) pipe = dm_smb_pipe_open (request, &problem);
  g_autoptr (GBytes) question = dm_srvsvc_write_server_get_info (request->server);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (DmServerInfo) info = NULL;
  guint32 code = 0;

  if (pipe == NULL)
    return answer_problem (problem);
  bytes = dm_smb_pipe_call (pipe, DM_SRVSVC_NET_SERVER_GET_INFO, question, &problem);
  if (bytes == NULL)
    return answer_problem (problem);
  info = dm_srvsvc_read_server_get_info (bytes, &code, NULL);
  if (info == NULL)
    return dm_smb_answer_new (DM_SMB_FAILURE_OTHER, code != 0 ? code : EBADMSG, NULL);

  return answer_info (info);
}
