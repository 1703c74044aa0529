/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-reconnector-private.h"

#include "dm-error.h"

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmReconnector, dm_reconnector, G_TYPE_OBJECT)

void
dm_reconnector_emit_changed (DmReconnector *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
server_free (Server *self)
{
  g_signal_handlers_disconnect_by_data (self->watch, self);
  g_object_run_dispose (G_OBJECT (self->watch));
  g_object_unref (self->watch);
  g_free (self->key);
  g_free (self->refused);
  g_free (self);
}

/* Which drives */

Hold
dm_reconnector_get_hold (DmReconnector *self,
                         DmDrive *drive)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->holds, dm_drive_get_local (drive)));
}

void
dm_reconnector_set_hold (DmReconnector *self,
                         const char *local,
                         Hold hold)
{
  DmDrive *drive = dm_manager_find_drive (self->manager, local);

  if (hold == HOLD_NONE)
    g_hash_table_remove (self->holds, local);
  else
    g_hash_table_insert (self->holds, g_strdup (local), GINT_TO_POINTER (hold));
  if (drive != NULL)
    dm_drive_set_held (drive, hold >= HOLD_PASSWORD);
}

gboolean
dm_reconnector_is_missing (DmDrive *drive)
{
  return dm_drive_get_wanted (drive) && dm_drive_get_remembered (drive) &&
         dm_drive_get_connection (drive) == NULL;
}

/* Whether the network is one of those that it is for. Where nobody names the
 * networks, every one is; but that has to be known. */
static gboolean
is_allowed (DmReconnector *self,
            DmDrive *drive)
{
  char **networks = dm_drive_get_settings (drive)->networks;
  g_auto (GStrv) names = NULL;

  if (*networks == NULL)
    return TRUE;
  if (!dm_network_watch_has_asked (self->network))
    return FALSE;

  names = dm_network_watch_dup_names (self->network);
  if (names == NULL)
    return TRUE;

  for (guint i = 0; networks[i] != NULL; i++)
    if (g_strv_contains ((const char *const *) names, networks[i]))
      return TRUE;

  return FALSE;
}

gboolean
dm_reconnector_await_network (DmReconnector *self,
                              DmDrive *drive)
{
  g_return_val_if_fail (DM_IS_RECONNECTOR (self), FALSE);

  if (is_allowed (self, drive))
    return FALSE;

  dm_drive_set_wanted (drive, TRUE);
  dm_reconnector_set_hold (self, dm_drive_get_local (drive), HOLD_NONE);
  dm_manager_note_intent (self->manager);

  return TRUE;
}

gboolean
dm_reconnector_is_awaited (DmReconnector *self,
                           DmDrive *drive)
{
  return dm_reconnector_is_missing (drive) && dm_reconnector_get_hold (self, drive) == HOLD_NONE && is_allowed (self, drive);
}

static gboolean
is_on (Server *server,
       DmDrive *drive)
{
  return g_str_equal (dm_drive_get_server_key (drive), server->key);
}

GPtrArray *
dm_reconnector_list_drives (Server *server)
{
  GPtrArray *drives = dm_manager_list_drives (server->owner->manager);

  for (guint i = drives->len; i > 0; i--)
    if (!is_on (server, drives->pdata[i - 1]))
      g_ptr_array_remove_index (drives, i - 1);

  return drives;
}

/* Whether only another password helps. */
static gboolean
is_refused (DmReconnector *self,
            DmDrive *drive)
{
  return dm_reconnector_is_missing (drive) && dm_reconnector_get_hold (self, drive) == HOLD_PASSWORD;
}

static void
release_holds (DmReconnector *self,
               Hold hold)
{
  g_autoptr (GPtrArray) drives = dm_manager_list_drives (self->manager);

  for (guint i = 0; i < drives->len; i++)
    if (dm_reconnector_get_hold (self, drives->pdata[i]) == hold)
      dm_reconnector_set_hold (self, dm_drive_get_local (drives->pdata[i]), HOLD_NONE);
}

/* Those of drives that are there, or that nobody waits for any more. */
static void
drop_holds (DmReconnector *self)
{
  GHashTableIter iter;
  gpointer local;

  g_hash_table_iter_init (&iter, self->holds);
  while (g_hash_table_iter_next (&iter, &local, NULL))
    {
      DmDrive *drive = dm_manager_find_drive (self->manager, local);

      if (drive != NULL && dm_reconnector_is_missing (drive))
        continue;
      if (drive != NULL)
        dm_drive_set_held (drive, FALSE);
      g_hash_table_iter_remove (&iter);
    }
}

static gboolean
is_lost (DmDrive *drive)
{
  return dm_drive_get_connection (drive) != NULL && dm_drive_get_status (drive) == DM_STATUS_DISCONNECTED;
}

/* (transfer full): the names of the drives that the server keeps from being used. */
static GStrv
list_troubled (Server *server)
{
  g_autoptr (GPtrArray) drives = dm_reconnector_list_drives (server);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < drives->len; i++)
    if (dm_reconnector_is_awaited (server->owner, drives->pdata[i]) || is_lost (drives->pdata[i]))
      g_strv_builder_add (names, dm_drive_get_local (drives->pdata[i]));

  return g_strv_builder_end (names);
}

/* What a server says */

static void
on_answered_cb (DmServerWatch *watch,
                gpointer user_data)
{
  Server *server = user_data;
  g_autoptr (GPtrArray) drives = dm_reconnector_list_drives (server);

  for (guint i = 0; i < drives->len; i++)
    if (is_lost (drives->pdata[i]))
      dm_drive_set_status (drives->pdata[i], DM_STATUS_OK, NULL);

  if (server->n_attempts == 0)
    dm_reconnector_try_drives (server);
}

static void
show_failure (Server *server,
              DmDrive *drive)
{
  const char *reason = dm_server_watch_get_error (server->watch)->message;
  gboolean is_connected = dm_drive_get_connection (drive) != NULL;

  if (is_connected && dm_drive_get_status (drive) == DM_STATUS_OK)
    dm_drive_set_status (drive, DM_STATUS_DISCONNECTED, reason);
  else if (!is_connected && dm_reconnector_is_awaited (server->owner, drive) && !dm_reconnector_is_being_connected (server->owner, drive))
    dm_drive_set_status (drive, DM_STATUS_UNAVAILABLE, reason);
}

static void
on_failed_cb (DmServerWatch *watch,
              gpointer user_data)
{
  Server *server = user_data;
  DmReconnector *self = server->owner;
  g_autoptr (GPtrArray) drives = dm_reconnector_list_drives (server);
  g_auto (GStrv) troubled = NULL;

  for (guint i = 0; i < drives->len; i++)
    show_failure (server, drives->pdata[i]);

  troubled = list_troubled (server);
  dm_trouble_notice_set_silent (self->notice, server->key, dm_server_watch_get_server (watch),
                                (const char *const *) troubled,
                                dm_server_watch_get_error (watch)->message);
  dm_reconnector_wake (server);
  for (guint i = 0; troubled[i] != NULL; i++)
    dm_reconnector_end_rounds (self, troubled[i]);
  dm_reconnector_emit_changed (self);
}

static void
on_measured_cb (DmServerWatch *watch,
                gboolean answers,
                gpointer user_data)
{
  Server *server = user_data;

  dm_manager_show_responses (server->owner->manager, server->key,
                             dm_server_watch_list_responses (watch), answers);
}

/* Which servers */

static Server *
ensure_server (DmReconnector *self,
               DmDrive *drive)
{
  const char *key = dm_drive_get_server_key (drive);
  Server *server = g_hash_table_lookup (self->servers, key);

  if (server != NULL)
    return server;

  server = g_new0 (Server, 1);
  server->owner = self;
  server->key = g_strdup (key);
  server->watch = dm_server_watch_new (dm_drive_get_location (drive));
  g_signal_connect (server->watch, "answered", G_CALLBACK (on_answered_cb), server);
  g_signal_connect (server->watch, "failed", G_CALLBACK (on_failed_cb), server);
  g_signal_connect (server->watch, "measured", G_CALLBACK (on_measured_cb), server);
  g_hash_table_insert (self->servers, server->key, server);

  return server;
}

/* TRUE when nothing is left that it is for. */
static gboolean
update_server (Server *server,
               GPtrArray *drives)
{
  gboolean carries = FALSE;
  gboolean awaited = FALSE;
  gboolean missing = FALSE;
  gboolean refused = FALSE;

  for (guint i = 0; i < drives->len; i++)
    if (is_on (server, drives->pdata[i]))
      {
        carries |= dm_drive_get_connection (drives->pdata[i]) != NULL;
        awaited |= dm_reconnector_is_awaited (server->owner, drives->pdata[i]);
        missing |= dm_reconnector_is_missing (drives->pdata[i]);
        refused |= is_refused (server->owner, drives->pdata[i]);
      }

  if (!refused)
    dm_trouble_notice_clear_password (server->owner->notice, server->key);
  if (!awaited && !carries)
    dm_trouble_notice_clear_silent (server->owner->notice, server->key);
  dm_server_watch_set_needs (server->watch, carries, awaited);

  return !carries && !missing && server->n_attempts == 0 && !dm_server_watch_is_asking (server->watch);
}

/* Nobody will measure it any more. */
static void
hide_responses (Server *server)
{
  dm_manager_show_responses (server->owner->manager, server->key,
                             g_variant_new_array (G_VARIANT_TYPE_UINT32, NULL, 0), FALSE);
}

static void
update (DmReconnector *self)
{
  g_autoptr (GPtrArray) drives = dm_manager_list_drives (self->manager);
  GHashTableIter iter;
  gpointer server;

  drop_holds (self);
  for (guint i = 0; i < drives->len; i++)
    if (dm_drive_get_connection (drives->pdata[i]) != NULL || dm_reconnector_is_awaited (self, drives->pdata[i]))
      ensure_server (self, drives->pdata[i]);

  g_hash_table_iter_init (&iter, self->servers);
  while (g_hash_table_iter_next (&iter, NULL, &server))
    if (update_server (server, drives))
      {
        hide_responses (server);
        g_hash_table_iter_remove (&iter);
      }

  dm_reconnector_cancel_unwanted (self);
  dm_reconnector_update_rounds (self);
  dm_reconnector_emit_changed (self);
}

static gboolean
on_update_cb (gpointer user_data)
{
  DmReconnector *self = DM_RECONNECTOR (user_data);

  self->update_id = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

static void
queue_update (DmReconnector *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add (on_update_cb, self);
}

/* What happens in the world */

void
dm_reconnector_request_all (DmReconnector *self,
                            DmRetryReason reason)
{
  GHashTableIter iter;
  gpointer server;

  update (self);
  g_hash_table_iter_init (&iter, self->servers);
  while (g_hash_table_iter_next (&iter, NULL, &server))
    dm_server_watch_request (((Server *) server)->watch, reason);
}

static void
on_network_changed_cb (DmReconnector *self)
{
  release_holds (self, HOLD_REFUSED);
  dm_reconnector_request_all (self, DM_RETRY_REASON_NETWORK);
}

static void
on_resumed_cb (DmReconnector *self)
{
  release_holds (self, HOLD_REFUSED);
  dm_reconnector_request_all (self, DM_RETRY_REASON_RESUME);
}

static void
on_unlocked_cb (DmReconnector *self)
{
  release_holds (self, HOLD_KEYRING);
  dm_reconnector_request_all (self, DM_RETRY_REASON_KEYRING);
}

static void
on_retry_cb (DmReconnector *self,
             const char *key)
{
  Server *server = g_hash_table_lookup (self->servers, key);

  if (server == NULL)
    return;

  dm_reconnector_start_waking (server);
  dm_server_watch_request (server->watch, DM_RETRY_REASON_USER);
}

static void
dm_reconnector_dispose (GObject *object)
{
  DmReconnector *self = DM_RECONNECTOR (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_hash_table_remove_all (self->servers);
  g_clear_object (&self->network);
  g_clear_object (&self->sleep);
  g_clear_object (&self->keyring);
  g_clear_object (&self->notice);
  g_clear_object (&self->manager);

  G_OBJECT_CLASS (dm_reconnector_parent_class)->dispose (object);
}

static void
dm_reconnector_finalize (GObject *object)
{
  DmReconnector *self = DM_RECONNECTOR (object);

  g_clear_pointer (&self->servers, g_hash_table_unref);
  g_clear_pointer (&self->attempts, g_hash_table_unref);
  g_clear_pointer (&self->holds, g_hash_table_unref);
  g_clear_pointer (&self->rounds, g_ptr_array_unref);
  g_clear_pointer (&self->waiters, g_ptr_array_unref);

  G_OBJECT_CLASS (dm_reconnector_parent_class)->finalize (object);
}

static void
dm_reconnector_class_init (DmReconnectorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dm_reconnector_dispose;
  G_OBJECT_CLASS (klass)->finalize = dm_reconnector_finalize;

  signals[CHANGED] = g_signal_new ("changed", DM_TYPE_RECONNECTOR, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dm_reconnector_init (DmReconnector *self)
{
  self->servers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) server_free);
  self->attempts = g_hash_table_new (g_str_hash, g_str_equal);
  self->holds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->rounds = g_ptr_array_new_with_free_func (g_object_unref);
  self->waiters = g_ptr_array_new_with_free_func (g_object_unref);
}

DmReconnector *
dm_reconnector_new (DmManager *manager,
                    GDBusConnection *bus)
{
  DmReconnector *self;

  g_return_val_if_fail (DM_IS_MANAGER (manager), NULL);

  self = g_object_new (DM_TYPE_RECONNECTOR, NULL);
  self->manager = g_object_ref (manager);
  self->network = dm_network_watch_new ();
  self->sleep = dm_sleep_watch_new ();
  self->keyring = dm_keyring_watch_new (bus);
  self->notice = dm_trouble_notice_new (bus);
  g_signal_connect_object (manager, "changed", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->network, "changed", G_CALLBACK (on_network_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sleep, "resumed", G_CALLBACK (on_resumed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keyring, "unlocked", G_CALLBACK (on_unlocked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notice, "retry", G_CALLBACK (on_retry_cb), self, G_CONNECT_SWAPPED);

  /* What was awaited before this service was started is awaited still. */
  dm_reconnector_request_all (self, DM_RETRY_REASON_SIGN_IN);

  return self;
}

/* The password that let @drive in may be theirs: nobody is asked for it twice. */
static void
release_refused (Server *server,
                 DmDrive *drive)
{
  g_autoptr (GPtrArray) drives = dm_reconnector_list_drives (server);

  for (guint i = 0; i < drives->len; i++)
    if (is_refused (server->owner, drives->pdata[i]) &&
        dm_reconnector_have_one_login (drive, drives->pdata[i]))
      {
        dm_reconnector_set_hold (server->owner, dm_drive_get_local (drives->pdata[i]), HOLD_NONE);
        dm_server_watch_request (server->watch, DM_RETRY_REASON_USER);
      }
}

void
dm_reconnector_note_try (DmReconnector *self,
                         const char *local,
                         const GError *error,
                         gboolean locked)
{
  DmDrive *drive;
  Server *server;

  g_return_if_fail (DM_IS_RECONNECTOR (self));

  drive = dm_manager_find_drive (self->manager, local);
  if (drive == NULL)
    return;

  dm_reconnector_set_hold (self, local, error != NULL ? dm_reconnector_find_hold (error, locked) : HOLD_NONE);
  server = ensure_server (self, drive);
  if (error == NULL)
    {
      dm_trouble_notice_clear_silent (self->notice, server->key);
      release_refused (server, drive);
    }
  else if (dm_drive_get_connection (drive) == NULL)
    {
      dm_drive_set_wanted (drive, error->code != DM_ERROR_CANCELLED);
      dm_manager_note_intent (self->manager);
      if (dm_reconnector_is_awaited (self, drive))
        {
          dm_reconnector_start_waking (server);
          dm_reconnector_wake (server);
          dm_server_watch_request (server->watch, DM_RETRY_REASON_TRIED);
        }
    }
  queue_update (self);
}

void
dm_reconnector_look (DmReconnector *self,
                     gboolean now)
{
  GHashTableIter iter;
  gpointer server;

  g_return_if_fail (DM_IS_RECONNECTOR (self));

  if (now)
    {
      release_holds (self, HOLD_REFUSED);
      dm_reconnector_request_all (self, DM_RETRY_REASON_USER);
    }

  g_hash_table_iter_init (&iter, self->servers);
  while (g_hash_table_iter_next (&iter, NULL, &server))
    dm_server_watch_look (((Server *) server)->watch);
}

gboolean
dm_reconnector_is_idle (DmReconnector *self)
{
  g_autoptr (GPtrArray) drives = NULL;

  g_return_val_if_fail (DM_IS_RECONNECTOR (self), TRUE);

  if (g_hash_table_size (self->attempts) > 0 || self->rounds->len > 0 || dm_trouble_notice_is_shown (self->notice))
    return FALSE;

  /* Also one that a locked keyring keeps waiting. */
  drives = dm_manager_list_drives (self->manager);
  for (guint i = 0; i < drives->len; i++)
    if (dm_reconnector_is_missing (drives->pdata[i]) && dm_reconnector_get_hold (self, drives->pdata[i]) <= HOLD_KEYRING)
      return FALSE;

  return TRUE;
}
