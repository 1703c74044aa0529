/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One operation at a time on one place, and on one name. */

#include "config.h"

#include "dm-manager-private.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"

gboolean
dm_manager_has_operation (DmManager *self,
                          DmMount *mount)
{
  GHashTableIter iter;
  gpointer root;

  if (mount->location == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, self->operations);
  while (g_hash_table_iter_next (&iter, &root, NULL))
    if (dm_location_matches_mount (root, mount->location))
      return TRUE;

  return FALSE;
}

/* What is left of a connection when nobody works on it any more. */
static void
settle (DmManager *self,
        DmConnection *connection)
{
  if (dm_connection_get_draining (connection))
    return;

  /* What is up without a use that we know of is somebody's. */
  if (dm_connection_get_use_count (connection) == 0)
    dm_manager_set_deviceless (self, connection, TRUE);
  dm_space_watch_take (self->space, connection);
}

gboolean
dm_manager_claim_name (DmManager *self,
                       const char *local,
                       GError **error)
{
  g_return_val_if_fail (DM_IS_MANAGER (self), FALSE);

  if (g_hash_table_add (self->claims, g_strdup (local)))
    return TRUE;

  g_set_error (error, DM_ERROR, DM_ERROR_BUSY,
               _ ("Another operation on %s is under way. Wait for it, or cancel it."), local);

  return FALSE;
}

void
dm_manager_release_name (DmManager *self,
                         const char *local)
{
  g_return_if_fail (DM_IS_MANAGER (self));

  g_hash_table_remove (self->claims, local);

  /* What was written meanwhile has not been looked at. */
  dm_manager_take_profile (self);
}

gboolean
dm_manager_is_claimed (DmManager *self,
                       const char *local)
{
  g_return_val_if_fail (DM_IS_MANAGER (self), FALSE);

  return g_hash_table_contains (self->claims, local);
}

gboolean
dm_manager_begin (DmManager *self,
                  DmLocation *root,
                  GError **error)
{
  g_autofree char *remote = NULL;

  g_return_val_if_fail (DM_IS_MANAGER (self), FALSE);

  if (g_hash_table_add (self->operations, dm_location_ref (root)))
    {
      dm_manager_emit_changed (self);
      return TRUE;
    }

  remote = dm_location_to_remote (root);
  g_set_error (error, DM_ERROR, DM_ERROR_BUSY,
               _ ("Another operation on %s is under way. Wait for it, or cancel it."), remote);

  return FALSE;
}

void
dm_manager_end (DmManager *self,
                DmLocation *root)
{
  g_return_if_fail (DM_IS_MANAGER (self));

  g_hash_table_remove (self->operations, root);

  for (guint i = 0; i < self->connections->len; i++)
    {
      DmMount *mount = dm_connection_get_mount (self->connections->pdata[i]);

      if (mount->location != NULL && dm_location_matches_mount (root, mount->location) &&
          !dm_manager_has_operation (self, mount))
        settle (self, self->connections->pdata[i]);
    }

  dm_manager_emit_changed (self);
}
