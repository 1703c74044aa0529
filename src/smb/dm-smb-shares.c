/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-smb-shares.h"

#include <errno.h>

#include "dm-smb-failure.h"
#include "dm-smb-pipe.h"
#include "dm-srvsvc.h"

/* Names, types and comments; more only an administrator may see. */
#define LEVEL 1

static const char *
name_type (guint32 type)
{
  static const char *const names[] = { "disk", "printer", "other", "ipc" };

  return type < G_N_ELEMENTS (names) ? names[type] : "other";
}

static GVariant *
share_to_variant (const DmServerShare *share)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&dict, "name", "s", share->name);
  g_variant_dict_insert (&dict, "type", "s", name_type (share->type));
  g_variant_dict_insert (&dict, "special", "b", share->is_special);
  g_variant_dict_insert (&dict, "comment", "s", share->comment != NULL ? share->comment : "");
  return g_variant_dict_end (&dict);
}

static DmSmbAnswer *
answer_shares (GPtrArray *shares)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < shares->len; i++)
    g_variant_builder_add_value (&builder, share_to_variant (g_ptr_array_index (shares, i)));
  return dm_smb_answer_new (DM_SMB_FAILURE_NONE, 0, g_variant_builder_end (&builder));
}

DmSmbAnswer *
dm_smb_shares_list (DmSmbRequest *request)
{
  int problem;
  g_autoptr (DmSmbPipe) pipe = dm_smb_pipe_open (request, &problem);
  g_autoptr (GBytes) question = dm_srvsvc_write_share_enum (request->server, LEVEL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GPtrArray) shares = NULL;
  guint32 code = 0;

  if (pipe == NULL)
    return dm_smb_failure_explain (request, problem);
  bytes = dm_smb_pipe_call (pipe, DM_SRVSVC_NET_SHARE_ENUM, question, &problem);
  if (bytes == NULL)
    return dm_smb_answer_new (DM_SMB_FAILURE_OTHER, (guint32) problem, NULL);
  shares = dm_srvsvc_read_share_enum (bytes, LEVEL, &code, NULL);
  if (shares == NULL || code != 0)
    return dm_smb_answer_new (DM_SMB_FAILURE_OTHER, code != 0 ? code : EBADMSG, NULL);

  return answer_shares (shares);
}
