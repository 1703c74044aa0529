/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <gio/gunixfdlist.h>

G_BEGIN_DECLS

/* org.freedesktop.portal.Desktop: what a sandbox asks of the desktop, which may ask
 * the user. */

/* Whether this is a sandbox: programs and files of the desktop are out of reach there,
 * and the portal is asked instead. */
gboolean dm_portal_is_needed (void);

/* Calls @method of @interface ("org.freedesktop.portal.…") and waits for the answer,
 * which takes as long as the user does. @arguments is a tuple, consumed if floating, of
 * what comes before the options; @options has what is wanted besides "handle_token".
 *
 * dm_portal_ask_finish() returns what was answered, an a{sv} to be freed by the caller.
 * Errors: G_IO_ERROR_CANCELLED if the user said no, G_IO_ERROR_FAILED if the desktop
 * could not, and any of a D-Bus call. */
void dm_portal_ask_async (const char *interface, const char *method, GVariant *arguments, GVariantDict *options, GUnixFDList *fds, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GVariant *dm_portal_ask_finish (GAsyncResult *result, GError **error);

G_END_DECLS
