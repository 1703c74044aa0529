/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "dm-client.h"
#include "dm-sign-in.h"

G_BEGIN_DECLS

/* Connects an offline drive again, asking for a password when the server wants
 * one; what fails is said in a toast with Retry. @use_other: ask for other
 * credentials first. */
void dm_connect_action_run (GtkWindow *parent, DmClient *client, DmItem *item, gboolean use_other);

/* The same by name: a local name, UNC or URI that is in no list now (Undo). */
void dm_connect_action_run_name (GtkWindow *parent, DmClient *client, const char *name);

/* Tries @sign_in, with the password dialog between tries. Gives the object's
 * path; DM_ERROR_CANCELLED when the user gave up. */
void dm_connect_action_sign_in_async (GtkWindow *parent, DmSignIn *sign_in, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* The same, but asks before the first try; @message (nullable): why. */
void dm_connect_action_ask_async (GtkWindow *parent, DmSignIn *sign_in, const char *message, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* Of both. */
char *dm_connect_action_sign_in_finish (GAsyncResult *result, GError **error);

G_END_DECLS
