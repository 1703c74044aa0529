/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a server may send, for libFuzzer: ../README.md tells how to run it. The
 * first byte says what the rest is, see targets. */

#include "dm-rpc.h"
#include "dm-srvsvc.h"

#include <string.h>

#define CALL_ID 2

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_text (const char *text)
{
  g_assert_true (text != NULL && g_utf8_validate (text, -1, NULL));
}

/* Nothing comes from nothing: an element takes this many bytes at least. */
static void
check_list (GPtrArray *list,
            guint32 code,
            gsize size,
            gsize element_size,
            const GError *error)
{
  g_assert_true ((list == NULL) == (error != NULL));
  g_assert_true (list == NULL || list->len <= size / element_size);
  g_assert_true (list == NULL || code == 0 || list->len == 0);
}

static void
read_files (GBytes *answer)
{
  g_autoptr (GError) error = NULL;
  guint32 code = 0;
  g_autoptr (GPtrArray) list = dm_srvsvc_read_file_enum (answer, &code, &error);

  check_list (list, code, g_bytes_get_size (answer), 20, error);
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const DmServerFile *file = g_ptr_array_index (list, i);

      check_text (file->path);
      check_text (file->user);
    }
}

static void
read_shares (GBytes *answer,
             guint32 level)
{
  g_autoptr (GError) error = NULL;
  guint32 code = 0;
  g_autoptr (GPtrArray) list = dm_srvsvc_read_share_enum (answer, level, &code, &error);

  check_list (list, code, g_bytes_get_size (answer), level == 1 ? 12 : 32, error);
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const DmServerShare *share = g_ptr_array_index (list, i);

      check_text (share->name);
      check_text (share->comment);
      g_assert_true (share->path == NULL || level == 2);
      check_text (share->path != NULL ? share->path : "");
    }
}

static void
read_shares_1 (GBytes *answer)
{
  read_shares (answer, 1);
}

static void
read_shares_2 (GBytes *answer)
{
  read_shares (answer, 2);
}

static void
read_close (GBytes *answer)
{
  g_autoptr (GError) error = NULL;
  guint32 code = 0;

  g_assert_true (dm_srvsvc_read_file_close (answer, &code, &error) == (error == NULL));
}

static void
read_identity (GBytes *answer)
{
  g_autoptr (GError) error = NULL;
  guint32 code = 0;
  g_autoptr (DmServerInfo) info = dm_srvsvc_read_server_get_info (answer, &code, &error);

  g_assert_true ((info == NULL) == (error != NULL || code != 0));
  if (info == NULL)
    return;

  check_text (info->name);
  check_text (info->comment);
  g_assert_cmpuint (g_bytes_get_size (answer), >=, 9 * 4);
}

/* In pieces of a size that the next byte tells; 0: as many as are wanted. */
static gboolean
feed (DmRpcAnswer *answer,
      const guint8 *data,
      gsize size)
{
  gsize piece = size > 0 ? data[0] : 0;

  for (gsize offset = 1, length; offset < size && !dm_rpc_answer_is_complete (answer); offset += length)
    {
      g_autoptr (GError) error = NULL;
      g_autofree guint8 *copy = NULL;

      length = MIN (size - offset, piece != 0 ? piece : dm_rpc_answer_get_wanted (answer));
      copy = g_memdup2 (data + offset, length);
      if (!dm_rpc_answer_take (answer, copy, length, &error))
        {
          g_assert_nonnull (error);
          return FALSE;
        }
      g_assert_true ((dm_rpc_answer_get_wanted (answer) == 0) == dm_rpc_answer_is_complete (answer));
    }
  return dm_rpc_answer_is_complete (answer);
}

static void
read_fragments (GBytes *pdus,
                guint32 call_id)
{
  g_autoptr (DmRpcAnswer) answer = dm_rpc_answer_new (call_id);
  g_autoptr (GBytes) stub = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (pdus, &size);

  if (!feed (answer, data, size))
    return;

  stub = dm_rpc_answer_get_stub (answer);
  g_assert_cmpuint (g_bytes_get_size (stub), <, size);
  if (call_id != DM_RPC_BIND_CALL_ID)
    read_files (stub);
}

static void
read_response (GBytes *pdus)
{
  read_fragments (pdus, CALL_ID);
}

static void
read_bind_ack (GBytes *pdus)
{
  read_fragments (pdus, DM_RPC_BIND_CALL_ID);
}

static void (*const targets[]) (GBytes *bytes) = {
  read_files,
  read_shares_1,
  read_shares_2,
  read_close,
  read_response,
  read_bind_ack,
  read_identity,
};

/* Nothing that we do wrongly is only a line on stderr. */
int
LLVMFuzzerInitialize (int *argc,
                      char ***argv)
{
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  g_autoptr (GBytes) rest = NULL;

  if (size == 0)
    return 0;

  /* A copy of its own, so that reading on is seen. */
  rest = g_bytes_new (data + 1, size - 1);
  targets[data[0] % G_N_ELEMENTS (targets)](rest);
  return 0;
}
