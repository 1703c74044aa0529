/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmTroubleNotice:
 *
 * Tells the user, by one notification for each server, that drives did not come
 * back: after a minute, or, if the server has not been asked for long by then,
 * when it is found silent the next time. And that a server refuses the saved
 * password, which it tells at once, as only the user can help.
 *
 * "Open Drivemap" it does itself. Emits "retry" (const char *key) for "Try Again".
 */
#define DM_TYPE_TROUBLE_NOTICE (dm_trouble_notice_get_type ())
G_DECLARE_FINAL_TYPE (DmTroubleNotice, dm_trouble_notice, DM, TROUBLE_NOTICE, GObject)

DmTroubleNotice *dm_trouble_notice_new (GDBusConnection *bus);

/* The server @key, called @server, does not answer, and the drives @locals cannot
 * be used for it. @reason: in words. Only the first time matters until it is
 * cleared, but for the names. */
void dm_trouble_notice_set_silent (DmTroubleNotice *self,
                                   const char *key,
                                   const char *server,
                                   const char *const *locals,
                                   const char *reason);

/* It asks for another password than the saved one for @local: said by the next
 * dm_trouble_notice_show_password (), with all others. */
void dm_trouble_notice_set_password (DmTroubleNotice *self,
                                     const char *key,
                                     const char *server,
                                     const char *local);

/* All of its drives have been tried. What was said already is not said again. */
void dm_trouble_notice_show_password (DmTroubleNotice *self, const char *key);

/* All is well again, or one of the two is. */
void dm_trouble_notice_clear (DmTroubleNotice *self, const char *key);
void dm_trouble_notice_clear_silent (DmTroubleNotice *self, const char *key);
void dm_trouble_notice_clear_password (DmTroubleNotice *self, const char *key);

/* Whether a notification may still be acted upon. */
gboolean dm_trouble_notice_is_shown (DmTroubleNotice *self);

G_END_DECLS
