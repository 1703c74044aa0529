/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The drives that an administrator has set up, among those of the user. */

#include "config.h"

#include "dm-manager-private.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"

typedef struct
{
  DmManager *manager;
  GHashTable *wanted;  /* local name → DmManagedDrive, borrowed */
  GPtrArray *problems; /* strings */
} Merge;

static void
clear_merge (Merge *self)
{
  g_clear_pointer (&self->wanted, g_hash_table_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Merge, clear_merge)

/* What the user has of that name comes first: nothing of it is taken away. */
static DmLocation *
find_own (DmManager *self,
          const char *local,
          DmLocation *location)
{
  const DmStoredDrive *stored = dm_drive_store_find (self->store, local);
  DmDrive *drive = dm_manager_find_drive (self, local);

  if (stored != NULL)
    return stored->location;
  if (drive == NULL || dm_drive_get_managed (drive) != NULL ||
      dm_location_equal (dm_drive_get_location (drive), location))
    return NULL;

  return dm_drive_get_location (drive);
}

static void
note_own (Merge *self,
          const DmManagedDrive *managed,
          const char *local,
          DmLocation *own)
{
  g_autofree char *remote = dm_location_to_remote (own);
  char *text;

  if (managed->action == DM_MANAGED_DELETE)
    text = g_strdup_printf (_ ("%s: Drive %s to %s is your own, so it is not removed."),
                            managed->file, local, remote);
  else
    text = g_strdup_printf (_ ("%s: %s is taken by your own drive to %s. The administrator’s drive is left out."),
                            managed->file, local, remote);
  g_ptr_array_add (self->problems, text);
}

static void
take_deletion (Merge *self,
               const DmManagedDrive *managed)
{
  g_autoptr (GPtrArray) stored = dm_drive_store_list (self->manager->store);

  for (guint i = 0; i < stored->len; i++)
    {
      const DmStoredDrive *drive = stored->pdata[i];

      if (dm_managed_drive_deletes (managed, drive->local))
        note_own (self, managed, drive->local, drive->location);
    }
}

static void
take_named (Merge *self,
            const DmManagedDrive *managed)
{
  DmLocation *own = find_own (self->manager, managed->local, managed->location);

  if (own == NULL)
    g_hash_table_insert (self->wanted, g_strdup (managed->local), (gpointer) managed);
  else if (managed->action != DM_MANAGED_CREATE)
    note_own (self, managed, managed->local, own);
}

/* Whether @local may be what @managed gets; where it is already, it stays. */
static gboolean
is_choice (Merge *self,
           const DmManagedDrive *managed,
           const char *local,
           gboolean only_present)
{
  DmDrive *drive = dm_manager_find_drive (self->manager, local);

  if (g_hash_table_contains (self->wanted, local) || dm_drive_store_find (self->manager->store, local) != NULL)
    return FALSE;
  if (drive == NULL)
    return !only_present;

  return dm_drive_get_managed (drive) != NULL &&
         dm_location_equal (dm_drive_get_location (drive), managed->location);
}

static gboolean
choose_letter (Merge *self,
               const DmManagedDrive *managed,
               gboolean only_present)
{
  for (char letter = *managed->local; letter <= 'Z'; letter++)
    {
      char local[] = { letter, ':', '\0' };

      if (is_choice (self, managed, local, only_present))
        {
          g_hash_table_insert (self->wanted, g_strdup (local), (gpointer) managed);
          return TRUE;
        }
    }

  return FALSE;
}

static void
take_first_free (Merge *self,
                 const DmManagedDrive *managed)
{
  g_autofree char *remote = dm_location_to_remote (managed->location);

  if (!choose_letter (self, managed, TRUE) && !choose_letter (self, managed, FALSE))
    g_ptr_array_add (self->problems,
                     g_strdup_printf (_ ("%s: No letter from %s on is free for %s, so it is left out."),
                                      managed->file, managed->local, remote));
}

/* Those with a name of their own before those that take what is left. */
static void
find_wanted (Merge *self)
{
  GPtrArray *drives = dm_managed_drives_get_drives (self->manager->managed);

  for (guint i = 0; i < drives->len; i++)
    {
      const DmManagedDrive *managed = drives->pdata[i];

      if (managed->action == DM_MANAGED_DELETE)
        take_deletion (self, managed);
      else if (!managed->is_from)
        take_named (self, managed);
    }

  for (guint i = 0; i < drives->len; i++)
    {
      const DmManagedDrive *managed = drives->pdata[i];

      if (managed->action != DM_MANAGED_DELETE && managed->is_from)
        take_first_free (self, managed);
    }
}

/* What is connected, or being connected, keeps its place until it is not. */
static gboolean
is_busy (DmDrive *drive)
{
  return dm_drive_get_connection (drive) != NULL || dm_drive_is_connecting (drive);
}

static void
apply (DmManager *self,
       const char *local,
       const DmManagedDrive *managed)
{
  DmDrive *drive = dm_manager_find_drive (self, local);

  if (dm_manager_is_claimed (self, local))
    return;

  if (drive == NULL)
    drive = dm_manager_add_drive (self, local, managed->location);
  if (!is_busy (drive) && !dm_location_equal (dm_drive_get_location (drive), managed->location))
    dm_drive_set_location (drive, managed->location);
  dm_drive_set_managed (drive, managed->file);
  dm_drive_set_remembered (drive, TRUE);
}

static void
give_up (DmManager *self,
         DmDrive *drive)
{
  dm_drive_set_managed (drive, NULL);
  if (dm_drive_store_find (self->store, dm_drive_get_local (drive)) != NULL)
    return;

  dm_drive_set_remembered (drive, FALSE);
  if (!is_busy (drive))
    dm_manager_drop_drive (self, drive);
}

static void
give_up_others (Merge *self)
{
  g_autoptr (GPtrArray) drives = dm_manager_list_drives (self->manager);

  for (guint i = 0; i < drives->len; i++)
    {
      const char *local = dm_drive_get_local (drives->pdata[i]);

      if (dm_drive_get_managed (drives->pdata[i]) != NULL &&
          !g_hash_table_contains (self->wanted, local) &&
          !dm_manager_is_claimed (self->manager, local))
        give_up (self->manager, drives->pdata[i]);
    }
}

static void
take_problems (Merge *self)
{
  GPtrArray *others = dm_managed_drives_get_problems (self->manager->managed);

  for (guint i = 0; i < others->len; i++)
    g_ptr_array_add (self->problems, g_strdup (others->pdata[i]));
}

void
dm_manager_take_managed (DmManager *self)
{
  g_auto (Merge) merge = { .manager = self };
  GHashTableIter iter;
  gpointer local, managed;

  merge.wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  merge.problems = g_ptr_array_new_with_free_func (g_free);
  take_problems (&merge);
  find_wanted (&merge);

  give_up_others (&merge);
  g_hash_table_iter_init (&iter, merge.wanted);
  while (g_hash_table_iter_next (&iter, &local, &managed))
    apply (self, local, managed);

  g_ptr_array_add (merge.problems, NULL);
  g_strfreev (self->managed_problems);
  self->managed_problems = g_strdupv ((char **) merge.problems->pdata);
  dm_manager_emit_changed (self);
}

void
dm_manager_make_own (DmManager *self,
                     DmDrive *drive,
                     DmLocation *location)
{
  dm_drive_set_location (drive, location);
  dm_drive_set_managed (drive, NULL);
  dm_drive_set_remembered (drive, FALSE);
}

const char *const *
dm_manager_get_managed_problems (DmManager *self)
{
  g_return_val_if_fail (DM_IS_MANAGER (self), NULL);

  return (const char *const *) self->managed_problems;
}

gboolean
dm_manager_check_own (DmDrive *drive,
                      GError **error)
{
  if (dm_drive_get_managed (drive) == NULL)
    return TRUE;

  g_set_error (error, DM_ERROR, DM_ERROR_ACCESS_DENIED,
               _ ("Drive %s is set up by your administrator in %s, so it can be disconnected, but not renamed or forgotten. "
                  "Ask your administrator to change that file."),
               dm_drive_get_local (drive), dm_drive_get_managed (drive));

  return FALSE;
}
