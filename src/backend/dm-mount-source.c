/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-mount-source.h"

G_DEFINE_INTERFACE (DmMountSource, dm_mount_source, G_TYPE_OBJECT)

enum
{
  MOUNT_ADDED,
  MOUNT_REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static guint
create_signal (const char *name)
{
  return g_signal_new (name, DM_TYPE_MOUNT_SOURCE, G_SIGNAL_RUN_LAST, 0,
                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
dm_mount_source_default_init (DmMountSourceInterface *iface)
{
  signals[MOUNT_ADDED] = create_signal ("mount-added");
  signals[MOUNT_REMOVED] = create_signal ("mount-removed");
}

void
dm_mount_source_open_async (DmMountSource *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (DM_IS_MOUNT_SOURCE (self));

  DM_MOUNT_SOURCE_GET_IFACE (self)->open_async (self, cancellable, callback, user_data);
}

gboolean
dm_mount_source_open_finish (DmMountSource *self,
                             GAsyncResult *result,
                             GError **error)
{
  g_return_val_if_fail (DM_IS_MOUNT_SOURCE (self), FALSE);

  return DM_MOUNT_SOURCE_GET_IFACE (self)->open_finish (self, result, error);
}

pid_t
dm_mount_source_get_backend (DmMountSource *self,
                             DmMount *mount)
{
  g_return_val_if_fail (DM_IS_MOUNT_SOURCE (self), 0);

  if (DM_MOUNT_SOURCE_GET_IFACE (self)->get_backend == NULL)
    return 0;

  return DM_MOUNT_SOURCE_GET_IFACE (self)->get_backend (self, mount);
}

void
dm_mount_source_emit_added (DmMountSource *self,
                            DmMount *mount)
{
  g_signal_emit (self, signals[MOUNT_ADDED], 0, mount);
}

void
dm_mount_source_emit_removed (DmMountSource *self,
                              DmMount *mount)
{
  g_signal_emit (self, signals[MOUNT_REMOVED], 0, mount);
}
