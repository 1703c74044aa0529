/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-manager.h"
#include "dm-reconnector.h"

G_BEGIN_DECLS

/**
 * DmManagerApi:
 *
 * Answers io.github.drivemap.Drivemap.Manager: checks what callers say, starts
 * the job, and tells how it ended. Emits "called" for each call.
 */
#define DM_TYPE_MANAGER_API (dm_manager_api_get_type ())
G_DECLARE_FINAL_TYPE (DmManagerApi, dm_manager_api, DM, MANAGER_API, GObject)

DmManagerApi *dm_manager_api_new (DmManager *manager, DmReconnector *reconnector);

gboolean dm_manager_api_export (DmManagerApi *self, GDBusConnection *bus, GError **error);

G_END_DECLS
