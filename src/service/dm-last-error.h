/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmLastError:
 *
 * What WNetGetLastError () tells: for each caller the last error that came
 * from a provider (DM_ERROR_EXTENDED_ERROR), until it leaves the bus.
 */
#define DM_TYPE_LAST_ERROR (dm_last_error_get_type ())
G_DECLARE_FINAL_TYPE (DmLastError, dm_last_error, DM, LAST_ERROR, GObject)

DmLastError *dm_last_error_new (void);

/* Keeps @error (nullable) if it is one of those. */
void dm_last_error_note (DmLastError *self,
                         GDBusConnection *bus,
                         const char *sender,
                         const GError *error,
                         const char *provider);

/* Zero and empty strings when there is none. Borrowed. */
void dm_last_error_get (DmLastError *self,
                        const char *sender,
                        guint *code,
                        const char **text,
                        const char **provider);

G_END_DECLS
