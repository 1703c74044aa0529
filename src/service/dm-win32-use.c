/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-win32-use.h"

#include "dm-error.h"
#include "dm-local-name.h"

#define USE_FORCE_LEVEL_MASK    0x0000ffffu
#define USE_FLAG_GLOBAL_MAPPING 0x00010000u
#define CONNECT_UPDATE_PROFILE  0x00000001u

guint
dm_win32_use_from_net_use_del (const char *server,
                               const char *name,
                               guint32 flags,
                               DmWin32Use *use)
{
  guint32 level = flags & USE_FORCE_LEVEL_MASK;

  if (*server != '\0')
    return DM_ERROR_NOT_SUPPORTED;
  if (level > DM_LEVEL_LOTS_OF_FORCE)
    return DM_ERROR_INVALID_LEVEL;
  if (*name == '\0')
    return DM_ERROR_INVALID_PARAMETER;
  if (flags & ~(USE_FORCE_LEVEL_MASK | USE_FLAG_GLOBAL_MAPPING))
    return DM_ERROR_INVALID_PARAMETER;
  if (flags & USE_FLAG_GLOBAL_MAPPING)
    return DM_ERROR_NOT_CONNECTED;

  use->level = (DmLevel) level;
  use->update_profile = FALSE;

  return 0;
}

static guint
read_cancel (const char *name,
             gboolean update_profile,
             gboolean force,
             DmWin32Use *use)
{
  if (*name == '\0')
    return DM_ERROR_INVALID_PARAMETER;

  use->level = force ? DM_LEVEL_LOTS_OF_FORCE : DM_LEVEL_NONE;
  use->update_profile = update_profile;

  return 0;
}

guint
dm_win32_use_from_cancel_connection (const char *name,
                                     gboolean force,
                                     DmWin32Use *use)
{
  return read_cancel (name, dm_local_name_looks_like (name), force, use);
}

guint
dm_win32_use_from_cancel_connection2 (const char *name,
                                      guint32 flags,
                                      gboolean force,
                                      DmWin32Use *use)
{
  if (flags & ~CONNECT_UPDATE_PROFILE)
    return DM_ERROR_INVALID_PARAMETER;

  return read_cancel (name, (flags & CONNECT_UPDATE_PROFILE) != 0, force, use);
}
