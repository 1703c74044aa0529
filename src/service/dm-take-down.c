/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-take-down.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"
#include "dm-holders.h"
#include "dm-last-look.h"
#include "dm-manager.h"
#include "dm-sandbox.h"
#include "dm-space-watch.h"
#include "dm-stream-holders.h"

/* How long GVfs may take before its backend is ended, in ms. */
#define GVFS_DEADLINE 1000

/* How long the last look may take, in ms. */
#define LOOK_DEADLINE 1500

/* How often, and for how long, GVfs is waited for while it sends what programs
 * have closed; in ms. */
#define PASSING_INTERVAL 50
#define PASSING_DEADLINE 1000

/* How long the tracker may take to report a mount gone, in ms. */
#define GONE_DEADLINE 2000

typedef struct
{
  /* Owned */
  DmConnection *connection;
  DmManager *manager;
  GPtrArray *holders;
  GCancellable *unmount_cancellable; /* ends the waiting for GVfs */

  DmTakeDown how;
  gboolean ended_backend;
  gboolean timed_out;
  gboolean has_turn;    /* is looking, see DmTurns */
  gboolean unmounted;   /* by GVfs; only its backend may be left */
  gboolean is_dead;     /* the server: what was asked of it is lost */
  gint64 passing_until; /* how long to wait for what passes; 0: not begun */
  guint timeout_id;
  gulong gone_id;
} Ending;

static void wait_until_gone (GTask *task);
static void start_scan (GTask *task);
static gboolean on_passing_timeout_cb (gpointer user_data);

static void
ending_free (Ending *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_signal_handler (&self->gone_id, self->connection);
  dm_connection_set_ending (self->connection, FALSE);
  g_clear_pointer (&self->holders, g_ptr_array_unref);
  g_clear_object (&self->unmount_cancellable);
  g_clear_object (&self->connection);
  g_clear_object (&self->manager);
  g_free (self);
}

static void
refuse (GTask *task,
        GPtrArray *holders)
{
  Ending *ending = g_task_get_task_data (task);

  if (dm_sandbox_sees_programs ())
    dm_connection_set_open_count (ending->connection, holders->len);
  ending->holders = g_ptr_array_ref (holders);
  g_task_return_boolean (task, FALSE);
}

/* Waiting for the source's word */

static void
finish_waiting (GTask *task)
{
  Ending *ending = g_task_get_task_data (task);
  g_autofree char *remote = NULL;

  g_clear_handle_id (&ending->timeout_id, g_source_remove);
  g_clear_signal_handler (&ending->gone_id, ending->connection);

  if (dm_connection_get_gone (ending->connection))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  remote = dm_mount_dup_remote (dm_connection_get_mount (ending->connection));
  g_task_return_new_error (task, DM_ERROR, DM_ERROR_EXTENDED_ERROR,
                           _ ("%s was disconnected, but GVfs still lists it. Try again."), remote);
}

static void
resync_cb (GObject *object,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  dm_gvfs_source_resync_finish (DM_GVFS_SOURCE (object), result, NULL);
  finish_waiting (task);
}

static gboolean
on_gone_timeout_cb (gpointer user_data)
{
  GTask *task = user_data;
  Ending *ending = g_task_get_task_data (task);

  ending->timeout_id = 0;
  g_clear_signal_handler (&ending->gone_id, ending->connection);
  dm_gvfs_source_resync_async (dm_manager_get_gvfs_source (ending->manager), resync_cb, task);

  return G_SOURCE_REMOVE;
}

static void
on_connection_gone_cb (DmConnection *connection,
                       gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  finish_waiting (task);
}

/* Takes over the task's reference. */
static void
wait_until_gone (GTask *task)
{
  Ending *ending = g_task_get_task_data (task);

  if (dm_connection_get_gone (ending->connection))
    {
      finish_waiting (task);
      g_object_unref (task);
      return;
    }

  ending->gone_id = g_signal_connect (ending->connection, "gone",
                                      G_CALLBACK (on_connection_gone_cb), task);
  ending->timeout_id = g_timeout_add (GONE_DEADLINE, on_gone_timeout_cb, task);
}

/* The last look */

static void
last_look_cb (GObject *object,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GPtrArray) holders = NULL;
  g_autoptr (GError) error = NULL;
  Ending *ending = g_task_get_task_data (task);

  if (ending->has_turn)
    dm_turns_give_back (dm_manager_get_look_turns (ending->manager));
  ending->has_turn = FALSE;

  if (dm_last_look_finish (result, &holders, &error) ||
      ending->unmounted || dm_connection_get_gone (ending->connection))
    wait_until_gone (g_steal_pointer (&task));
  else if (error == NULL)
    refuse (task, holders);
  else if (g_error_matches (error, DM_ERROR, DM_ERROR_BUSY))
    g_task_return_new_error (task, DM_ERROR, DM_ERROR_OPEN_FILES, "%s", error->message);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
look_cb (gpointer data)
{
  GTask *task = data;
  Ending *ending = g_task_get_task_data (task);

  ending->has_turn = TRUE;
  dm_last_look_async (dm_connection_get_mount (ending->connection), DM_LAST_LOOK_IF_CLEAR,
                      LOOK_DEADLINE, g_task_get_cancellable (task), last_look_cb, task);
}

/* Looking is work: with fifty at once none would be done in time. Ending is
 * not, and does not wait for anybody. */
static void
start_last_look (GTask *task,
                 DmLastLook mode)
{
  Ending *ending = g_task_get_task_data (task);

  if (mode == DM_LAST_LOOK_IF_CLEAR)
    dm_turns_take (dm_manager_get_look_turns (ending->manager), look_cb, task);
  else
    dm_last_look_async (dm_connection_get_mount (ending->connection), mode, LOOK_DEADLINE,
                        NULL, last_look_cb, task);
}

/* GVfs' own unmount */

static GPtrArray *
describe_processes (GArray *processes)
{
  GPtrArray *holders = dm_holder_list_new ();

  for (guint i = 0; processes != NULL && i < processes->len; i++)
    {
      DmHolder *holder = dm_holder_new (g_array_index (processes, GPid, i),
                                        DM_HOLDER_STREAM, DM_HOLDER_SOURCE_STREAM);
      g_autofree char *link = g_strdup_printf ("/proc/%d/exe", holder->pid);
      /* Not in a sandbox: there it is the number of something else. */
      g_autofree char *target = dm_sandbox_is_inside () ? NULL : g_file_read_link (link, NULL);

      holder->program = target != NULL ? g_path_get_basename (target) : NULL;
      holder->note = g_strdup (_ ("GVfs is transferring data for this program"));
      g_ptr_array_add (holders, holder);
    }

  return holders;
}

static void
refuse_busy (GTask *task,
             GArray *processes)
{
  Ending *ending = g_task_get_task_data (task);
  g_autoptr (GPtrArray) holders = describe_processes (processes);
  g_autofree char *remote = dm_mount_dup_remote (dm_connection_get_mount (ending->connection));

  if (holders->len > 0)
    refuse (task, holders);
  else
    g_task_return_new_error (task, DM_ERROR, DM_ERROR_OPEN_FILES,
                             _ ("GVfs is working on %s just now. Try again when it is done."), remote);
}

/* What is under way and no program's transfer, such as a look at a file or at
 * the space: over in a moment. Takes over the task's reference. */
static gboolean
wait_for_request (GTask *task)
{
  Ending *ending = g_task_get_task_data (task);

  if (ending->passing_until == 0)
    ending->passing_until = g_get_monotonic_time () + PASSING_DEADLINE * 1000;
  if (g_get_monotonic_time () >= ending->passing_until)
    return FALSE;

  ending->timeout_id = g_timeout_add (PASSING_INTERVAL, on_passing_timeout_cb, task);

  return TRUE;
}

/* GVfs would not: something is under way. */
static void
take_busy (GTask *task,
           GArray *processes)
{
  g_autoptr (GTask) owned = task;
  Ending *ending = g_task_get_task_data (task);

  if (processes != NULL && processes->len > 0)
    {
      refuse_busy (task, processes);
    }
  else if (wait_for_request (task))
    {
      (void) g_steal_pointer (&owned);
    }
  else if (!ending->is_dead && dm_manager_is_asking_for_space (ending->manager, ending->connection))
    {
      /* Our own request, and the server has not answered it all the while. A
       * last look, and then without waiting for it. */
      ending->is_dead = TRUE;
      start_scan (g_steal_pointer (&owned));
    }
  else
    {
      refuse_busy (task, processes);
    }
}

static void
unmount_cb (GObject *object,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GArray) processes = NULL;
  g_autoptr (GError) error = NULL;
  Ending *ending = g_task_get_task_data (task);
  gboolean done = dm_gvfs_source_unmount_finish (DM_GVFS_SOURCE (object), result, &processes, &error);

  g_clear_handle_id (&ending->timeout_id, g_source_remove);

  if (done && ending->how == DM_TAKE_DOWN_NOW)
    {
      /* The old backend lingers for a second, and as long as it does GVfs'
       * folder fails for whoever maps the place again. */
      ending->unmounted = TRUE;
      start_last_look (g_steal_pointer (&task), DM_LAST_LOOK_END);
    }
  else if (done || dm_connection_get_gone (ending->connection))
    {
      wait_until_gone (g_steal_pointer (&task));
    }
  else if (ending->how == DM_TAKE_DOWN_NOW || ending->timed_out)
    {
      ending->ended_backend = TRUE;
      start_last_look (g_steal_pointer (&task),
                       ending->how == DM_TAKE_DOWN_NOW ? DM_LAST_LOOK_END : DM_LAST_LOOK_IF_CLEAR);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY))
    {
      take_busy (g_steal_pointer (&task), processes);
    }
  else
    {
      dm_error_normalize (&error);
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

static gboolean
on_unmount_timeout_cb (gpointer user_data)
{
  Ending *ending = g_task_get_task_data (G_TASK (user_data));

  ending->timeout_id = 0;
  ending->timed_out = TRUE;
  g_cancellable_cancel (ending->unmount_cancellable);

  return G_SOURCE_REMOVE;
}

static void
start_unmount (GTask *task)
{
  Ending *ending = g_task_get_task_data (task);

  g_clear_object (&ending->unmount_cancellable);
  ending->unmount_cancellable = g_cancellable_new ();
  ending->timeout_id = g_timeout_add (GVFS_DEADLINE, on_unmount_timeout_cb, task);
  dm_gvfs_source_unmount_async (dm_manager_get_gvfs_source (ending->manager),
                                dm_connection_get_mount (ending->connection),
                                ending->how == DM_TAKE_DOWN_NOW || ending->is_dead,
                                ending->unmount_cancellable, unmount_cb, task);
}

/* The first look */

/* Whether the connection's backend can be held still while looking: a process
 * of its own whose files all have streams. */
static gboolean
can_be_held (DmConnection *connection)
{
  return g_str_equal (dm_connection_get_mount (connection)->type, "smb-share");
}

static gboolean
has_streams (DmConnection *connection)
{
  pid_t backend = dm_connection_get_backend (connection);
  g_autoptr (GArray) streams = dm_stream_holders_list (&backend, 1, NULL);

  return streams != NULL && streams->len > 0;
}

static gboolean
on_passing_timeout_cb (gpointer user_data)
{
  GTask *task = user_data;
  Ending *ending = g_task_get_task_data (task);

  ending->timeout_id = 0;
  start_scan (task);

  return G_SOURCE_REMOVE;
}

/* Whether these are only files that their programs have closed already, and
 * GVfs has not quite: that is nobody's to wait for but ours. */
static gboolean
is_passing (Ending *ending,
            GPtrArray *holders)
{
  if (ending->passing_until == 0)
    ending->passing_until = g_get_monotonic_time () + PASSING_DEADLINE * 1000;
  if (g_get_monotonic_time () >= ending->passing_until)
    return FALSE;

  for (guint i = 0; i < holders->len; i++)
    {
      const DmHolder *holder = holders->pdata[i];

      if (holder->kind != DM_HOLDER_STREAM || g_strcmp0 (holder->program, "gvfsd-fuse") != 0)
        return FALSE;
    }

  return TRUE;
}

/* Nobody looked: then nobody may say that nothing is open. */
static void
refuse_unseen (GTask *task,
               const GError *error)
{
  Ending *ending = g_task_get_task_data (task);
  g_autofree char *remote = dm_mount_dup_remote (dm_connection_get_mount (ending->connection));

  g_task_return_new_error (task, DM_ERROR, DM_ERROR_OPEN_FILES,
                           /* Translators: a location, then why it is not known. */
                           _ ("It is not known whether files are open on %s. %s"), remote, error->message);
}

static void
scan_cb (GObject *object,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GPtrArray) lists = NULL;
  g_autoptr (GError) error = NULL;
  Ending *ending = g_task_get_task_data (task);

  lists = dm_holders_scan_finish (result, &error);
  if (lists == NULL && !dm_sandbox_sees_programs ())
    {
      refuse_unseen (task, error);
    }
  else if (lists == NULL)
    {
      dm_error_normalize (&error);
      g_task_return_error (task, g_steal_pointer (&error));
    }
  else if (((GPtrArray *) lists->pdata[0])->len > 0 && is_passing (ending, lists->pdata[0]))
    {
      ending->timeout_id = g_timeout_add (PASSING_INTERVAL, on_passing_timeout_cb,
                                          g_steal_pointer (&task));
    }
  else if (((GPtrArray *) lists->pdata[0])->len > 0)
    {
      refuse (task, lists->pdata[0]);
    }
  else if (dm_connection_get_gone (ending->connection))
    {
      g_task_return_boolean (task, TRUE);
    }
  else if (can_be_held (ending->connection))
    {
      start_last_look (g_steal_pointer (&task), DM_LAST_LOOK_IF_CLEAR);
    }
  else if (has_streams (ending->connection))
    {
      /* Somebody came while we looked; look who. */
      start_scan (g_steal_pointer (&task));
    }
  else
    {
      start_unmount (g_steal_pointer (&task));
    }
}

static void
start_scan (GTask *task)
{
  Ending *ending = g_task_get_task_data (task);
  DmHolderTarget target = {
    .path = dm_connection_get_mount (ending->connection)->path,
    .backend = dm_connection_get_backend (ending->connection),
  };

  dm_holders_scan_async (&target, 1, g_task_get_cancellable (task), scan_cb, task);
}

void
dm_take_down_async (DmManager *manager,
                    DmConnection *connection,
                    DmTakeDown how,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task;
  Ending *ending;

  g_return_if_fail (DM_IS_MANAGER (manager));
  g_return_if_fail (DM_IS_CONNECTION (connection));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_take_down_async);
  g_task_set_check_cancellable (task, FALSE);

  ending = g_new0 (Ending, 1);
  ending->manager = g_object_ref (manager);
  ending->connection = g_object_ref (connection);
  ending->how = how;
  g_task_set_task_data (task, ending, (GDestroyNotify) ending_free);
  dm_connection_set_ending (connection, TRUE);

  if (dm_connection_get_mount (connection)->origin == DM_ORIGIN_KERNEL)
    {
      g_task_return_new_error (task, DM_ERROR, DM_ERROR_NOT_SUPPORTED,
                               _ ("%s is mounted by the kernel. Unmount it as administrator: umount %s"),
                               dm_connection_get_mount (connection)->source,
                               dm_connection_get_mount (connection)->path);
      g_object_unref (task);
      return;
    }

  dm_space_watch_stop (dm_manager_get_space_watch (manager), connection);
  if (how == DM_TAKE_DOWN_NOW)
    start_unmount (task);
  else
    start_scan (task);
}

gboolean
dm_take_down_finish (GAsyncResult *result,
                     GPtrArray **holders,
                     gboolean *ended_backend,
                     GError **error)
{
  Ending *ending;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  ending = g_task_get_task_data (G_TASK (result));
  if (holders != NULL)
    *holders = g_steal_pointer (&ending->holders);
  if (ended_backend != NULL)
    *ended_backend = ending->ended_backend;

  return g_task_propagate_boolean (G_TASK (result), error);
}
