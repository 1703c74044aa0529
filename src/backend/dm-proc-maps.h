/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-enums.h"
#include "dm-path-set.h"

G_BEGIN_DECLS

/**
 * DmProcMaps:
 *
 * Reads which files a process has mapped. Most of a scan's time would go here,
 * as a program maps hundreds of libraries: where the kernel can (6.11 on), it
 * is asked for one mapping after the other, and for a name only where the
 * device is that of a wanted mount; else the text is read.
 */
typedef struct _DmProcMaps DmProcMaps;

/* For mappings in the directories of @paths, which must stay. */
DmProcMaps *dm_proc_maps_new (const DmPathSet *paths);
void dm_proc_maps_free (DmProcMaps *self);

/* Always the text, as on an old kernel: for tests and comparisons. */
void dm_proc_maps_force_text (DmProcMaps *self);

/* @path is lent, NUL-terminated and perhaps outside the directories. */
typedef void (*DmProcMapsFunc) (char *path,
                                gsize length,
                                DmHolderMode mode,
                                gpointer user_data);

/* Reports the mappings of the process whose /proc directory is @process. One
 * file may be reported several times. */
void dm_proc_maps_read (DmProcMaps *self,
                        int process,
                        DmProcMapsFunc func,
                        gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmProcMaps, dm_proc_maps_free)

G_END_DECLS
