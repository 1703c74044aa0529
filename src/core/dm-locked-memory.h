/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Memory for a password: pages of its own that are not swapped (as far as the
 * system lets us), not in core dumps, and wiped when they are freed. All 0 at
 * first; NULL for nothing at all. */
gpointer dm_locked_memory_new (gsize size);
void dm_locked_memory_free (gpointer memory);

/* Takes memory that dm_locked_memory_new () made, of which @size bytes count. */
GBytes *dm_locked_memory_to_bytes (gpointer memory, gsize size);

G_END_DECLS
