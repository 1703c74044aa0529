/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-smb-pipe.h"

#include <errno.h>

#include "dm-rpc.h"
#include "dm-smb-session.h"

#define MAX_FRAGMENT G_MAXUINT16

struct _DmSmbPipe
{
  /* Owned */
  DmSmbSession *session;
  guint8 *buffer;
  SMBCFILE *file; /* (nullable) */

  guint32 last_call;
};

static int
get_errno (void)
{
  return errno != 0 ? errno : EIO;
}

static int
error_to_errno (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return EACCES;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    return ENOSYS;
  return EBADMSG;
}

/* 0, or the errno. */
static int
send (DmSmbPipe *self, GBytes *bytes)
{
  SMBCCTX *context = dm_smb_session_get_context (self->session);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  while (size > 0)
    {
      ssize_t written;

      errno = 0;
      written = smbc_getFunctionWrite (context) (context, self->file, data, size);
      if (written <= 0)
        return get_errno ();
      data += written;
      size -= (gsize) written;
    }

  return 0;
}

/* 0, or the errno. libsmbclient comes back with @size bytes and no fewer: to ask for
 * more than there will be is to wait for ever. */
static int
receive_exactly (DmSmbPipe *self, DmRpcAnswer *answer, gsize size)
{
  SMBCCTX *context = dm_smb_session_get_context (self->session);
  g_autoptr (GError) error = NULL;
  gsize offset = 0;

  while (offset < size)
    {
      ssize_t more;

      errno = 0;
      more = smbc_getFunctionRead (context) (context, self->file, self->buffer + offset, size - offset);
      if (more <= 0)
        return get_errno ();
      offset += (gsize) more;
    }

  return dm_rpc_answer_take (answer, self->buffer, size, &error) ? 0 : error_to_errno (error);
}

/* 0, or the errno. */
static int
receive (DmSmbPipe *self, DmRpcAnswer *answer)
{
  int problem = 0;

  while (problem == 0 && !dm_rpc_answer_is_complete (answer))
    problem = receive_exactly (self, answer, dm_rpc_answer_get_wanted (answer));
  return problem;
}

static GBytes *
exchange (DmSmbPipe *self, guint32 call_id, GBytes *bytes, int *problem)
{
  g_autoptr (DmRpcAnswer) answer = dm_rpc_answer_new (call_id);

  *problem = send (self, bytes);
  if (*problem == 0)
    *problem = receive (self, answer);
  return *problem == 0 ? dm_rpc_answer_get_stub (answer) : NULL;
}

static gboolean
bind_srvsvc (DmSmbPipe *self, int *problem)
{
  g_autoptr (GBytes) bytes = dm_rpc_write_bind ();
  g_autoptr (GBytes) answer = exchange (self, DM_RPC_BIND_CALL_ID, bytes, problem);

  self->last_call = DM_RPC_BIND_CALL_ID;
  return answer != NULL;
}

DmSmbPipe *
dm_smb_pipe_open (DmSmbRequest *request, int *problem)
{
  g_autoptr (DmSmbPipe) self = g_new0 (DmSmbPipe, 1);

  self->buffer = g_malloc0 (MAX_FRAGMENT);
  self->session = dm_smb_session_new (request);
  *problem = self->session != NULL ? dm_smb_session_open_srvsvc (self->session, &self->file) : ENOMEM;
  if (*problem != 0)
    return NULL;

  dm_smb_request_set_password (request, NULL);
  return bind_srvsvc (self, problem) ? g_steal_pointer (&self) : NULL;
}

void
dm_smb_pipe_free (DmSmbPipe *self)
{
  /* The file goes with the session. */
  g_clear_pointer (&self->session, dm_smb_session_free);
  g_free (self->buffer);
  g_free (self);
}

GBytes *
dm_smb_pipe_call (DmSmbPipe *self, guint16 opnum, GBytes *arguments, int *problem)
{
  guint32 call_id = ++self->last_call;
  g_autoptr (GBytes) bytes = dm_rpc_write_request (call_id, opnum, arguments);

  return exchange (self, call_id, bytes, problem);
}
