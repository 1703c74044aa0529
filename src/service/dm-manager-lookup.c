/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding what a caller means. */

#include "config.h"

#include "dm-manager.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"
#include "dm-local-name.h"

DmConnection *
dm_manager_find_connection (DmManager *self,
                            DmLocation *location)
{
  g_autoptr (DmLocation) root = NULL;
  GPtrArray *connections;
  DmConnection *any = NULL;

  g_return_val_if_fail (DM_IS_MANAGER (self), NULL);

  root = dm_location_dup_mount_root (location);
  connections = dm_manager_get_connections (self);
  for (guint i = 0; i < connections->len; i++)
    {
      DmConnection *connection = connections->pdata[i];

      if (!dm_connection_serves (connection, location))
        continue;
      if (dm_location_equal (dm_connection_get_mount (connection)->location, root))
        return connection;
      if (any == NULL)
        any = connection;
    }

  return any;
}

DmConnection *
dm_manager_find_connection_of_mount (DmManager *self,
                                     DmMount *mount)
{
  GPtrArray *connections;

  g_return_val_if_fail (DM_IS_MANAGER (self), NULL);

  connections = dm_manager_get_connections (self);
  for (guint i = 0; i < connections->len; i++)
    if (dm_connection_get_mount (connections->pdata[i]) == mount)
      return connections->pdata[i];

  return NULL;
}

static DmConnection *
find_drain_of (DmManager *self,
               const char *local)
{
  GPtrArray *connections = dm_manager_get_connections (self);

  for (guint i = 0; i < connections->len; i++)
    if (dm_connection_drained_as (connections->pdata[i], local))
      return connections->pdata[i];

  return NULL;
}

static DmConnection *
lookup_by_location (DmManager *self,
                    const char *name,
                    GError **error)
{
  g_autoptr (DmLocation) location = dm_location_parse (name, error);
  GPtrArray *connections = dm_manager_get_connections (self);
  DmConnection *connection;

  if (location == NULL)
    return NULL;

  connection = dm_manager_find_connection (self, location);
  for (guint i = 0; connection == NULL && i < connections->len; i++)
    {
      DmMount *mount = dm_connection_get_mount (connections->pdata[i]);

      /* The kernel's are found by their address as well. */
      if (mount->location != NULL && dm_location_matches_mount (location, mount->location))
        connection = connections->pdata[i];
    }

  if (connection == NULL)
    g_set_error (error, DM_ERROR, DM_ERROR_NOT_CONNECTED,
                 _ ("%s is not connected."), name);

  return connection;
}

DmConnection *
dm_manager_lookup_connection (DmManager *self,
                              const char *name,
                              GError **error)
{
  g_autofree char *local = NULL;
  DmConnection *connection;
  DmDrive *drive;

  g_return_val_if_fail (DM_IS_MANAGER (self), NULL);

  if (!dm_local_name_looks_like (name))
    return lookup_by_location (self, name, error);

  local = dm_local_name_normalize (name, error);
  if (local == NULL)
    return NULL;

  drive = dm_manager_find_drive (self, local);
  connection = drive != NULL ? dm_drive_get_connection (drive) : NULL;
  if (connection == NULL)
    connection = find_drain_of (self, local);
  if (connection == NULL)
    g_set_error (error, DM_ERROR, DM_ERROR_NOT_CONNECTED,
                 drive != NULL ? _ ("Drive %s is not connected. Connect it first.") : _ ("There is no drive %s."), local);

  return connection;
}
