/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-smb-request.h"

G_BEGIN_DECLS

/**
 * DmSmbPipe:
 *
 * The server's srvsvc, to be called, in a session of its own.
 */
typedef struct _DmSmbPipe DmSmbPipe;

/* NULL with the errno in @problem. Afterwards the request has no password any
 * more: libsmbclient has logged in. */
DmSmbPipe *dm_smb_pipe_open (DmSmbRequest *request, int *problem);
void dm_smb_pipe_free (DmSmbPipe *self);

/* (transfer full): the answer to one call; NULL with the errno in @problem: EACCES
 * when the server refuses the call, EBADMSG when its answer is none. */
GBytes *dm_smb_pipe_call (DmSmbPipe *self, guint16 opnum, GBytes *arguments, int *problem);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmSmbPipe, dm_smb_pipe_free)

G_END_DECLS
