/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the store of the remembered drives reports. */

#include "config.h"

#include "dm-manager-private.h"

static void
forget_what_is_not_stored (DmManager *self)
{
  g_autoptr (GPtrArray) forgotten = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer drive;

  g_hash_table_iter_init (&iter, self->drives);
  while (g_hash_table_iter_next (&iter, NULL, &drive))
    if (dm_drive_get_remembered (drive) && dm_drive_get_managed (drive) == NULL &&
        !dm_manager_is_claimed (self, dm_drive_get_local (drive)) &&
        dm_drive_store_find (self->store, dm_drive_get_local (drive)) == NULL)
      g_ptr_array_add (forgotten, g_object_ref (drive));

  for (guint i = 0; i < forgotten->len; i++)
    {
      dm_drive_set_remembered (forgotten->pdata[i], FALSE);
      dm_manager_drop_drive (self, forgotten->pdata[i]);
    }
}

static void
take_stored_drive (DmManager *self,
                   const DmStoredDrive *stored)
{
  DmDrive *drive = dm_manager_find_drive (self, stored->local);

  if (dm_manager_is_claimed (self, stored->local))
    return;

  if (drive == NULL)
    drive = dm_manager_add_drive (self, stored->local, stored->location);

  /* What is connected keeps its place until it is disconnected. */
  if (dm_drive_get_connection (drive) == NULL)
    dm_drive_set_location (drive, stored->location);
  dm_drive_set_remembered (drive, TRUE);
  dm_drive_set_settings (drive, stored->settings);
}

void
dm_manager_take_profile (DmManager *self)
{
  g_autoptr (GPtrArray) stored = NULL;

  g_return_if_fail (DM_IS_MANAGER (self));

  /* A file that has become unreadable says nothing of the drives. */
  if (dm_drive_store_get_error (self->store) != NULL)
    {
      dm_manager_take_managed (self);
      return;
    }

  stored = dm_drive_store_list (self->store);
  for (guint i = 0; i < stored->len; i++)
    take_stored_drive (self, stored->pdata[i]);
  forget_what_is_not_stored (self);
  dm_manager_take_managed (self);
}
