/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-mount.h"

DmMount *
dm_mount_new (DmOrigin origin,
              const char *id,
              DmLocation *location,
              const char *source,
              const char *path,
              const char *type,
              const char *bus_name,
              const char *object_path)
{
  DmMount *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (source != NULL, NULL);

  self = g_new0 (DmMount, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->origin = origin;
  self->id = g_strdup (id);
  self->location = location != NULL ? dm_location_ref (location) : NULL;
  self->source = g_strdup (source);
  self->path = g_strdup (path);
  self->type = g_strdup (type);
  self->bus_name = g_strdup (bus_name);
  self->object_path = g_strdup (object_path);
  return self;
}

DmMount *
dm_mount_ref (DmMount *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
dm_mount_unref (DmMount *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->location, dm_location_unref);
  g_free (self->id);
  g_free (self->source);
  g_free (self->path);
  g_free (self->type);
  g_free (self->bus_name);
  g_free (self->object_path);
  g_free (self);
}

char *
dm_mount_dup_remote (DmMount *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->location != NULL)
    return dm_location_to_remote (self->location);

  /* What the system calls it may be any bytes, what people read may not. */
  return g_utf8_make_valid (self->source, -1);
}
