/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-identity-watch.h"
#include "dm-kernel-source.h"
#include "dm-managed-drives.h"
#include "dm-manager.h"

G_BEGIN_DECLS

/* What the files of DmManager share: dm-manager.c owns and opens, -drives.c has
 * the drives and their uses, -mounts.c takes what the sources report, -profile.c
 * what the store reports, -managed.c what an administrator has set up, -servers.c what connections show of their server, -operations.c keeps operations apart. */

struct _DmManager
{
  GObject parent_instance;

  /* Owned */
  GDBusConnection *bus;
  GDBusObjectManagerServer *server;
  DmGvfsSource *gvfs_source;
  DmKernelSource *kernel_source;
  DmDriveStore *store;
  DmManagedDrives *managed;
  char **managed_problems; /* nullable until opened */
  DmDriveLinks *links;
  DmTurns *look_turns;
  GPtrArray *connections; /* DmConnection */
  GHashTable *drives;     /* local name → DmDrive */
  GHashTable *drains;     /* DmConnection → DmDrain */
  GHashTable *operations; /* mount root (DmLocation), a set */
  GHashTable *claims;     /* local name, a set */
  DmSpaceWatch *space;
  DmIdentityWatch *identities;
  GPtrArray *restored;    /* DmSessionUse, until opened */
  GStrv restored_managed; /* (nullable): local names, until opened */

  guint next_number;
  gboolean opened;
  char *session; /* (nullable): owned */
};

void dm_manager_emit_changed (DmManager *self);

/* Writes down who uses what, once it is known. */
void dm_manager_save (DmManager *self);

/* Drives and uses */

/* Shows on the connection and its drives who uses it now. */
void dm_manager_update_uses (DmManager *self, DmConnection *connection);

void dm_manager_watch_drain (DmManager *self, DmConnection *connection);

/* What the sources and the store report */

void dm_manager_watch_source (DmManager *self, gpointer source);

/* Makes the drives what the store says, but for those whose names are claimed. */
void dm_manager_take_profile (DmManager *self);

/* The same for the administrator's drives; what the store says comes first. */
void dm_manager_take_managed (DmManager *self);

/* Makes @drive the user's own, for as long as it is connected. */
void dm_manager_make_own (DmManager *self, DmDrive *drive, DmLocation *location);

G_END_DECLS
