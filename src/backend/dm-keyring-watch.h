/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmKeyringWatch:
 *
 * Tells when passwords can be read that could not be read before. It only
 * listens and asks what is locked: it never prompts, never unlocks, and never
 * starts the secret service.
 *
 * Signals:
 *   "unlocked" (): a collection of the secret service was locked and is not any
 *     more, or a secret service with an unlocked collection has appeared after
 *     this watch was made. (The collection that lasts for the session only is
 *     never locked and does not count.)
 */
#define DM_TYPE_KEYRING_WATCH (dm_keyring_watch_get_type ())
G_DECLARE_FINAL_TYPE (DmKeyringWatch, dm_keyring_watch, DM, KEYRING_WATCH, GObject)

/* @connection: the session bus. */
DmKeyringWatch *dm_keyring_watch_new (GDBusConnection *connection);

G_END_DECLS
