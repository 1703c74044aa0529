/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-location.h"

G_BEGIN_DECLS

/**
 * DmServerGreeting:
 *
 * A TCP connect says little: the kernel accepts for a server that is frozen, a
 * forwarder for one that is off. This makes a connected server say its first
 * word, or finds that it says none. What it says does not matter: an error is
 * an answer.
 */

typedef enum
{
  DM_SERVER_GREETING_ANSWERED,
  DM_SERVER_GREETING_CLOSED, /* it ended the connection without a word */
} DmServerGreeting;

/* Whether the location's server can be made to say something before anybody
 * has signed in: SMB (not by NetBIOS, port 139) and SFTP. */
gboolean dm_server_greeting_is_known (DmLocation *location);

/* Sends what has to be sent to @connection, which is the caller's and may not
 * be used for anything else, and waits for a first word. The deadline is the
 * caller's, by @cancellable. */
void dm_server_greeting_async (DmLocation *location,
                               GIOStream *connection,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* FALSE: cancelled, or an error of GIO while the connection was in use that is
 * not its end. */
gboolean dm_server_greeting_finish (GAsyncResult *result,
                                    DmServerGreeting *greeting,
                                    GError **error);

G_END_DECLS
