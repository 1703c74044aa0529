/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-program.h"

#include "dm-names.h"

char *
dm_program_find (const char *name)
{
  const char *dirs = g_getenv (DM_ENV_LIBEXECDIR);
  g_auto (GStrv) list = g_strsplit (dirs != NULL && *dirs != '\0' ? dirs : DM_LIBEXECDIR, G_SEARCHPATH_SEPARATOR_S, -1);

  for (guint i = 0; list[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (list[i], name, NULL);

      if (list[i + 1] == NULL || g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&path);
    }

  return g_build_filename (DM_LIBEXECDIR, name, NULL);
}
