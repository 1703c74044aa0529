/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-managed-drives.h"

#include <string.h>

#include "dm-names.h"

/* Editors truncate and write, or remove and rename, and a policy comes in many
 * files: look when they are done. */
#define SETTLE_MS 150

/* inotify's watches are few on some systems, and others want them too. */
#define MAX_MONITORS 512

static const char *const default_policy_folders[] = {
  "/var/lib/samba/gpo_cache",
  "/var/cache/samba/gpo_cache",
  "/var/cache/adsys/sysvol",
  NULL
};

struct _DmManagedDrives
{
  GObject parent_instance;

  /* Owned */
  char **config_folders;
  char **policy_folders;
  DmManagedSnapshot *snapshot; /* nullable until loaded */
  GHashTable *monitors;        /* as the keys of Load.watches → GFileMonitor */
  GPtrArray *waiting;          /* GTask: for the load under way, or for the next */

  guint settle_id;
  gboolean loading;
  gboolean again;
};

G_DEFINE_FINAL_TYPE (DmManagedDrives, dm_managed_drives, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What a thread is given, and what it gives. */
typedef struct
{
  char **config_folders;
  char **policy_folders;
  DmManagedSnapshot *snapshot;
  GHashTable *watches; /* folder → itself; or a path that is not there → its folder */
} Load;

static void start_load (DmManagedDrives *self);

static void
load_free (Load *self)
{
  g_strfreev (self->config_folders);
  g_strfreev (self->policy_folders);
  g_clear_pointer (&self->snapshot, dm_managed_snapshot_free);
  g_clear_pointer (&self->watches, g_hash_table_unref);
  g_free (self);
}

/* In the thread */

/* A folder that is not there: GIO would look for it every four seconds, so the
 * nearest one that is there is watched for the next part of the path. */
static void
watch_for (Load *load,
           const char *folder)
{
  g_autofree char *path = g_strdup (folder);

  while (!g_str_equal (path, "/") && !g_str_equal (path, "."))
    {
      g_autofree char *parent = g_path_get_dirname (path);

      if (g_file_test (parent, G_FILE_TEST_IS_DIR))
        {
          g_hash_table_replace (load->watches, g_steal_pointer (&path), g_steal_pointer (&parent));
          return;
        }
      g_free (path);
      path = g_steal_pointer (&parent);
    }
}

static void
find_watches (Load *load)
{
  g_autoptr (GPtrArray) roots = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; load->config_folders[i] != NULL; i++)
    g_ptr_array_add (roots, g_build_filename (load->config_folders[i], DM_CONFIG_DIR, DM_MANAGED_DIR, NULL));
  for (guint i = 0; load->policy_folders[i] != NULL; i++)
    g_ptr_array_add (roots, g_strdup (load->policy_folders[i]));

  for (guint i = 0; i < roots->len; i++)
    if (!g_file_test (roots->pdata[i], G_FILE_TEST_IS_DIR))
      watch_for (load, roots->pdata[i]);
  for (guint i = 0; i < load->snapshot->folders->len; i++)
    g_hash_table_replace (load->watches, g_strdup (load->snapshot->folders->pdata[i]),
                          g_strdup (load->snapshot->folders->pdata[i]));
}

static void
run_in_thread (GTask *task,
               gpointer source,
               gpointer data,
               GCancellable *cancellable)
{
  Load *load = data;

  load->snapshot = dm_managed_snapshot_read ((const char *const *) load->config_folders,
                                             (const char *const *) load->policy_folders);
  find_watches (load);
  g_task_return_boolean (task, TRUE);
}

/* Watching */

static gboolean
on_settled_cb (gpointer user_data)
{
  DmManagedDrives *self = user_data;

  self->settle_id = 0;
  start_load (self);

  return G_SOURCE_REMOVE;
}

static void
load_soon (DmManagedDrives *self)
{
  g_clear_handle_id (&self->settle_id, g_source_remove);
  self->settle_id = g_timeout_add (SETTLE_MS, on_settled_cb, self);
}

static gboolean
is_about (GFile *file,
          const char *path)
{
  g_autofree char *own = file != NULL ? g_file_get_path (file) : NULL;

  return g_strcmp0 (own, path) == 0;
}

static void
on_folder_changed_cb (DmManagedDrives *self,
                      GFile *file,
                      GFile *other,
                      GFileMonitorEvent event,
                      GFileMonitor *monitor)
{
  const char *awaited = g_object_get_data (G_OBJECT (monitor), "awaited");

  if (awaited == NULL || is_about (file, awaited) || is_about (other, awaited))
    load_soon (self);
}

static GFileMonitor *
watch_folder (DmManagedDrives *self,
              const char *what,
              const char *folder)
{
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  GFileMonitor *monitor = g_file_monitor_directory (file, G_FILE_MONITOR_NONE, NULL, NULL);

  if (monitor == NULL)
    return NULL;

  if (!g_str_equal (what, folder))
    g_object_set_data_full (G_OBJECT (monitor), "awaited", g_strdup (what), g_free);
  g_signal_connect_object (monitor, "changed", G_CALLBACK (on_folder_changed_cb), self, G_CONNECT_SWAPPED);

  return monitor;
}

/* What was awaited may be there by now, and the other way round. */
static gboolean
is_unwanted (gpointer what,
             gpointer monitor,
             gpointer watches)
{
  const char *folder = g_hash_table_lookup (watches, what);
  gboolean is_awaited = g_object_get_data (monitor, "awaited") != NULL;

  return folder == NULL || is_awaited == g_str_equal (folder, what);
}

/* Whether there are new ones: what happened there before they were is not known. */
static gboolean
watch (DmManagedDrives *self,
       GHashTable *watches)
{
  gboolean added = FALSE;
  GHashTableIter iter;
  gpointer what, folder;

  g_hash_table_foreach_remove (self->monitors, is_unwanted, watches);
  g_hash_table_iter_init (&iter, watches);
  while (g_hash_table_iter_next (&iter, &what, &folder))
    {
      GFileMonitor *monitor;

      if (g_hash_table_contains (self->monitors, what) || g_hash_table_size (self->monitors) >= MAX_MONITORS)
        continue;

      monitor = watch_folder (self, what, folder);
      if (monitor != NULL)
        g_hash_table_insert (self->monitors, g_strdup (what), monitor);
      added |= monitor != NULL;
    }

  return added;
}

/* Loading */

static gboolean
is_same (const DmManagedSnapshot *a,
         const DmManagedSnapshot *b)
{
  if (a->drives->len != b->drives->len || a->problems->len != b->problems->len)
    return FALSE;

  for (guint i = 0; i < a->drives->len; i++)
    if (!dm_managed_drive_equal (a->drives->pdata[i], b->drives->pdata[i]))
      return FALSE;
  for (guint i = 0; i < a->problems->len; i++)
    if (!g_str_equal (a->problems->pdata[i], b->problems->pdata[i]))
      return FALSE;

  return TRUE;
}

static void
adopt (DmManagedDrives *self,
       DmManagedSnapshot *snapshot)
{
  g_autoptr (DmManagedSnapshot) old = g_steal_pointer (&self->snapshot);

  self->snapshot = snapshot;
  if (old != NULL && !is_same (old, snapshot))
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
answer (DmManagedDrives *self)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    g_task_return_boolean (waiting->pdata[i], TRUE);
}

static void
on_loaded_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  DmManagedDrives *self = DM_MANAGED_DRIVES (source);
  Load *load = g_task_get_task_data (G_TASK (result));

  self->loading = FALSE;
  if (watch (self, load->watches) || self->again)
    {
      /* Soon enough to be no other moment for who waits. */
      self->again = FALSE;
      start_load (self);
    }

  adopt (self, g_steal_pointer (&load->snapshot));
  if (!self->loading)
    answer (self);
}

static void
start_load (DmManagedDrives *self)
{
  g_autoptr (GTask) task = NULL;
  Load *load;

  self->again = self->loading;
  if (self->loading)
    return;

  load = g_new0 (Load, 1);
  load->config_folders = g_strdupv (self->config_folders);
  load->policy_folders = g_strdupv (self->policy_folders);
  load->watches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->loading = TRUE;

  task = g_task_new (self, NULL, on_loaded_cb, NULL);
  g_task_set_source_tag (task, start_load);
  g_task_set_task_data (task, load, (GDestroyNotify) load_free);
  g_task_run_in_thread (task, run_in_thread);
}

static void
dm_managed_drives_finalize (GObject *object)
{
  DmManagedDrives *self = DM_MANAGED_DRIVES (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_pointer (&self->monitors, g_hash_table_unref);
  g_clear_pointer (&self->snapshot, dm_managed_snapshot_free);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->config_folders, g_strfreev);
  g_clear_pointer (&self->policy_folders, g_strfreev);

  G_OBJECT_CLASS (dm_managed_drives_parent_class)->finalize (object);
}

static void
dm_managed_drives_class_init (DmManagedDrivesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dm_managed_drives_finalize;

  signals[CHANGED] = g_signal_new ("changed", DM_TYPE_MANAGED_DRIVES, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dm_managed_drives_init (DmManagedDrives *self)
{
  self->monitors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

DmManagedDrives *
dm_managed_drives_new (const char *const *config_folders,
                       const char *const *policy_folders)
{
  DmManagedDrives *self = g_object_new (DM_TYPE_MANAGED_DRIVES, NULL);

  if (config_folders == NULL)
    config_folders = g_get_system_config_dirs ();
  if (policy_folders == NULL)
    policy_folders = default_policy_folders;
  self->config_folders = g_strdupv ((char **) config_folders);
  self->policy_folders = g_strdupv ((char **) policy_folders);

  return self;
}

void
dm_managed_drives_load_async (DmManagedDrives *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;

  g_return_if_fail (DM_IS_MANAGED_DRIVES (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_managed_drives_load_async);
  g_ptr_array_add (self->waiting, task);
  start_load (self);
}

gboolean
dm_managed_drives_load_finish (DmManagedDrives *self,
                               GAsyncResult *result,
                               GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

GPtrArray *
dm_managed_drives_get_drives (DmManagedDrives *self)
{
  g_return_val_if_fail (DM_IS_MANAGED_DRIVES (self), NULL);
  g_return_val_if_fail (self->snapshot != NULL, NULL);

  return self->snapshot->drives;
}

GPtrArray *
dm_managed_drives_get_problems (DmManagedDrives *self)
{
  g_return_val_if_fail (DM_IS_MANAGED_DRIVES (self), NULL);
  g_return_val_if_fail (self->snapshot != NULL, NULL);

  return self->snapshot->problems;
}
