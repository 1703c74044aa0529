/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-bookmark-watch.h"
#include "dm-last-error.h"
#include "dm-manager-api.h"
#include "dm-request.h"

G_BEGIN_DECLS

/* What the files of DmManagerApi share: dm-manager-api.c has the object and what
 * is about calls, the others handle the methods, by what they are about. */

struct _DmManagerApi
{
  GObject parent_instance;

  /* Owned */
  DmManager *manager;
  DmReconnector *reconnector;
  DmBookmarkWatch *bookmarks;
  DmDbusManager *skeleton;
  GHashTable *operations; /* the registry of named calls */
  DmLastError *last_error;
};

/* Who calls keeps the service awake. */
void dm_manager_api_emit_called (DmManagerApi *self);

/* @signal: "handle-…" of the skeleton. */
void dm_manager_api_add_handler (DmManagerApi *self, const char *signal, GCallback handler);

void dm_manager_api_add_connect_handlers (DmManagerApi *self);
void dm_manager_api_add_bookmark_handlers (DmManagerApi *self);
void dm_manager_api_add_cancel_handlers (DmManagerApi *self);
void dm_manager_api_add_managed_handlers (DmManagerApi *self);
void dm_manager_api_add_diagnose_handlers (DmManagerApi *self);
void dm_manager_api_add_profile_handlers (DmManagerApi *self);
void dm_manager_api_add_reconnect_handlers (DmManagerApi *self);
void dm_manager_api_add_server_file_handlers (DmManagerApi *self);
void dm_manager_api_add_watch_handlers (DmManagerApi *self);
void dm_manager_api_add_win32_handlers (DmManagerApi *self);

G_END_DECLS
