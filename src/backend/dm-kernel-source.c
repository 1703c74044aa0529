/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-kernel-source.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <glib-unix.h>

#include "dm-mountinfo.h"

struct _DmKernelSource
{
  GObject parent_instance;

  /* Owned */
  char *path;
  GHashTable *mounts; /* DmMount.id → DmMount */

  int fd;
  guint watch_id;
};

static void dm_kernel_source_mount_source_init (DmMountSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DmKernelSource, dm_kernel_source, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (DM_TYPE_MOUNT_SOURCE, dm_kernel_source_mount_source_init))

/* mountinfo is text from memory: reading it waits for no disk or server. */
static char *
read_all (int fd)
{
  GString *text = g_string_new (NULL);
  char buffer[16384];
  ssize_t n;

  if (lseek (fd, 0, SEEK_SET) < 0)
    return g_string_free (text, FALSE);

  while ((n = read (fd, buffer, sizeof buffer)) > 0 || (n < 0 && errno == EINTR))
    if (n > 0)
      g_string_append_len (text, buffer, n);

  return g_string_free (text, FALSE);
}

static void
update (DmKernelSource *self)
{
  g_autofree char *text = read_all (self->fd);
  g_autoptr (GPtrArray) now = dm_mountinfo_parse (text);
  g_autoptr (GHashTable) old = g_steal_pointer (&self->mounts);
  g_autoptr (GPtrArray) added = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer mount;

  self->mounts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                        (GDestroyNotify) dm_mount_unref);
  for (guint i = 0; i < now->len; i++)
    {
      DmMount *found = now->pdata[i];
      DmMount *known = g_hash_table_lookup (old, found->id);

      /* The kernel uses a mount id again: the same id at another place is
       * another mount. */
      if (known != NULL && g_strcmp0 (known->path, found->path) == 0 &&
          g_strcmp0 (known->source, found->source) == 0)
        found = known;
      else
        g_ptr_array_add (added, found);

      g_hash_table_replace (self->mounts, found->id, dm_mount_ref (found));
    }

  g_hash_table_iter_init (&iter, old);
  while (g_hash_table_iter_next (&iter, NULL, &mount))
    if (g_hash_table_lookup (self->mounts, ((DmMount *) mount)->id) != mount)
      dm_mount_source_emit_removed (DM_MOUNT_SOURCE (self), mount);

  for (guint i = 0; i < added->len; i++)
    dm_mount_source_emit_added (DM_MOUNT_SOURCE (self), added->pdata[i]);
}

static gboolean
on_mountinfo_changed_cb (int fd,
                         GIOCondition condition,
                         gpointer user_data)
{
  update (DM_KERNEL_SOURCE (user_data));

  return G_SOURCE_CONTINUE;
}

static void
dm_kernel_source_open_async (DmMountSource *source,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  DmKernelSource *self = DM_KERNEL_SOURCE (source);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  self->fd = open (self->path, O_RDONLY | O_CLOEXEC);
  if (self->fd < 0)
    {
      int saved_errno = errno;

      g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_errno (saved_errno),
                               "%s: %s", self->path, g_strerror (saved_errno));
      return;
    }

  update (self);
  if (g_str_has_prefix (self->path, "/proc/"))
    self->watch_id = g_unix_fd_add (self->fd, G_IO_PRI, on_mountinfo_changed_cb, self);
  g_task_return_boolean (task, TRUE);
}

static gboolean
dm_kernel_source_open_finish (DmMountSource *source,
                              GAsyncResult *result,
                              GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
dm_kernel_source_mount_source_init (DmMountSourceInterface *iface)
{
  iface->open_async = dm_kernel_source_open_async;
  iface->open_finish = dm_kernel_source_open_finish;
}

static void
dm_kernel_source_finalize (GObject *object)
{
  DmKernelSource *self = DM_KERNEL_SOURCE (object);

  g_clear_handle_id (&self->watch_id, g_source_remove);
  if (self->fd >= 0)
    close (self->fd);
  g_clear_pointer (&self->mounts, g_hash_table_unref);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (dm_kernel_source_parent_class)->finalize (object);
}

static void
dm_kernel_source_class_init (DmKernelSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dm_kernel_source_finalize;
}

static void
dm_kernel_source_init (DmKernelSource *self)
{
  self->fd = -1;
  self->mounts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                        (GDestroyNotify) dm_mount_unref);
}

DmKernelSource *
dm_kernel_source_new (const char *mountinfo)
{
  DmKernelSource *self = g_object_new (DM_TYPE_KERNEL_SOURCE, NULL);

  self->path = g_strdup (mountinfo != NULL ? mountinfo : "/proc/self/mountinfo");

  return self;
}
