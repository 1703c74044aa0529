/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmService:
 *
 * The session service: on the bus while it is needed. It stays while a drive
 * is mapped or drains, and leaves after a while when nothing is; the bus starts
 * it again.
 */
#define DM_TYPE_SERVICE (dm_service_get_type ())
G_DECLARE_FINAL_TYPE (DmService, dm_service, DM, SERVICE, GObject)

DmService *dm_service_new (void);

/* Runs until it is no longer needed or told to go; gives the exit status. */
int dm_service_run (DmService *self);

G_END_DECLS
