/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-locked-memory.h"

#include <string.h>
#include <sys/mman.h>

/* In front of what the caller gets; keeps that aligned for anything. */
#define HEADER_SIZE 16

static gpointer
map_pages (gsize size)
{
  gpointer pages = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (pages == MAP_FAILED)
    g_error ("No memory for %" G_GSIZE_FORMAT " bytes", size);
  /* Where the limit is too low, there is nothing better to be had. */
  (void) mlock (pages, size);
  (void) madvise (pages, size, MADV_DONTDUMP);
  return pages;
}

gpointer
dm_locked_memory_new (gsize size)
{
  guint8 *pages;
  gsize total;

  if (size == 0)
    return NULL;
  g_assert (size < G_MAXSIZE - HEADER_SIZE);

  total = size + HEADER_SIZE;
  pages = map_pages (total);
  memcpy (pages, &total, sizeof total);
  return pages + HEADER_SIZE;
}

void
dm_locked_memory_free (gpointer memory)
{
  guint8 *pages;
  gsize total;

  if (memory == NULL)
    return;

  pages = (guint8 *) memory - HEADER_SIZE;
  memcpy (&total, pages, sizeof total);
  explicit_bzero (pages, total);
  munmap (pages, total);
}

GBytes *
dm_locked_memory_to_bytes (gpointer memory, gsize size)
{
  return g_bytes_new_with_free_func (memory, size, dm_locked_memory_free, memory);
}
