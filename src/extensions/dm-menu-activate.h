/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Lets our application do @action with @parameter, starting it where it does not run.
 * Nothing is waited for: what comes of it, its window shows.
 * @startup_id: (nullable): what a desktop gives whoever may show a window. */
void dm_menu_activate (const char *action, const char *parameter, const char *startup_id);

G_END_DECLS
