/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-program.h"

#include "dm-names.h"

char *
dm_program_find (const char *name)
{
  const char *dir = g_getenv (DM_ENV_LIBEXECDIR);

  return g_build_filename (dir != NULL && *dir != '\0' ? dir : DM_LIBEXECDIR, name, NULL);
}
