/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-backend-io.h"

#include <string.h>

static guint64
read_field (const char *text,
            const char *name)
{
  const char *at = strstr (text, name);

  return at != NULL ? g_ascii_strtoull (at + strlen (name), NULL, 10) : 0;
}

guint64
dm_backend_io_read_text (const char *text)
{
  /* Between its threads, to the bus and to the server: even a small answer is
   * some writes to descriptors. What sockets receive is not counted. */
  return read_field (text, "rchar:") + read_field (text, "wchar:");
}

guint64
dm_backend_io_read (pid_t backend)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/io", (int) backend);
  g_autofree char *text = NULL;

  if (backend == 0 || !g_file_get_contents (path, &text, NULL, NULL))
    return 0;

  return dm_backend_io_read_text (text);
}
