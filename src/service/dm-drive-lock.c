/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-drive-lock.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"
#include "dm-local-name.h"

struct _DmDriveLock
{
  /* Owned */
  DmManager *manager;
  DmDrive *drive;
  char *local;      /* nullable: nothing claimed */
  DmLocation *root; /* nullable: nothing begun */
};

static gboolean
set_busy (const char *name,
          GError **error)
{
  g_set_error (error, DM_ERROR, DM_ERROR_BUSY,
               _ ("Another operation on %s is under way. Wait for it, or cancel it."), name);

  return FALSE;
}

static gboolean
find_drive (DmDriveLock *self,
            const char *local,
            GError **error)
{
  DmDrive *drive = dm_manager_find_drive (self->manager, local);

  if (drive == NULL)
    {
      g_set_error (error, DM_ERROR, DM_ERROR_NOT_CONNECTED, _ ("There is no drive %s."), local);
      return FALSE;
    }
  if (dm_drive_is_connecting (drive))
    return set_busy (local, error);

  self->drive = g_object_ref (drive);

  return TRUE;
}

/* A job that has the place has its drives as well. */
static gboolean
begin (DmDriveLock *self,
       GError **error)
{
  DmConnection *connection = dm_drive_get_connection (self->drive);
  DmMount *mount = connection != NULL ? dm_connection_get_mount (connection) : NULL;

  if (mount == NULL)
    return TRUE;
  if (dm_manager_has_operation (self->manager, mount))
    return set_busy (dm_drive_get_local (self->drive), error);
  if (!dm_manager_begin (self->manager, mount->location, error))
    return FALSE;

  self->root = dm_location_ref (mount->location);

  return TRUE;
}

static gboolean
claim (DmDriveLock *self,
       const char *local,
       GError **error)
{
  if (!dm_manager_claim_name (self->manager, local, error))
    return FALSE;

  self->local = g_strdup (local);

  return TRUE;
}

DmDriveLock *
dm_drive_lock_new (DmManager *manager,
                   const char *local,
                   GError **error)
{
  g_autoptr (DmDriveLock) self = g_new0 (DmDriveLock, 1);
  g_autofree char *name = dm_local_name_normalize (local, error);

  self->manager = g_object_ref (manager);
  if (name == NULL || !find_drive (self, name, error) ||
      !begin (self, error) || !claim (self, name, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
dm_drive_lock_free (DmDriveLock *self)
{
  if (self->root != NULL)
    dm_manager_end (self->manager, self->root);
  if (self->local != NULL)
    dm_manager_release_name (self->manager, self->local);
  g_clear_pointer (&self->root, dm_location_unref);
  g_clear_pointer (&self->local, g_free);
  g_clear_object (&self->drive);
  g_clear_object (&self->manager);
  g_free (self);
}

DmDrive *
dm_drive_lock_get_drive (DmDriveLock *self)
{
  return self->drive;
}
