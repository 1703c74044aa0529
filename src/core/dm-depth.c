/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-depth.h"

#include <string.h>

static gboolean
is_at_or_below (const char *path,
                const char *above)
{
  gsize length = strlen (above);

  while (length > 0 && above[length - 1] == '/')
    length--;
  if (length == 0)
    return TRUE;

  return strncmp (path, above, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

gssize
dm_depth_of_path (const char *place,
                  const char *above)
{
  g_return_val_if_fail (place != NULL, -1);
  g_return_val_if_fail (above != NULL, -1);

  return is_at_or_below (place, above) ? (gssize) strlen (above) : -1;
}

gssize
dm_depth_of_location (DmLocation *place,
                      DmLocation *above)
{
  g_autoptr (DmLocation) root = NULL;

  g_return_val_if_fail (place != NULL, -1);
  g_return_val_if_fail (above != NULL, -1);

  root = dm_location_dup_mount_root (above);
  if (!dm_location_matches_mount (place, root))
    return -1;

  return dm_depth_of_path (dm_location_get_path (place), dm_location_get_path (above));
}
