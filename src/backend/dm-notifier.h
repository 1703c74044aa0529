/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmNotifier:
 *
 * Notifications of the desktop, from a process that is no GApplication: by
 * org.freedesktop.Notifications, in a sandbox by the portal. The bus is touched
 * only when something is sent. Where nobody shows notifications nothing
 * happens; nothing fails.
 *
 * Signals:
 *   "action" (const char *id, const char *action, const char *token): the user
 *     chose @action of the notification @id; "default": clicked on it. @token
 *     (nullable) lets a window that opens because of it get the focus
 *     ("activation-token" of org.freedesktop.Application).
 */
#define DM_TYPE_NOTIFIER (dm_notifier_get_type ())
G_DECLARE_FINAL_TYPE (DmNotifier, dm_notifier, DM, NOTIFIER, GObject)

/* @connection: the session bus. */
DmNotifier *dm_notifier_new (GDBusConnection *connection);

/* Whether to go by the portal, for tests; else that is found out. */
void dm_notifier_set_sandboxed (DmNotifier *self, gboolean is_sandboxed);

/* Shows a notification, in place of the one with the same @id if that is still
 * there. @title and @body are plain text: whatever a server calls itself does
 * not become markup, and its control characters are left out. @actions
 * (nullable): name, label, name, label …, NULL; the action named "default" is
 * the click on the notification itself. */
void dm_notifier_send (DmNotifier *self,
                       const char *id,
                       const char *title,
                       const char *body,
                       const char *const *actions);

/* Takes it away, if it is still there. */
void dm_notifier_withdraw (DmNotifier *self, const char *id);

G_END_DECLS
