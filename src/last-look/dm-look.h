/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the process answers, as the text of one GVariant of this type: one of
 * the results below, the holders (for "held"), a message (for the others). */
#define DM_LOOK_ANSWER_TYPE "(saa{sv}s)"

#define DM_LOOK_ENDED     "ended"
#define DM_LOOK_HELD      "held"
#define DM_LOOK_BUSY      "busy"
#define DM_LOOK_CANCELLED "cancelled"
#define DM_LOOK_FAILED    "failed"

/* Ends the backend if nothing is open and nothing under way; see DmLastLook.
 * Blocks for at most about @deadline_ms. All signals must be blocked in every
 * thread; a pending SIGTERM cancels as long as the backend was not ended.
 * (transfer full): the answer. */
GVariant *dm_look_if_clear (GDBusConnection *bus,
                            const char *bus_name,
                            const char *object_path,
                            const char *path,
                            guint deadline_ms);

/* Ends it whatever is open. */
GVariant *dm_look_end (GDBusConnection *bus,
                       const char *bus_name,
                       const char *object_path);

/* The answer for an error. */
GVariant *dm_look_answer_error (const GError *error);

G_END_DECLS
