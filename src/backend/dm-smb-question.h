/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-location.h"
#include "dm-smb-worker.h"

G_BEGIN_DECLS

/**
 * DmSmbQuestion:
 *
 * A question to a server as the user whom a location names: with the saved login,
 * the one that GVfs would take; without one by Kerberos where there may be a ticket,
 * else as a guest.
 */

/* The question about the location's server, share and path, as far as @operation is
 * about them. Its user comes later. */
DmSmbRequest *dm_smb_question_new (DmSmbOperation operation, DmLocation *location);

/* Takes @request over. @deadline_ms is the server's; a keyring that hangs has one of
 * its own. */
void dm_smb_question_ask_async (DmSmbRequest *request,
                                DmLocation *location,
                                guint deadline_ms,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* The same where nobody has asked for it: not as a user whose password is not saved,
 * as each such try may count towards the account being locked. Then that is
 * DM_ERROR_LOGON_FAILURE. */
void dm_smb_question_ask_quietly_async (DmSmbRequest *request,
                                        DmLocation *location,
                                        guint deadline_ms,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

/* The answer, which may tell of a failure. Else DM_ERROR_LOGON_FAILURE: the saved
 * login is in a keyring that is locked; DM_ERROR_EXTENDED_ERROR, or
 * G_IO_ERROR_CANCELLED. */
DmSmbAnswer *dm_smb_question_ask_finish (GAsyncResult *result, GError **error);

/* As dm_smb_answer_to_error (), whose words need the question. */
gboolean dm_smb_question_to_error (GAsyncResult *result, DmSmbAnswer *answer, GError **error);

/* Whether a password was sent; and (nullable) whose. */
gboolean dm_smb_question_had_password (GAsyncResult *result);
const char *dm_smb_question_get_user (GAsyncResult *result);

/* Whether a Kerberos ticket was shown to the server. It may have let in a guest all
 * the same, where no user was named. */
gboolean dm_smb_question_had_ticket (GAsyncResult *result);

G_END_DECLS
