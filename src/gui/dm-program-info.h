/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Which application a process belongs to, as the desktop knows it. */

/* (transfer full) (nullable): by its control group, by the desktop file it was
 * started from, by its executable. Reads /proc only. @program: (nullable) the
 * name as DmHolder has it. */
GAppInfo *dm_program_info_find (int pid, const char *program);

/* 0 if it is gone or has none. */
int dm_program_info_get_parent (int pid);

/* What a person calls it: the application's name, else @program's. */
char *dm_program_info_dup_name (GAppInfo *app, const char *program);

/* (transfer full): its icon, or a generic one. */
GIcon *dm_program_info_dup_icon (GAppInfo *app);

G_END_DECLS
