/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One method call to the manager that can be cancelled in the service. In two
 * steps, so that the caller can add to the options in between:
 *   task = dm_client_call_new (self, cancellable, callback, user_data);
 *   dm_client_call_init_options (task, &options);
 *   dm_client_call_start (task, manager, "Map", arguments, timeout);
 * The task gives the reply, a GVariant, or a DM_ERROR. */

GTask *dm_client_call_new (gpointer source, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
void dm_client_call_init_options (GTask *task, GVariantDict *options);

/* The options "domain" and "user", where they are given: (nullable). */
void dm_client_call_add_login (GVariantDict *options, const char *domain, const char *user);

/* What Manager.Found () calls it. */
const char *dm_client_call_get_operation (GTask *task);

/* Takes @task, and @arguments if floating. @manager: NULL if not open. */
void dm_client_call_start (GTask *task, GDBusProxy *manager, const char *method, GVariant *arguments, int timeout_ms);

/* Turns whatever the bus says about a service that does not start into words
 * a person understands, and everything into DM_ERROR. */
void dm_client_call_normalize_error (GError **error);

/* For a service that knows neither the method nor the option. */
void dm_client_call_set_too_old (GError **error);

G_END_DECLS
