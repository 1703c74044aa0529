/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer full): where one of our own helper programs is: in
 * one of the folders of $DRIVEMAP_LIBEXECDIR, else where it was installed. */
char *dm_program_find (const char *name);

G_END_DECLS
