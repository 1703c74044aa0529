/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-mount.h"

G_BEGIN_DECLS

/* D-Bus type of a mount as GVfs' tracker describes it. */
#define DM_GVFS_MOUNT_TYPE "(sossssssbay(aya{sv})ay)"

/* Reads a mount as the tracker describes it. NULL for what is not a network
 * share (phones, trash, archives, the network's own folder, …). */
DmMount *dm_gvfs_mount_spec_to_mount (GVariant *mount);

/* The mount's id (DmMount.id) alone. */
char *dm_gvfs_mount_spec_to_id (GVariant *mount);

G_END_DECLS
