/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-mount-source.h"

G_BEGIN_DECLS

/**
 * DmKernelSource:
 *
 * The kernel's network mounts, from /proc/self/mountinfo, which tells by
 * POLLPRI when it changes.
 */
#define DM_TYPE_KERNEL_SOURCE (dm_kernel_source_get_type ())
G_DECLARE_FINAL_TYPE (DmKernelSource, dm_kernel_source, DM, KERNEL_SOURCE, GObject)

/* @mountinfo: the file to read; NULL for /proc/self/mountinfo. Another file
 * (for tests) is read once and not watched. */
DmKernelSource *dm_kernel_source_new (const char *mountinfo);

G_END_DECLS
