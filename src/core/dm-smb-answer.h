/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-smb-request.h"

G_BEGIN_DECLS

/* Where drivemap-smb writes it: libsmbclient chatters on the standard ones. */
#define DM_SMB_ANSWER_FD 3

/**
 * DmSmbFailure:
 * @DM_SMB_FAILURE_NONE: it went well.
 * @DM_SMB_FAILURE_UNKNOWN_HOST: no such server; `code` EAGAIN: no name server
 *   answers.
 * @DM_SMB_FAILURE_CLOSED: nobody listens on the port.
 * @DM_SMB_FAILURE_NO_ANSWER: in time.
 * @DM_SMB_FAILURE_PROTOCOL: no version of SMB that both speak.
 * @DM_SMB_FAILURE_LOGIN: the user or the password is wrong, or the account is
 *   locked or disabled; servers do not tell which.
 * @DM_SMB_FAILURE_EXPIRED: the password has to be changed first, or the account
 *   is over.
 * @DM_SMB_FAILURE_LOGIN_TOO_LONG: the server was not asked, as user, domain or
 *   password have more than DM_SMB_REQUEST_MAX_WORD bytes.
 * @DM_SMB_FAILURE_NO_SHARE: no share of that name.
 * @DM_SMB_FAILURE_SHARE_RIGHTS: the login is good, not for this share. (Or the user
 *   is unknown, where a server takes such for guests.)
 * @DM_SMB_FAILURE_NO_PATH: no such folder in the share.
 * @DM_SMB_FAILURE_NOT_A_FOLDER: the path is a file.
 * @DM_SMB_FAILURE_PATH_RIGHTS: no rights on that folder.
 * @DM_SMB_FAILURE_NOT_ADMINISTRATOR: only for the server's administrators.
 * @DM_SMB_FAILURE_FILE_GONE: the file to be closed is not open any more.
 * @DM_SMB_FAILURE_FILE_AMBIGUOUS: two open files have its id: closing would hit
 *   both, so neither was.
 * @DM_SMB_FAILURE_FILE_STILL_OPEN: the server was told to close the file, and some
 *   time later has it open all the same.
 * @DM_SMB_FAILURE_OTHER: see the answer's `code`.
 *
 * Why it did not go well: the first thing that was wrong.
 */
typedef enum
{
  DM_SMB_FAILURE_NONE,
  DM_SMB_FAILURE_UNKNOWN_HOST,
  DM_SMB_FAILURE_CLOSED,
  DM_SMB_FAILURE_NO_ANSWER,
  DM_SMB_FAILURE_PROTOCOL,
  DM_SMB_FAILURE_LOGIN,
  DM_SMB_FAILURE_EXPIRED,
  DM_SMB_FAILURE_LOGIN_TOO_LONG,
  DM_SMB_FAILURE_NO_SHARE,
  DM_SMB_FAILURE_SHARE_RIGHTS,
  DM_SMB_FAILURE_NO_PATH,
  DM_SMB_FAILURE_NOT_A_FOLDER,
  DM_SMB_FAILURE_PATH_RIGHTS,
  DM_SMB_FAILURE_NOT_ADMINISTRATOR,
  DM_SMB_FAILURE_FILE_GONE,
  DM_SMB_FAILURE_FILE_AMBIGUOUS,
  DM_SMB_FAILURE_FILE_STILL_OPEN,
  DM_SMB_FAILURE_OTHER,
} DmSmbFailure;

/**
 * DmSmbAnswer:
 * @failure: NONE, or the first thing that was wrong.
 * @code: an errno or a Win32 code that belongs to it; 0: none.
 * @entries: `aa{sv}`, owned:
 *   SHARES: name (s), type (s: "disk", "printer", "ipc", "other"), special (b:
 *   an administrative share), comment (s);
 *   SPACE: one: total (t), free (t: for this user), in bytes;
 *   FILES: id (u), share (s), path (s: below the share, "a/b"), server-path (s: as
 *   the server says it), mode (s: "r", "w", "rw"; "": neither), locks (u), user
 *   (s). Asked for one share: all that is open below its folder, through whatever
 *   share; else each file in the innermost share that holds it, and share and
 *   path empty where none does.
 *   IDENTIFY: one: name (s), comment (s), major (u), minor (u), type (u: SV_TYPE_…);
 *   Texts are valid UTF-8 and otherwise as the server wrote them: escape them.
 *
 * What came of it.
 */
typedef struct
{
  DmSmbFailure failure;
  guint32 code;
  GVariant *entries;
} DmSmbAnswer;

/* @entries: (nullable): none; a floating reference is taken. */
DmSmbAnswer *dm_smb_answer_new (DmSmbFailure failure, guint32 code, GVariant *entries);
void dm_smb_answer_free (DmSmbAnswer *self);
GBytes *dm_smb_answer_write (DmSmbAnswer *self);

/* DM_ERROR_EXTENDED_ERROR: not an answer. */
DmSmbAnswer *dm_smb_answer_read (GBytes *bytes, GError **error);

/* Sets @error to what a person should read of a failure, naming the server, share
 * or path and what to do; FALSE if there is none. Codes: BAD_NET_PATH (unknown
 * host, closed, no answer, protocol), NO_NETWORK (no name server), LOGON_FAILURE, BAD_NET_NAME (no share),
 * NO_NET_OR_BAD_PATH (path), ACCESS_DENIED, NOT_CONNECTED (file gone), BUSY
 * (ambiguous, still open), EXTENDED_ERROR. */
gboolean dm_smb_answer_to_error (DmSmbAnswer *self, DmSmbRequest *request, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmSmbAnswer, dm_smb_answer_free)

G_END_DECLS
