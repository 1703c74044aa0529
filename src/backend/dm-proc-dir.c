/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-proc-dir.h"

#include <dirent.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The kernel's records have the layout of glibc's struct dirent64. */
static const struct dirent64 *
next_entry (DmProcDir *self)
{
  const struct dirent64 *entry;

  if (self->position >= self->filled)
    {
      self->position = 0;
      self->filled = syscall (SYS_getdents64, self->fd, self->buffer, sizeof self->buffer);
      if (self->filled <= 0)
        return NULL;
    }

  entry = (const struct dirent64 *) (const void *) ((const char *) self->buffer + self->position);
  self->position += entry->d_reclen;

  return entry;
}

void
dm_proc_dir_init (DmProcDir *self, int fd)
{
  self->fd = fd;
  self->filled = 0;
  self->position = 0;
}

const char *
dm_proc_dir_next_number (DmProcDir *self)
{
  const struct dirent64 *entry;

  while ((entry = next_entry (self)) != NULL)
    {
      if (g_ascii_isdigit (entry->d_name[0]))
        return entry->d_name;
    }

  return NULL;
}

guint64
dm_proc_parse_socket (const char *link)
{
  static const char prefix[] = "socket:[";

  if (strncmp (link, prefix, sizeof prefix - 1) != 0)
    return 0;

  return g_ascii_strtoull (link + sizeof prefix - 1, NULL, 10);
}
