/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmAddressOutcome:
 * @DM_ADDRESS_CONNECTED: somebody listens on the port.
 * @DM_ADDRESS_REFUSED: there is a computer, and nobody listens.
 * @DM_ADDRESS_SILENT: nothing came back.
 * @DM_ADDRESS_UNREACHABLE: there is no way to it, or nobody has the address.
 *
 * How it went, the best of all addresses.
 */
typedef enum
{
  DM_ADDRESS_CONNECTED,
  DM_ADDRESS_REFUSED,
  DM_ADDRESS_SILENT,
  DM_ADDRESS_UNREACHABLE,
} DmAddressOutcome;

/* Connects to all of @addresses (GInetSocketAddress) at the same time, until one answers. */
void dm_address_probe_async (GList *addresses,
                             guint deadline_ms,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/* @address: (out) (nullable) (transfer full): which one answered, @connection: (out)
 * (nullable) (transfer full): and how to speak to it. FALSE: only when cancelled. */
gboolean dm_address_probe_finish (GAsyncResult *result,
                                  DmAddressOutcome *outcome,
                                  char **address,
                                  GIOStream **connection,
                                  GError **error);

G_END_DECLS
