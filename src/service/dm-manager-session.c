/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-manager-session.h"

static DmSessionUse *
describe_use (DmManager *self,
              DmConnection *connection)
{
  DmSessionUse *use = dm_session_use_new (dm_connection_get_mount (connection)->id);
  const char *const *locals = dm_connection_get_locals (connection);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) remotes = g_strv_builder_new ();

  for (guint i = 0; locals[i] != NULL; i++)
    {
      DmDrive *drive = dm_manager_find_drive (self, locals[i]);
      gboolean is_on_it = drive != NULL && dm_drive_get_connection (drive) == connection;
      g_autofree char *uri = NULL;

      /* A drain keeps the names that it took away; else they are history. */
      if (!is_on_it && !dm_connection_get_draining (connection))
        continue;

      uri = dm_location_to_uri (is_on_it ? dm_drive_get_location (drive)
                                         : dm_connection_get_mount (connection)->location);
      g_strv_builder_add (names, locals[i]);
      g_strv_builder_add (remotes, uri);
    }

  g_strfreev (use->locals);
  g_strfreev (use->remotes);
  use->locals = g_strv_builder_end (names);
  use->remotes = g_strv_builder_end (remotes);
  use->deviceless = dm_connection_get_deviceless (connection);
  use->draining = dm_connection_get_draining (connection);
  use->renamed_from = g_strdup (dm_connection_get_renamed_from (connection));
  use->renamed_to = g_strdup (dm_connection_get_renamed_to (connection));

  return use;
}

/* (transfer full) */
static GStrv
list_wanted (DmManager *self)
{
  g_autoptr (GPtrArray) drives = dm_manager_list_drives (self);
  g_autoptr (GStrvBuilder) wanted = g_strv_builder_new ();

  for (guint i = 0; i < drives->len; i++)
    if (dm_drive_get_wanted (drives->pdata[i]))
      g_strv_builder_add (wanted, dm_drive_get_local (drives->pdata[i]));

  return g_strv_builder_end (wanted);
}

/* (transfer full) */
static GStrv
list_managed (DmManager *self)
{
  g_autoptr (GPtrArray) drives = dm_manager_list_drives (self);
  g_autoptr (GStrvBuilder) managed = g_strv_builder_new ();

  for (guint i = 0; i < drives->len; i++)
    if (dm_drive_get_connection (drives->pdata[i]) != NULL && dm_drive_get_managed (drives->pdata[i]) != NULL)
      g_strv_builder_add (managed, dm_drive_get_local (drives->pdata[i]));

  return g_strv_builder_end (managed);
}

void
dm_manager_restore_intent (DmManager *self,
                           const DmSessionIntent *intent)
{
  dm_manager_set_session (self, intent->session);
  for (guint i = 0; intent->wanted != NULL && intent->wanted[i] != NULL; i++)
    {
      DmDrive *drive = dm_manager_find_drive (self, intent->wanted[i]);

      if (drive != NULL)
        dm_drive_set_wanted (drive, TRUE);
    }
}

void
dm_manager_save_session (DmManager *self,
                         const char *guid)
{
  GPtrArray *connections = dm_manager_get_connections (self);
  g_autoptr (GPtrArray) uses = NULL;
  g_auto (DmSessionIntent) intent = { 0 };
  g_autoptr (GError) error = NULL;

  uses = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_session_use_free);
  for (guint i = 0; i < connections->len; i++)
    {
      DmConnection *connection = connections->pdata[i];

      if (dm_connection_get_mount (connection)->origin == DM_ORIGIN_GVFS)
        g_ptr_array_add (uses, describe_use (self, connection));
    }

  intent.session = g_strdup (dm_manager_get_session (self));
  intent.wanted = list_wanted (self);
  intent.managed = list_managed (self);
  if (!dm_session_state_save (NULL, guid, uses, &intent, &error))
    g_warning ("The session's uses could not be saved: %s", error->message);
}
