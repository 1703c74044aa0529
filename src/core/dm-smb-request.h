/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Nothing longer is a request: this much fits into a pipe. */
#define DM_SMB_REQUEST_MAX (64 * 1024)

/* libsmbclient cuts off what is longer. */
#define DM_SMB_REQUEST_MAX_WORD 255

/**
 * DmSmbOperation:
 * @DM_SMB_OPERATION_SHARES: which shares the server has.
 * @DM_SMB_OPERATION_CHECK: whether the login, the share and the path are good,
 *   as far as they are given.
 * @DM_SMB_OPERATION_SPACE: the size of a share, and what is free.
 * @DM_SMB_OPERATION_FILES: which files of a share (or of all, without one) are
 *   open on the server, and for whom; only for the server's administrators.
 * @DM_SMB_OPERATION_CLOSE_FILE: closes one of those.
 * @DM_SMB_OPERATION_IDENTIFY: what the server calls itself and says that it is.
 *
 * What drivemap-smb can be asked.
 */
typedef enum
{
  DM_SMB_OPERATION_SHARES,
  DM_SMB_OPERATION_CHECK,
  DM_SMB_OPERATION_SPACE,
  DM_SMB_OPERATION_FILES,
  DM_SMB_OPERATION_CLOSE_FILE,
  DM_SMB_OPERATION_IDENTIFY,
} DmSmbOperation;

/**
 * DmSmbRequest:
 * @server: a name that resolves, or an address; IPv6 without [].
 * @port: never 0.
 * @share: (nullable)
 * @path: (nullable): below the share, "a/b".
 * @user: (nullable): NULL and no Kerberos is a guest.
 * @domain: (nullable)
 * @password: (nullable): in memory that is not swapped, and wiped when freed.
 * @kerberos: whether a ticket is used where there is one.
 * @timeout: for each answer of the server, in ms.
 * @file_id: to be closed, as DM_SMB_OPERATION_FILES said, with
 * @file_path: (nullable): its `server-path`, and
 * @file_user: (nullable): since the id alone may name two.
 *
 * One question to a server, and as whom.
 */
typedef struct
{
  DmSmbOperation operation;
  char *server;
  guint16 port;
  char *share;
  char *path;
  char *user;
  char *domain;
  char *password;
  gboolean kerberos;
  guint timeout;

  guint32 file_id;
  char *file_path;
  char *file_user;
} DmSmbRequest;

DmSmbRequest *dm_smb_request_new (DmSmbOperation operation, const char *server, guint16 port);
void dm_smb_request_free (DmSmbRequest *self);

/* Copies @password (nullable) into memory that is not swapped; wipes the old one. */
void dm_smb_request_set_password (DmSmbRequest *self, const char *password);

/* Whether user, domain or password are longer than DM_SMB_REQUEST_MAX_WORD: what is
 * written then is not a request. */
gboolean dm_smb_request_is_login_too_long (const DmSmbRequest *self);

/* What goes through the pipe. The bytes hold the password: their memory is not
 * swapped either, and wiped when they are freed. */
GBytes *dm_smb_request_write (DmSmbRequest *self);

/* DM_ERROR_INVALID_PARAMETER: not a request: longer than DM_SMB_REQUEST_MAX, a NUL
 * or, but for shares, control character in a name, a path that leads upwards, no
 * port, … */
DmSmbRequest *dm_smb_request_read (GBytes *bytes, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmSmbRequest, dm_smb_request_free)

G_END_DECLS
