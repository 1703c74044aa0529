/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Connecting the drives of a server that answers. */

#include "config.h"

#include "dm-reconnector-private.h"

#include <glib/gi18n-lib.h>

#include "dm-connect-job.h"
#include "dm-error.h"

/* After so many refusals of one login, and no success, it is not tried again. */
#define MAX_REFUSALS 2

static void
attempt_free (Attempt *self)
{
  g_object_unref (self->owner);
  g_object_unref (self->cancellable);
  g_free (self->key);
  g_free (self->local);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

/* What came of it for the drives that were not tried, too. */
static void
show_unserved (Server *server,
               const char *reason)
{
  DmReconnector *self = server->owner;
  g_autoptr (GPtrArray) drives = dm_reconnector_list_drives (server);

  for (guint i = 0; i < drives->len; i++)
    if (dm_reconnector_is_awaited (self, drives->pdata[i]))
      {
        dm_drive_set_status (drives->pdata[i], DM_STATUS_UNAVAILABLE, reason);
        dm_reconnector_end_rounds (self, dm_drive_get_local (drives->pdata[i]));
      }
}

static void
settle (Server *server,
        gboolean served)
{
  server->n_refusals = 0;
  server->has_let_in = server->was_unserved = FALSE;
  if (served)
    dm_trouble_notice_clear_silent (server->owner->notice, server->key);
  dm_trouble_notice_show_password (server->owner->notice, server->key);
  dm_server_watch_settle (server->watch, served);
}

/* Two drives may be on one share: the second has to wait for the first. When
 * nothing at all has ended, it is somebody else who keeps them waiting. */
static void
end_attempts (Server *server,
              const GError *error)
{
  if (!server->was_unserved && server->n_ended > 0)
    {
      dm_reconnector_try_drives (server);
      return;
    }

  if (error != NULL)
    show_unserved (server, error->message);
  settle (server, FALSE);
}

Hold
dm_reconnector_find_hold (const GError *error,
                          gboolean locked)
{
  if (locked)
    return HOLD_KEYRING;

  switch ((DmError) error->code)
    {
    case DM_ERROR_LOGON_FAILURE:
    case DM_ERROR_INVALID_PASSWORD:
      return HOLD_PASSWORD;
    case DM_ERROR_ACCESS_DENIED:
    case DM_ERROR_NOT_SUPPORTED:
    case DM_ERROR_BAD_NET_NAME:
    case DM_ERROR_ALREADY_ASSIGNED:
    case DM_ERROR_INVALID_PARAMETER:
    case DM_ERROR_BAD_DEVICE:
    case DM_ERROR_BAD_PROVIDER:
    case DM_ERROR_DEVICE_ALREADY_REMEMBERED:
      return HOLD_REFUSED;
    default:
      return HOLD_NONE;
    }
}

static char *
create_login (DmDrive *drive)
{
  const char *user = dm_location_get_user (dm_drive_get_location (drive));
  const char *domain = dm_location_get_domain (dm_drive_get_location (drive));

  return g_strconcat (domain != NULL ? domain : "", ";", user != NULL ? user : "", NULL);
}

gboolean
dm_reconnector_have_one_login (DmDrive *drive,
                               DmDrive *other)
{
  g_autofree char *login = create_login (drive);
  g_autofree char *other_login = create_login (other);

  return g_str_equal (login, other_login);
}

static void
take_refusal (Server *server,
              const char *local)
{
  DmDrive *drive = dm_manager_find_drive (server->owner->manager, local);

  server->n_refusals++;
  g_free (server->refused);
  server->refused = drive != NULL ? create_login (drive) : NULL;
  dm_trouble_notice_set_password (server->owner->notice, server->key,
                                  dm_server_watch_get_server (server->watch), local);
}

static void
take_failure (Server *server,
              const char *local,
              const GError *error,
              gboolean locked)
{
  Hold hold = dm_reconnector_find_hold (error, locked);

  dm_reconnector_set_hold (server->owner, local, hold);
  if (hold != HOLD_NONE)
    server->n_ended++;
  else if (error->code != DM_ERROR_BUSY && error->code != DM_ERROR_CANCELLED)
    server->was_unserved = TRUE;

  if (hold == HOLD_PASSWORD)
    take_refusal (server, local);
}

static void
take_success (Server *server)
{
  server->n_ended++;
  server->has_let_in = TRUE;
  dm_trouble_notice_clear_silent (server->owner->notice, server->key);
}

static void
attempt_cb (GObject *object,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dm_connect_job_finish (result, &error);
  DmReconnector *self = attempt->owner;
  Server *server = g_hash_table_lookup (self->servers, attempt->key);

  g_hash_table_remove (self->attempts, attempt->local);
  if (server != NULL)
    {
      server->n_attempts--;
      if (path != NULL)
        take_success (server);
      else
        take_failure (server, attempt->local, error, dm_connect_job_met_locked_keyring (result));
      if (server->n_attempts == 0)
        end_attempts (server, error);
    }

  if (error == NULL || error->code != DM_ERROR_BUSY)
    dm_reconnector_end_rounds (self, attempt->local);
  dm_reconnector_end_waiting (self, attempt->local);
  dm_reconnector_emit_changed (self);
}

static void
start_attempt (Server *server,
               DmDrive *drive)
{
  DmReconnector *self = server->owner;
  Attempt *attempt = g_new0 (Attempt, 1);

  attempt->owner = g_object_ref (self);
  attempt->key = g_strdup (server->key);
  attempt->local = g_strdup (dm_drive_get_local (drive));
  attempt->cancellable = g_cancellable_new ();
  g_hash_table_insert (self->attempts, attempt->local, attempt);
  server->n_attempts++;

  dm_connect_job_async (self->manager, attempt->local, dm_drive_get_location (drive),
                        DM_CONNECT_BACKGROUND | DM_CONNECT_SERVER_ANSWERS,
                        attempt->cancellable, attempt_cb, attempt);
}

gboolean
dm_reconnector_is_being_connected (DmReconnector *self,
                                   DmDrive *drive)
{
  return dm_drive_is_connecting (drive) ||
         g_hash_table_contains (self->attempts, dm_drive_get_local (drive));
}

/* The same login again would only bring the account nearer to being locked. */
static gboolean
is_hopeless (Server *server,
             DmDrive *drive)
{
  g_autofree char *login = create_login (drive);

  return !server->has_let_in && server->n_refusals >= MAX_REFUSALS && g_strcmp0 (login, server->refused) == 0;
}

static void
give_up (Server *server,
         DmDrive *drive)
{
  const char *local = dm_drive_get_local (drive);

  dm_reconnector_set_hold (server->owner, local, HOLD_PASSWORD);
  dm_drive_set_status (drive, DM_STATUS_NEEDS_PASSWORD,
                       _ ("The server refused this user on its other shares. Enter the password."));
  dm_trouble_notice_set_password (server->owner->notice, server->key,
                                  dm_server_watch_get_server (server->watch), local);
  dm_reconnector_end_rounds (server->owner, local);
}

/* One goes first: a server that has just come back and cannot cope is asked once
 * by each desktop and not for each drive. The others follow all at once. */
void
dm_reconnector_try_drives (Server *server)
{
  DmReconnector *self = server->owner;
  g_autoptr (GPtrArray) drives = dm_reconnector_list_drives (server);

  server->n_ended = 0;
  for (guint i = 0; i < drives->len && (server->has_let_in || server->n_attempts == 0); i++)
    {
      DmDrive *drive = drives->pdata[i];

      if (!dm_reconnector_is_awaited (self, drive) ||
          dm_reconnector_is_being_connected (self, drive))
        continue;
      if (is_hopeless (server, drive))
        give_up (server, drive);
      else
        start_attempt (server, drive);
    }

  if (server->n_attempts == 0)
    settle (server, TRUE);
}

void
dm_reconnector_cancel_unwanted (DmReconnector *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->attempts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Attempt *attempt = value;
      DmDrive *drive = dm_manager_find_drive (self->manager, attempt->local);

      if (drive == NULL || !dm_drive_get_wanted (drive))
        g_cancellable_cancel (attempt->cancellable);
    }
}
