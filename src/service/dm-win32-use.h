/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-enums.h"

G_BEGIN_DECLS

/* The rules by which Windows' calls read their arguments. */

typedef struct
{
  DmLevel level;
  gboolean update_profile;
} DmWin32Use;

/* Each gives 0, or the Win32 number with which the call fails at once. */

/* NetUseDel (): @name is a local name or a UNC of this computer (@server is
 * empty); the level is the low 16 bits of @flags, and nothing here is a global
 * mapping (0x10000). */
guint dm_win32_use_from_net_use_del (const char *server,
                                     const char *name,
                                     guint32 flags,
                                     DmWin32Use *use);

/* WNetCancelConnection (): a device is also forgotten. */
guint dm_win32_use_from_cancel_connection (const char *name,
                                           gboolean force,
                                           DmWin32Use *use);

/* WNetCancelConnection2 (): only CONNECT_UPDATE_PROFILE (1) forgets. */
guint dm_win32_use_from_cancel_connection2 (const char *name,
                                            guint32 flags,
                                            gboolean force,
                                            DmWin32Use *use);

G_END_DECLS
