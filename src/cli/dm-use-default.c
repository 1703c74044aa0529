/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-use.h"

#include <errno.h>

#include "dm-error.h"
#include "dm-names.h"

#define FILE_NAME  "use.ini"
#define GROUP      "use"
#define PERSISTENT "Persistent"

static char *
build_path (void)
{
  return g_build_filename (g_get_user_config_dir (), DM_CONFIG_DIR, FILE_NAME, NULL);
}

gboolean
dm_use_get_default (void)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = build_path ();
  gboolean persistent;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return TRUE;
  persistent = g_key_file_get_boolean (file, GROUP, PERSISTENT, &error);

  return error != NULL || persistent;
}

gboolean
dm_use_set_default (gboolean persistent,
                    GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = build_path ();
  g_autofree char *folder = g_path_get_dirname (path);

  if (persistent == dm_use_get_default ())
    return TRUE;

  if (g_mkdir_with_parents (folder, 0700) < 0)
    {
      int code = errno;

      g_set_error (error, DM_ERROR, DM_ERROR_CANNOT_OPEN_PROFILE, "%s: %s", folder, g_strerror (code));
      return FALSE;
    }
  g_key_file_set_boolean (file, GROUP, PERSISTENT, persistent);
  if (g_key_file_save_to_file (file, path, error))
    return TRUE;
  g_prefix_error (error, "%s: ", path);

  return FALSE;
}
