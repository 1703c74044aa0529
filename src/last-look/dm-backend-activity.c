/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-backend-activity.h"

#include <string.h>

/* Both kinds: "voluntary_ctxt_switches" is the end of the other's name. */
static guint64
count_switches (const char *status)
{
  static const char key[] = "voluntary_ctxt_switches:";
  const char *found = status;
  guint64 count = 0;

  while ((found = strstr (found, key)) != NULL)
    {
      found += strlen (key);
      count += g_ascii_strtoull (found, NULL, 10);
    }
  return count;
}

guint64
dm_backend_activity_read (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task", (int) pid);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint64 activity = 0;
  const char *task;

  while (dir != NULL && (task = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *status_path = g_build_filename (path, task, "status", NULL);
      g_autofree char *status = NULL;

      if (g_file_get_contents (status_path, &status, NULL, NULL))
        activity += count_switches (status);
    }
  return activity;
}
