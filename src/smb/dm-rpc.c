/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-rpc.h"

#include "dm-ndr.h"

/* PDU types, C706, 12.6.1 */
#define PDU_REQUEST  0
#define PDU_RESPONSE 2
#define PDU_FAULT    3
#define PDU_BIND     11
#define PDU_BIND_ACK 12
#define PDU_BIND_NAK 13

/* pfc_flags, C706, 12.6.3.1 */
#define FIRST_FRAGMENT 0x01
#define LAST_FRAGMENT  0x02

#define HEADER_SIZE         16
#define REQUEST_HEADER_SIZE 24
#define BIND_SIZE           72

/* What Windows and Samba propose for a pipe; a server may not send longer ones. */
#define MAX_FRAGMENT 4280

/* MustRecvFragSize, C706, 12.6.3.4: every server takes as long a one. */
#define MAX_SENT_FRAGMENT 1432

/* Little-endian, ASCII; then IEEE numbers. C706, 14.1 */
#define DATA_REPRESENTATION 0x10

/* Statuses of a fault: [MS-ERREF] 2.2, C706, appendix E */
#define STATUS_ACCESS_DENIED 0x00000005
#define STATUS_NO_SUCH_CALL  0x1c010002 /* nca_op_rng_error */

/* 4b324fc8-1670-01d3-1278-5a47bf6ee188, [MS-SRVS] 1.9 */
static const guint8 srvsvc_uuid[] = {
  0xc8, 0x4f, 0x32, 0x4b, 0x70, 0x16, 0xd3, 0x01, 0x12, 0x78, 0x5a, 0x47, 0xbf, 0x6e, 0xe1, 0x88
};
#define SRVSVC_VERSION 3

/* 8a885d04-1ceb-11c9-9fe8-08002b104860, C706, appendix I */
static const guint8 ndr_uuid[] = {
  0x04, 0x5d, 0x88, 0x8a, 0xeb, 0x1c, 0xc9, 0x11, 0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60
};
#define NDR_VERSION 2

struct _DmRpcAnswer
{
  /* Owned */
  GByteArray *fragment; /* the one that is coming in */
  GByteArray *stub;     /* until it is complete */
  GBytes *answer;       /* (nullable): when it is */

  guint32 call_id;
  gboolean is_begun;
  gboolean has_failed;

  /* From the header of the fragment */
  guint8 type;
  guint8 flags;
  guint16 size;
};

/* C706, 12.6.3.1 */
static void
put_header (DmNdrWriter *out,
            guint8 type,
            guint8 flags,
            gsize size,
            guint32 call_id)
{
  dm_ndr_writer_put_uint8 (out, 5);
  dm_ndr_writer_put_uint8 (out, 0);
  dm_ndr_writer_put_uint8 (out, type);
  dm_ndr_writer_put_uint8 (out, flags);
  dm_ndr_writer_put_uint8 (out, DATA_REPRESENTATION);
  for (guint i = 0; i < 3; i++)
    dm_ndr_writer_put_uint8 (out, 0);
  dm_ndr_writer_put_uint16 (out, (guint16) size);
  dm_ndr_writer_put_uint16 (out, 0);
  dm_ndr_writer_put_uint32 (out, call_id);
}

static void
put_request_fragment (DmNdrWriter *out,
                      guint32 call_id,
                      guint16 opnum,
                      const guint8 *data,
                      gsize size,
                      guint8 flags)
{
  /* C706, 12.6.4.9; each fragment's stub is a multiple of 8, so numbers stay aligned. */
  put_header (out, PDU_REQUEST, flags, REQUEST_HEADER_SIZE + size, call_id);
  dm_ndr_writer_put_uint32 (out, (guint32) size);
  dm_ndr_writer_put_uint16 (out, 0);
  dm_ndr_writer_put_uint16 (out, opnum);
  dm_ndr_writer_put_bytes (out, data, size);
}

static gboolean
set_invalid (GError **error,
             const char *why)
{
  g_debug ("An answer over RPC is refused: %s", why);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       "The server’s answer cannot be understood.");
  return FALSE;
}

static gboolean
is_for_bind (DmRpcAnswer *self)
{
  return self->call_id == DM_RPC_BIND_CALL_ID;
}

static void
complete (DmRpcAnswer *self)
{
  self->answer = g_byte_array_free_to_bytes (g_steal_pointer (&self->stub));
}

/* Everything that can be known before the rest of the fragment is waited for. */
static gboolean
check_header (DmRpcAnswer *self,
              GError **error)
{
  DmNdrReader in;
  guint8 major, minor, representation;
  guint16 auth_size;

  dm_ndr_reader_init (&in, self->fragment->data, self->fragment->len);
  major = dm_ndr_reader_get_uint8 (&in);
  minor = dm_ndr_reader_get_uint8 (&in);
  self->type = dm_ndr_reader_get_uint8 (&in);
  self->flags = dm_ndr_reader_get_uint8 (&in);
  representation = dm_ndr_reader_get_uint8 (&in);
  dm_ndr_reader_skip (&in, 3);
  self->size = dm_ndr_reader_get_uint16 (&in);
  auth_size = dm_ndr_reader_get_uint16 (&in);

  if (major != 5 || minor > 1 || representation != DATA_REPRESENTATION)
    return set_invalid (error, "not DCE/RPC 5, little-endian");
  if (self->size <= HEADER_SIZE || self->size > MAX_FRAGMENT)
    return set_invalid (error, "a fragment's size");
  if (auth_size != 0)
    return set_invalid (error, "authenticated, which was not agreed on");
  if (dm_ndr_reader_get_uint32 (&in) != self->call_id)
    return set_invalid (error, "to another call");

  return TRUE;
}

static gboolean
add_to_stub (DmRpcAnswer *self,
             const guint8 *data,
             gsize size,
             GError **error)
{
  gboolean is_first = (self->flags & FIRST_FRAGMENT) != 0;
  gboolean is_last = (self->flags & LAST_FRAGMENT) != 0;

  if (is_first == self->is_begun)
    return set_invalid (error, "fragments out of order");
  /* It could go on with these for ever. */
  if (size == 0 && !is_last)
    return set_invalid (error, "an empty fragment");
  if (size > DM_RPC_MAX_ANSWER - self->stub->len)
    return set_invalid (error, "too long");

  self->is_begun = TRUE;
  if (size > 0)
    g_byte_array_append (self->stub, data, (guint) size);
  if (is_last)
    complete (self);

  return TRUE;
}

/* C706, 12.6.4.10: alloc_hint, p_cont_id, cancel_count; the hint is only a claim. */
static gboolean
take_response (DmRpcAnswer *self,
               DmNdrReader *in,
               GError **error)
{
  dm_ndr_reader_skip (in, 8);
  if (!dm_ndr_reader_is_good (in))
    return set_invalid (error, "a response that is cut off");

  return add_to_stub (self, in->data + in->offset, in->size - in->offset, error);
}

static GIOErrorEnum
get_code_of_fault (guint32 status)
{
  if (status == STATUS_ACCESS_DENIED)
    return G_IO_ERROR_PERMISSION_DENIED;
  if (status == STATUS_NO_SUCH_CALL)
    return G_IO_ERROR_NOT_SUPPORTED;

  return G_IO_ERROR_FAILED;
}

/* C706, 12.6.4.7 */
static gboolean
take_fault (DmNdrReader *in,
            GError **error)
{
  guint32 status;

  dm_ndr_reader_skip (in, 8);
  status = dm_ndr_reader_get_uint32 (in);
  if (!dm_ndr_reader_is_good (in))
    return set_invalid (error, "a fault that is cut off");

  g_set_error (error, G_IO_ERROR, get_code_of_fault (status),
               "The server refused the request with status 0x%08x.", status);
  return FALSE;
}

static gboolean
set_bind_refused (GError **error,
                  guint reason)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
               "The server does not tell about its shares and open files (reason %u).", reason);
  return FALSE;
}

/* C706, 12.6.4.5 */
static gboolean
take_bind_nak (DmNdrReader *in,
               GError **error)
{
  guint16 reason = dm_ndr_reader_get_uint16 (in);

  if (!dm_ndr_reader_is_good (in))
    return set_invalid (error, "a bind_nak that is cut off");

  return set_bind_refused (error, reason);
}

/* A transfer syntax, which should be the one that was proposed. */
static gboolean
take_syntax (DmNdrReader *in)
{
  gboolean is_ndr = TRUE;

  for (gsize i = 0; i < sizeof ndr_uuid; i++)
    is_ndr = dm_ndr_reader_get_uint8 (in) == ndr_uuid[i] && is_ndr;

  return dm_ndr_reader_get_uint32 (in) == NDR_VERSION && is_ndr;
}

/* C706, 12.6.4.4: max_xmit_frag, max_recv_frag, assoc_group_id, sec_addr, results.
 * One syntax was proposed, so the first result is the one. */
static gboolean
take_bind_ack (DmRpcAnswer *self,
               DmNdrReader *in,
               GError **error)
{
  guint8 n_results;
  guint16 result, reason;
  gboolean is_ndr;

  dm_ndr_reader_skip (in, 8);
  dm_ndr_reader_skip (in, dm_ndr_reader_get_uint16 (in));
  dm_ndr_reader_skip (in, (4 - in->offset % 4) % 4);
  n_results = dm_ndr_reader_get_uint8 (in);
  dm_ndr_reader_skip (in, 3);
  result = dm_ndr_reader_get_uint16 (in);
  reason = dm_ndr_reader_get_uint16 (in);
  is_ndr = take_syntax (in);

  if (!dm_ndr_reader_is_good (in) || n_results == 0)
    return set_invalid (error, "a bind_ack that is cut off");
  if (result != 0)
    return set_bind_refused (error, reason);
  if (!is_ndr)
    return set_invalid (error, "another transfer syntax");

  return add_to_stub (self, NULL, 0, error);
}

static gboolean
take_fragment (DmRpcAnswer *self,
               GError **error)
{
  DmNdrReader in;

  dm_ndr_reader_init (&in, self->fragment->data, self->fragment->len);
  dm_ndr_reader_skip (&in, HEADER_SIZE);

  if (self->type == PDU_FAULT)
    return take_fault (&in, error);
  if (self->type == PDU_RESPONSE && !is_for_bind (self))
    return take_response (self, &in, error);
  if (self->type == PDU_BIND_ACK && is_for_bind (self))
    return take_bind_ack (self, &in, error);
  if (self->type == PDU_BIND_NAK && is_for_bind (self))
    return take_bind_nak (&in, error);

  return set_invalid (error, "a PDU of another type");
}

/* Up to the end of the header or, when that is there, of the fragment. */
static gsize
get_missing (DmRpcAnswer *self)
{
  gsize end = self->fragment->len < HEADER_SIZE ? HEADER_SIZE : self->size;

  return end - self->fragment->len;
}

static gsize
take_piece (DmRpcAnswer *self,
            const guint8 *data,
            gsize size)
{
  gsize length = MIN (size, get_missing (self));

  g_byte_array_append (self->fragment, data, (guint) length);
  return length;
}

static gboolean
take_all (DmRpcAnswer *self,
          const guint8 *data,
          gsize size,
          GError **error)
{
  for (gsize offset = 0; offset < size;)
    {
      if (self->answer != NULL)
        return set_invalid (error, "more after the end");

      offset += take_piece (self, data + offset, size - offset);

      if (self->fragment->len == HEADER_SIZE && !check_header (self, error))
        return FALSE;
      if (self->fragment->len <= HEADER_SIZE || self->fragment->len < self->size)
        continue;
      if (!take_fragment (self, error))
        return FALSE;

      g_byte_array_set_size (self->fragment, 0);
    }
  return TRUE;
}

static GBytes *
finish (DmNdrWriter *out)
{
  return g_byte_array_free_to_bytes (g_steal_pointer (&out->data));
}

GBytes *
dm_rpc_write_bind (void)
{
  g_auto (DmNdrWriter) out = { NULL };

  dm_ndr_writer_init (&out);
  put_header (&out, PDU_BIND, FIRST_FRAGMENT | LAST_FRAGMENT, BIND_SIZE, DM_RPC_BIND_CALL_ID);

  /* C706, 12.6.4.3: lengths of fragments, a new association group, one context … */
  dm_ndr_writer_put_uint16 (&out, MAX_FRAGMENT);
  dm_ndr_writer_put_uint16 (&out, MAX_FRAGMENT);
  dm_ndr_writer_put_uint32 (&out, 0);
  dm_ndr_writer_put_uint32 (&out, 1);

  /* … number 0, with one transfer syntax. */
  dm_ndr_writer_put_uint16 (&out, 0);
  dm_ndr_writer_put_uint16 (&out, 1);
  dm_ndr_writer_put_bytes (&out, srvsvc_uuid, sizeof srvsvc_uuid);
  dm_ndr_writer_put_uint32 (&out, SRVSVC_VERSION);
  dm_ndr_writer_put_bytes (&out, ndr_uuid, sizeof ndr_uuid);
  dm_ndr_writer_put_uint32 (&out, NDR_VERSION);

  return finish (&out);
}

GBytes *
dm_rpc_write_request (guint32 call_id,
                      guint16 opnum,
                      GBytes *arguments)
{
  g_auto (DmNdrWriter) out = { NULL };
  gsize total;
  const guint8 *data = g_bytes_get_data (arguments, &total);

  g_return_val_if_fail (call_id != DM_RPC_BIND_CALL_ID, NULL);
  g_return_val_if_fail (total > 0, NULL);

  dm_ndr_writer_init (&out);
  for (gsize offset = 0, size; offset < total; offset += size)
    {
      guint8 flags = offset == 0 ? FIRST_FRAGMENT : 0;

      size = MIN (total - offset, MAX_SENT_FRAGMENT - REQUEST_HEADER_SIZE);
      flags |= offset + size == total ? LAST_FRAGMENT : 0;
      put_request_fragment (&out, call_id, opnum, data + offset, size, flags);
    }
  return finish (&out);
}

DmRpcAnswer *
dm_rpc_answer_new (guint32 call_id)
{
  DmRpcAnswer *self = g_new0 (DmRpcAnswer, 1);

  self->call_id = call_id;
  self->fragment = g_byte_array_new ();
  self->stub = g_byte_array_new ();
  return self;
}

void
dm_rpc_answer_free (DmRpcAnswer *self)
{
  g_clear_pointer (&self->fragment, g_byte_array_unref);
  g_clear_pointer (&self->stub, g_byte_array_unref);
  g_clear_pointer (&self->answer, g_bytes_unref);
  g_free (self);
}

gboolean
dm_rpc_answer_take (DmRpcAnswer *self,
                    const guint8 *data,
                    gsize size,
                    GError **error)
{
  if (self->has_failed)
    return set_invalid (error, "more after a failure");

  self->has_failed = !take_all (self, data, size, error);
  return !self->has_failed;
}

gboolean
dm_rpc_answer_is_complete (DmRpcAnswer *self)
{
  return self->answer != NULL && !self->has_failed;
}

gsize
dm_rpc_answer_get_wanted (DmRpcAnswer *self)
{
  return self->answer != NULL || self->has_failed ? 0 : get_missing (self);
}

GBytes *
dm_rpc_answer_get_stub (DmRpcAnswer *self)
{
  g_return_val_if_fail (dm_rpc_answer_is_complete (self), NULL);

  return g_bytes_ref (self->answer);
}
