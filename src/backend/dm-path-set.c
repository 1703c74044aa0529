/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-path-set.h"

#include <string.h>

typedef struct
{
  char *path;
  gsize length;
  guint tag;
  gssize parent; /* the next directory outwards, -1 if none */
} Entry;

struct _DmPathSet
{
  GArray *entries; /* of Entry */
  gsize common;    /* so many first bytes are the same in all */
};

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  g_free (entry->path);
}

static const Entry *
entry_at (const DmPathSet *self, gssize index)
{
  return &g_array_index (self->entries, Entry, index);
}

/* The slash sorts before every other byte, so that a directory is followed at
 * once by all that lies below it. */
static int
rank (char byte)
{
  if (byte == '\0')
    return 0;

  return byte == '/' ? 1 : (guchar) byte + 1;
}

static int
compare_paths (const char *a, const char *b)
{
  while (*a != '\0' && *a == *b)
    {
      a++;
      b++;
    }

  return rank (*a) - rank (*b);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *x = a, *y = b;

  return compare_paths (x->path, y->path);
}

static gboolean
contains (const Entry *entry, const char *path, gsize length)
{
  return length >= entry->length &&
         memcmp (path, entry->path, entry->length) == 0 &&
         (path[entry->length] == '\0' || path[entry->length] == '/');
}

/* The last entry that does not sort after @path. Whatever contains @path is
 * this entry or one of its parents. */
static gssize
find_last_before (const DmPathSet *self, const char *path)
{
  gsize low = 0, high = self->entries->len;

  while (low < high)
    {
      gsize middle = (low + high) / 2;

      if (compare_paths (entry_at (self, middle)->path, path) <= 0)
        low = middle + 1;
      else
        high = middle;
    }

  return (gssize) low - 1;
}

static gsize
count_common (const char *a, const char *b)
{
  gsize i = 0;

  while (a[i] != '\0' && a[i] == b[i])
    i++;

  return i;
}

static gssize
find_parent (const DmPathSet *self, gssize index)
{
  const Entry *entry = entry_at (self, index);

  for (gssize i = index - 1; i >= 0; i = entry_at (self, i)->parent)
    {
      if (contains (entry_at (self, i), entry->path, entry->length))
        return i;
    }

  return -1;
}

DmPathSet *
dm_path_set_new (void)
{
  DmPathSet *self = g_new0 (DmPathSet, 1);

  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, entry_clear);

  return self;
}

void
dm_path_set_free (DmPathSet *self)
{
  g_array_unref (self->entries);
  g_free (self);
}

void
dm_path_set_add (DmPathSet *self, const char *path, guint tag)
{
  Entry entry = { NULL, strlen (path), tag, -1 };

  g_return_if_fail (path[0] == '/');

  entry.path = g_strdup (path);
  while (entry.length > 0 && entry.path[entry.length - 1] == '/')
    entry.path[--entry.length] = '\0';

  g_array_append_val (self->entries, entry);
}

gsize
dm_path_set_get_length (const DmPathSet *self)
{
  return self->entries->len;
}

const char *
dm_path_set_get_path (const DmPathSet *self, gsize index)
{
  return entry_at (self, index)->path;
}

void
dm_path_set_seal (DmPathSet *self)
{
  gsize length = self->entries->len;

  if (length == 0)
    return;

  g_array_sort (self->entries, compare_entries);
  for (gsize i = 0; i < length; i++)
    g_array_index (self->entries, Entry, i).parent = find_parent (self, i);

  /* In a sorted list the first and the last differ earliest. */
  self->common = count_common (entry_at (self, 0)->path, entry_at (self, length - 1)->path);
}

gboolean
dm_path_set_match (const DmPathSet *self,
                   const char *path,
                   gsize length,
                   gssize *cursor,
                   guint *tag)
{
  gssize i;

  if (*cursor >= 0)
    {
      i = entry_at (self, *cursor)->parent;
    }
  else
    {
      if (self->entries->len == 0 || length < self->common ||
          memcmp (path, entry_at (self, 0)->path, self->common) != 0)
        return FALSE;

      i = find_last_before (self, path);
    }

  while (i >= 0 && !contains (entry_at (self, i), path, length))
    i = entry_at (self, i)->parent;

  if (i < 0)
    return FALSE;

  *cursor = i;
  *tag = entry_at (self, i)->tag;

  return TRUE;
}
