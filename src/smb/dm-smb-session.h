/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-smb-request.h"

#include <libsmbclient.h>

G_BEGIN_DECLS

/**
 * DmSmbSession:
 *
 * A context of libsmbclient that nobody used before, with the request's login: in
 * one that was used, a connection answers for another port or password. Never
 * falls back to a login without a name.
 */
typedef struct _DmSmbSession DmSmbSession;

/* @request: borrowed. NULL: errno says why. */
DmSmbSession *dm_smb_session_new (DmSmbRequest *request);

/* Without a name and password, whatever the request has. */
DmSmbSession *dm_smb_session_new_guest (DmSmbRequest *request);

void dm_smb_session_free (DmSmbSession *self);

SMBCCTX *dm_smb_session_get_context (DmSmbSession *self);

/* 0, or the errno. @share, @path: (nullable) */
int dm_smb_session_try_folder (DmSmbSession *self, const char *share, const char *path);

/* 0, or the errno: the pipe on which the server is asked about itself. */
int dm_smb_session_open_srvsvc (DmSmbSession *self, SMBCFILE **file);

/* 0, or the errno. In bytes; @free_space: what this user may still use. */
int dm_smb_session_get_space (DmSmbSession *self, guint64 *total, guint64 *free_space);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmSmbSession, dm_smb_session_free)

G_END_DECLS
