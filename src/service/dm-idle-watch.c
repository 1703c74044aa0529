/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-idle-watch.h"

#include <glib/gi18n-lib.h>

#include "dm-backend-io.h"
#include "dm-disconnect-job.h"
#include "dm-holders.h"
#include "dm-sandbox.h"
#include "dm-stream-holders.h"

/* Seconds between two looks. */
#define INTERVAL 60

/* GLib may fire a timer that much early, to share the wake-up with others. */
#define SLACK G_TIME_SPAN_SECOND

/* One drive, and since when nobody has used it. */
typedef struct
{
  /* Owned */
  DmConnection *connection;

  gint64 used; /* monotonic */
  guint64 io;  /* what its backend had read and written then, or later for us */
} Clock;

/* A drive that is to go. */
typedef struct
{
  DmIdleWatch *watch;
  DmConnection *connection;
  char *local;
} Leave;

struct _DmIdleWatch
{
  GObject parent_instance;

  /* Owned */
  DmManager *manager;
  GHashTable *clocks; /* local name → Clock */
  GCancellable *cancellable;

  guint timeout_id;
};

G_DEFINE_FINAL_TYPE (DmIdleWatch, dm_idle_watch, G_TYPE_OBJECT)

static void
clock_free (Clock *self)
{
  g_object_unref (self->connection);
  g_free (self);
}

static void
leave_free (Leave *self)
{
  g_object_unref (self->watch);
  g_object_unref (self->connection);
  g_free (self->local);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Leave, leave_free)

/* Use */

static void
note_use (Clock *clock)
{
  clock->used = g_get_monotonic_time ();
  clock->io = dm_backend_io_read (dm_connection_get_backend (clock->connection));
}

static void
note_io (Clock *clock)
{
  if (dm_backend_io_read (dm_connection_get_backend (clock->connection)) != clock->io)
    note_use (clock);
}

static gboolean
has_streams (GArray *streams,
             pid_t backend)
{
  for (guint i = 0; i < streams->len; i++)
    if (g_array_index (streams, DmStream, i).backend == backend)
      return TRUE;

  return FALSE;
}

/* One cheap query for all; only what is to go is worth a pass over /proc. */
static void
look (DmIdleWatch *self)
{
  g_autoptr (GArray) backends = g_array_new (FALSE, FALSE, sizeof (pid_t));
  g_autoptr (GArray) streams = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->clocks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      pid_t backend = dm_connection_get_backend (((Clock *) value)->connection);

      g_array_append_val (backends, backend);
      /* What cannot be seen counts as use. */
      if (dm_sandbox_is_inside ())
        note_use (value);
      else
        note_io (value);
    }

  streams = dm_stream_holders_list ((const pid_t *) (gpointer) backends->data, backends->len, NULL);
  g_hash_table_iter_init (&iter, self->clocks);
  while (streams != NULL && g_hash_table_iter_next (&iter, NULL, &value))
    if (has_streams (streams, dm_connection_get_backend (((Clock *) value)->connection)))
      note_use (value);
}

/* What we ask the backend is no use of it; what came before is. */
static void
on_asks_cb (DmIdleWatch *self,
            DmConnection *connection,
            gboolean begins)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->clocks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Clock *clock = value;

      if (clock->connection != connection)
        continue;
      if (begins)
        note_io (clock);
      else
        clock->io = dm_backend_io_read (dm_connection_get_backend (connection));
    }
}

/* Leaving */

static guint
get_minutes (DmDrive *drive)
{
  return dm_drive_get_settings (drive)->idle_minutes;
}

/* (nullable): the drive, if it is still due. */
static DmDrive *
find_due (DmIdleWatch *self,
          const char *local)
{
  DmDrive *drive = dm_manager_find_drive (self->manager, local);
  Clock *clock = g_hash_table_lookup (self->clocks, local);

  if (drive == NULL || clock == NULL || dm_drive_get_connection (drive) != clock->connection ||
      get_minutes (drive) == 0 ||
      g_get_monotonic_time () - clock->used < get_minutes (drive) * G_TIME_SPAN_MINUTE - SLACK)
    return NULL;

  return drive;
}

/* Somebody has it after all, so it waits again. */
static void
start_anew (Leave *leave)
{
  Clock *clock = g_hash_table_lookup (leave->watch->clocks, leave->local);

  if (clock != NULL)
    note_use (clock);
}

static void
disconnect_cb (GObject *object,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (Leave) leave = user_data;
  g_auto (DmDisconnectOutcome) outcome = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;
  DmDrive *drive = dm_manager_find_drive (leave->watch->manager, leave->local);

  if (!dm_disconnect_job_finish (result, &outcome, &error))
    {
      g_debug ("%s stays: %s", leave->local, error->message);
      start_anew (leave);
      return;
    }
  if (drive == NULL || dm_drive_get_connection (drive) != NULL)
    return;

  reason = g_strdup_printf (ngettext ("Disconnected after %u minute without use",
                                      "Disconnected after %u minutes without use", get_minutes (drive)),
                            get_minutes (drive));
  dm_drive_set_status (drive, DM_STATUS_UNAVAILABLE, reason);
}

static void
scan_cb (GObject *object,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (Leave) leave = user_data;
  g_autoptr (GPtrArray) lists = dm_holders_scan_finish (result, NULL);
  DmIdleWatch *self = leave->watch;
  const char *local = leave->local;
  Clock *clock = g_hash_table_lookup (self->clocks, local);

  if (clock != NULL)
    note_io (clock);
  if (lists == NULL || ((GPtrArray *) lists->pdata[0])->len > 0)
    start_anew (leave);
  else if (find_due (self, local) != NULL)
    dm_disconnect_job_async (self->manager, local, DM_LEVEL_NONE, FALSE,
                             self->cancellable, disconnect_cb, g_steal_pointer (&leave));
}

static void
start_leaving (DmIdleWatch *self,
               DmDrive *drive)
{
  Leave *leave = g_new0 (Leave, 1);
  DmHolderTarget target;

  leave->watch = g_object_ref (self);
  leave->local = g_strdup (dm_drive_get_local (drive));
  leave->connection = g_object_ref (dm_drive_get_connection (drive));
  target.path = dm_connection_get_mount (leave->connection)->path;
  target.backend = dm_connection_get_backend (leave->connection);
  dm_holders_scan_async (&target, 1, self->cancellable, scan_cb, leave);
}

static gboolean
on_timeout_cb (gpointer user_data)
{
  DmIdleWatch *self = DM_IDLE_WATCH (user_data);
  g_autoptr (GPtrArray) drives = dm_manager_list_drives (self->manager);

  look (self);
  for (guint i = 0; i < drives->len; i++)
    if (find_due (self, dm_drive_get_local (drives->pdata[i])) != NULL)
      start_leaving (self, drives->pdata[i]);

  return G_SOURCE_CONTINUE;
}

/* Which drives */

static Clock *
create_clock (DmConnection *connection)
{
  Clock *clock = g_new0 (Clock, 1);

  clock->connection = g_object_ref (connection);
  note_use (clock);

  return clock;
}

static void
update_drive (DmIdleWatch *self,
              DmDrive *drive)
{
  DmConnection *connection = get_minutes (drive) > 0 ? dm_drive_get_connection (drive) : NULL;
  Clock *clock = g_hash_table_lookup (self->clocks, dm_drive_get_local (drive));

  if (connection == NULL)
    g_hash_table_remove (self->clocks, dm_drive_get_local (drive));
  else if (clock == NULL || clock->connection != connection)
    g_hash_table_insert (self->clocks, g_strdup (dm_drive_get_local (drive)), create_clock (connection));
}

static gboolean
has_gone (gpointer local,
          gpointer clock,
          gpointer user_data)
{
  return dm_manager_find_drive (user_data, local) == NULL;
}

static void
update (DmIdleWatch *self)
{
  g_autoptr (GPtrArray) drives = dm_manager_list_drives (self->manager);

  g_hash_table_foreach_remove (self->clocks, has_gone, self->manager);
  for (guint i = 0; i < drives->len; i++)
    update_drive (self, drives->pdata[i]);

  if (g_hash_table_size (self->clocks) == 0)
    g_clear_handle_id (&self->timeout_id, g_source_remove);
  else if (self->timeout_id == 0)
    self->timeout_id = g_timeout_add_seconds (INTERVAL, on_timeout_cb, self);
}

static void
dm_idle_watch_dispose (GObject *object)
{
  DmIdleWatch *self = DM_IDLE_WATCH (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (dm_idle_watch_parent_class)->dispose (object);
}

static void
dm_idle_watch_finalize (GObject *object)
{
  DmIdleWatch *self = DM_IDLE_WATCH (object);

  g_clear_pointer (&self->clocks, g_hash_table_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->manager);

  G_OBJECT_CLASS (dm_idle_watch_parent_class)->finalize (object);
}

static void
dm_idle_watch_class_init (DmIdleWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dm_idle_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = dm_idle_watch_finalize;
}

static void
dm_idle_watch_init (DmIdleWatch *self)
{
  self->clocks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) clock_free);
  self->cancellable = g_cancellable_new ();
}

DmIdleWatch *
dm_idle_watch_new (DmManager *manager)
{
  DmIdleWatch *self;

  g_return_val_if_fail (DM_IS_MANAGER (manager), NULL);

  self = g_object_new (DM_TYPE_IDLE_WATCH, NULL);
  self->manager = g_object_ref (manager);
  g_signal_connect_object (manager, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dm_manager_get_space_watch (manager), "asks", G_CALLBACK (on_asks_cb), self, G_CONNECT_SWAPPED);
  update (self);

  return self;
}
