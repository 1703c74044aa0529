/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* More is not taken as one answer: 100,000 files with long names. */
#define DM_RPC_MAX_ANSWER (64 * 1024 * 1024)

/* The bind has this one; others are free for requests. */
#define DM_RPC_BIND_CALL_ID 1

/**
 * DmRpcAnswer:
 *
 * Puts together the answer to one call from the fragments of connection-oriented
 * DCE/RPC 5.0 (C706, chapter 12) that come out of a pipe in pieces of any size.
 */
typedef struct _DmRpcAnswer DmRpcAnswer;

/* What to send: bind to srvsvc 3.0 with NDR 2.0, without authentication, which
 * the pipe's session has done; and a call, in several fragments if it is long.
 * @arguments: not empty. */
GBytes *dm_rpc_write_bind (void);
GBytes *dm_rpc_write_request (guint32 call_id, guint16 opnum, GBytes *arguments);

/* @call_id: of the request, or DM_RPC_BIND_CALL_ID: then only an answer to the
 * bind is one. */
DmRpcAnswer *dm_rpc_answer_new (guint32 call_id);
void dm_rpc_answer_free (DmRpcAnswer *self);

/* Takes what came out of the pipe. FALSE: it cannot be an answer to the call:
 * G_IO_ERROR_INVALID_DATA; or the server refused: G_IO_ERROR_PERMISSION_DENIED,
 * G_IO_ERROR_NOT_SUPPORTED (it does not know the interface or the call), or
 * G_IO_ERROR_FAILED with the status in the message. After that, and after the
 * last fragment, whatever is given is G_IO_ERROR_INVALID_DATA. */
gboolean dm_rpc_answer_take (DmRpcAnswer *self, const guint8 *data, gsize size, GError **error);

/* Whether the last fragment is there: no more must be read. */
gboolean dm_rpc_answer_is_complete (DmRpcAnswer *self);

/* How many bytes to read next, at least 1: the rest of a header or of a fragment.
 * libsmbclient's read of a pipe waits until it has all that it was asked for, so
 * one byte more is one that never comes. 0 when it is complete or failed. */
gsize dm_rpc_answer_get_wanted (DmRpcAnswer *self);

/* (transfer full): what the fragments of a complete answer carry; to a bind,
 * nothing. */
GBytes *dm_rpc_answer_get_stub (DmRpcAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmRpcAnswer, dm_rpc_answer_free)

G_END_DECLS
