/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Bookmarks and SetBookmarks. */

#include "config.h"

#include "dm-manager-api-private.h"

static void
show_bookmarks (DmManagerApi *self)
{
  dm_dbus_manager_set_bookmarks (self->skeleton, dm_bookmark_watch_get_enabled (self->bookmarks));
}

static void
set_bookmarks_cb (GObject *object,
                  GAsyncResult *result,
                  gpointer user_data)
{
  g_autoptr (DmRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = dm_bookmark_watch_set_enabled_finish (DM_BOOKMARK_WATCH (object), result, &error);

  dm_manager_flush (request->api->manager);
  if (done)
    dm_dbus_manager_complete_set_bookmarks (request->api->skeleton,
                                            g_steal_pointer (&request->call->invocation));
  else
    dm_request_fail (request, g_steal_pointer (&error));
}

static gboolean
handle_set_bookmarks (DmManagerApi *self,
                      GDBusMethodInvocation *invocation,
                      gboolean bookmarks,
                      GVariant *options)
{
  DmRequest *request = dm_request_new (self, invocation, options, dm_request_no_options);

  if (request != NULL)
    dm_bookmark_watch_set_enabled_async (self->bookmarks, bookmarks, NULL, set_bookmarks_cb, request);

  return TRUE;
}

void
dm_manager_api_add_bookmark_handlers (DmManagerApi *self)
{
  self->bookmarks = dm_bookmark_watch_new (self->manager);
  g_signal_connect_object (self->bookmarks, "changed", G_CALLBACK (show_bookmarks), self, G_CONNECT_SWAPPED);
  dm_manager_api_add_handler (self, "handle-set-bookmarks", G_CALLBACK (handle_set_bookmarks));
}
