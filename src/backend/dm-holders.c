/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-holders.h"

#include "dm-outside-holders.h"
#include "dm-proc-holders.h"
#include "dm-sandbox.h"
#include "dm-stream-holders.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#define FUSE_PROGRAM "gvfsd-fuse"

/* Programs that look at mounts for others and never hold anything. */
static const char *const bystanders[] = {
  FUSE_PROGRAM,
  "drivemap-service",
  "drivemap-last-look",
  NULL,
};

/* A scan under way. */
typedef struct
{
  const DmHolderTarget *targets; /* borrowed */
  gsize n_targets;
  GPtrArray *lists;  /* of GPtrArray of DmHolder, one per target */
  GArray *streams;   /* of DmStream */
  DmHolder **owners; /* one per stream; NULL: not found */
} Scan;

/* What dm_holders_scan_async () hands to its thread. */
typedef struct
{
  DmHolderTarget *targets;
  gsize n_targets;
} Request;

static void
scan_clear (Scan *self)
{
  for (guint i = 0; self->owners != NULL && i < self->streams->len; i++)
    g_clear_pointer (&self->owners[i], dm_holder_free);

  g_clear_pointer (&self->owners, g_free);
  g_clear_pointer (&self->streams, g_array_unref);
  g_clear_pointer (&self->lists, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scan, scan_clear)

static const DmStream *
stream_at (GArray *streams, guint index)
{
  return &g_array_index (streams, DmStream, index);
}

static GArray *
list_streams (const Scan *self, GError **error)
{
  g_autofree pid_t *backends = g_new0 (pid_t, self->n_targets);
  gsize n_backends = 0;

  for (gsize i = 0; i < self->n_targets; i++)
    {
      gboolean known = self->targets[i].backend == 0;

      for (gsize j = 0; j < n_backends && !known; j++)
        known = backends[j] == self->targets[i].backend;
      if (!known)
        backends[n_backends++] = self->targets[i].backend;
    }

  return dm_stream_holders_list (backends, n_backends, error);
}

static gboolean
is_bystander (const DmHolder *holder)
{
  return holder->program != NULL && g_strv_contains (bystanders, holder->program);
}

static void
on_match_found_cb (const DmHolder *holder, guint tag, guint64 inode, gpointer user_data)
{
  Scan *self = user_data;

  if (inode == 0)
    {
      if (!is_bystander (holder))
        g_ptr_array_add (g_ptr_array_index (self->lists, tag), dm_holder_copy (holder));
    }
  else if (self->owners[tag] == NULL)
    {
      /* A child that inherited the socket comes later and counts no more. */
      self->owners[tag] = dm_holder_copy (holder);
    }
}

static gboolean
scan_proc (Scan *self, GError **error)
{
  g_autoptr (DmProcScan) scan = dm_proc_scan_new ();

  for (gsize i = 0; i < self->n_targets; i++)
    {
      if (self->targets[i].path != NULL)
        dm_proc_scan_add_path (scan, self->targets[i].path, i);
    }

  for (guint i = 0; i < self->streams->len; i++)
    dm_proc_scan_add_socket (scan, stream_at (self->streams, i)->peer_inode, i);

  return dm_proc_scan_run (scan, on_match_found_cb, self, error);
}

static gboolean
has_stream (GArray *streams, const DmStream *wanted)
{
  for (guint i = 0; i < streams->len; i++)
    {
      const DmStream *stream = stream_at (streams, i);

      if (stream->backend == wanted->backend && stream->peer_inode == wanted->peer_inode)
        return TRUE;
    }

  return FALSE;
}

/* How many files the programs have open through FUSE on a target. gvfsd-fuse
 * has one stream for each path; a handle of unknown mode (O_PATH) needs none. */
static guint
count_open_files (GPtrArray *holders)
{
  g_autoptr (GHashTable) paths = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < holders->len; i++)
    {
      const DmHolder *holder = g_ptr_array_index (holders, i);

      if ((holder->kind == DM_HOLDER_FILE || holder->kind == DM_HOLDER_MAPPED) &&
          holder->mode != DM_HOLDER_MODE_UNKNOWN)
        g_hash_table_add (paths, holder->path);
    }

  return g_hash_table_size (paths);
}

/* What is known of a stream goes into @holders as a holder of its own. */
static void
add_stream (GPtrArray *holders, const DmHolder *owner, gboolean is_fuse)
{
  DmHolder *holder = dm_holder_new (owner != NULL ? owner->pid : 0,
                                    DM_HOLDER_STREAM,
                                    DM_HOLDER_SOURCE_STREAM);

  if (is_fuse)
    {
      holder->note = g_strdup (_ ("A file that was just closed is still being written to the server"));
    }
  else if (owner != NULL)
    {
      holder->note = g_strdup (_ ("GIO does not tell the name of the file"));
    }
  else
    {
      holder->note = g_strdup (_ ("The program that has this file open could not be found"));
    }

  if (owner != NULL)
    {
      holder->program = g_strdup (owner->program);
      holder->user = g_strdup (owner->user);
    }

  g_ptr_array_add (holders, holder);
}

static gboolean
is_own (const DmHolder *owner)
{
  return owner != NULL && owner->pid == getpid ();
}

/* FUSE streams are what the files found in /proc look like from the backend's
 * side; only those in excess are holders. All others always are. */
static void
add_streams_of_target (Scan *self, gsize target, GArray *alive)
{
  GPtrArray *holders = g_ptr_array_index (self->lists, target);
  guint explained = count_open_files (holders);

  for (guint i = 0; i < self->streams->len; i++)
    {
      const DmStream *stream = stream_at (self->streams, i);
      const DmHolder *owner = self->owners[i];
      gboolean is_fuse = owner != NULL && g_strcmp0 (owner->program, FUSE_PROGRAM) == 0;

      if (stream->backend != self->targets[target].backend || is_own (owner) ||
          !has_stream (alive, stream))
        continue;

      if (is_fuse && explained > 0)
        explained--;
      else
        add_stream (holders, owner, is_fuse);
    }
}

/* A stream that ended while /proc was read has no owner and explains no file:
 * so the kernel is asked again. */
static gboolean
add_streams (Scan *self, GError **error)
{
  g_autoptr (GArray) alive = NULL;

  if (self->streams->len == 0)
    return TRUE;

  alive = list_streams (self, error);
  if (alive == NULL)
    return FALSE;

  for (gsize i = 0; i < self->n_targets; i++)
    add_streams_of_target (self, i, alive);

  return TRUE;
}

static void
scan_init (Scan *self, const DmHolderTarget *targets, gsize n_targets)
{
  self->targets = targets;
  self->n_targets = n_targets;
  self->lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (gsize i = 0; i < n_targets; i++)
    g_ptr_array_add (self->lists, dm_holder_list_new ());
}

GPtrArray *
dm_holders_scan (const DmHolderTarget *targets, gsize n_targets, GError **error)
{
  g_auto (Scan) scan = { 0 };

  if (dm_sandbox_is_inside ())
    return dm_outside_holders_scan (targets, n_targets, error);

  scan_init (&scan, targets, n_targets);
  scan.streams = list_streams (&scan, error);
  if (scan.streams == NULL)
    return NULL;

  scan.owners = g_new0 (DmHolder *, scan.streams->len + 1);
  if (!scan_proc (&scan, error) || !add_streams (&scan, error))
    return NULL;

  return g_steal_pointer (&scan.lists);
}

static void
request_free (gpointer data)
{
  Request *request = data;

  for (gsize i = 0; i < request->n_targets; i++)
    g_free ((char *) request->targets[i].path);
  g_free (request->targets);
  g_free (request);
}

static void
scan_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Request *request = task_data;
  GError *error = NULL;
  GPtrArray *lists = dm_holders_scan (request->targets, request->n_targets, &error);

  if (lists == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, lists, (GDestroyNotify) g_ptr_array_unref);
}

void
dm_holders_scan_async (const DmHolderTarget *targets,
                       gsize n_targets,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->n_targets = n_targets;
  request->targets = g_new0 (DmHolderTarget, n_targets);
  for (gsize i = 0; i < n_targets; i++)
    {
      request->targets[i].backend = targets[i].backend;
      request->targets[i].path = g_strdup (targets[i].path);
    }

  g_task_set_source_tag (task, dm_holders_scan_async);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, scan_thread);
}

GPtrArray *
dm_holders_scan_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
