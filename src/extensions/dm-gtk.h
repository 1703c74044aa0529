/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What depends on the file manager's GTK: compiled once with GTK 3 and once with GTK 4,
 * never both in one program. */

#pragma once

#include "dm-place-menu.h"

G_BEGIN_DECLS

/* On the signal "activate" of @instance, an item of the file manager's, does what @item
 * says: copies its text, or lets our application do it. */
void dm_gtk_connect (gpointer instance, const DmMenuItem *item);

G_END_DECLS
