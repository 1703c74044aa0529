/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-client.h"
#include "dm-holder.h"
#include "dm-place.h"
#include "dm-step.h"

G_BEGIN_DECLS

/* What the service finds out about servers. With a service that is too old for it
 * these fail with DM_ERROR_NOT_SUPPORTED.
 *
 * The results of the first two come as they are found, into a GListStore that the
 * caller may show at once (@found, nullable). It is emptied first, and when the call
 * has ended well it holds what the call gives; what is there stays there when the
 * call fails or is cancelled. */

/* Manager.Browse (): @server NULL: the servers there are. @domain, @user: nullable.
 * @found: of DmPlace. */
void dm_client_browse_async (DmClient *self, const char *server, const char *domain, const char *user, gboolean hidden, GListStore *found, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* (transfer full): an array of DmPlace: all. */
GPtrArray *dm_client_browse_finish (DmClient *self, GAsyncResult *result, GError **error);

/* Manager.Diagnose (): the same. @found: of DmStep. */
void dm_client_diagnose_async (DmClient *self, const char *remote, const char *domain, const char *user, GListStore *found, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* (transfer full): an array of DmStep: all, in order. */
GPtrArray *dm_client_diagnose_finish (DmClient *self, GAsyncResult *result, GError **error);

/* Manager.GetHolders () with the server's own list: as
 * dm_client_get_holders_finish (). */
void dm_client_get_server_holders_async (DmClient *self, const char *name, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *dm_client_get_server_holders_finish (DmClient *self, GAsyncResult *result, GError **error);

/* Manager.CloseServerFile (): @holder: one of those with a server_path. */
void dm_client_close_server_file_async (DmClient *self, const char *name, const DmHolder *holder, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_client_close_server_file_finish (DmClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
