/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-proc-maps.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* PROCMAP_QUERY of <linux/fs.h>, which Debian 12's headers do not have. */
typedef struct
{
  guint64 size;
  guint64 query_flags;
  guint64 query_address;
  guint64 start;
  guint64 end;
  guint64 flags;
  guint64 page_size;
  guint64 offset;
  guint64 inode;
  guint32 device_major;
  guint32 device_minor;
  guint32 name_size;
  guint32 build_id_size;
  guint64 name_address;
  guint64 build_id_address;
} MapQuery;

G_STATIC_ASSERT (sizeof (MapQuery) == 104);

#define MAP_QUERY            _IOWR ('f', 17, MapQuery)
#define MAP_WRITABLE         0x02
#define MAP_SHARED           0x08
#define MAP_COVERING_OR_NEXT 0x10
#define MAP_FILE_BACKED      0x20

/* The nearest mount at or above a path. */
typedef struct
{
  guint64 device;
  gsize length;
} Covering;

struct _DmProcMaps
{
  const DmPathSet *paths; /* borrowed */
  GArray *devices;        /* of guint64: where files below the paths live */
  gboolean use_query;
  char buffer[65536];
};

static guint64
make_device (guint32 major, guint32 minor)
{
  return ((guint64) major << 32) | minor;
}

static gboolean
has_device (const DmProcMaps *self, guint64 device)
{
  for (guint i = 0; i < self->devices->len; i++)
    {
      if (g_array_index (self->devices, guint64, i) == device)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_at_or_below (const char *path, const char *directory)
{
  gsize length = strcmp (directory, "/") == 0 ? 0 : strlen (directory);

  return strncmp (path, directory, length) == 0 &&
         (path[length] == '\0' || path[length] == '/');
}

/* mountinfo: "36 35 98:0 /root /mount\040point options …" */
static gboolean
parse_mount (const char *line, guint64 *device, char **mount_point)
{
  g_auto (GStrv) fields = g_strsplit (line, " ", 6);
  guint32 major, minor;

  if (g_strv_length (fields) < 6 || sscanf (fields[2], "%u:%u", &major, &minor) != 2)
    return FALSE;

  *device = make_device (major, minor);
  *mount_point = g_strcompress (fields[4]);

  return TRUE;
}

static void
add_device (DmProcMaps *self, guint64 device)
{
  if (!has_device (self, device))
    g_array_append_val (self->devices, device);
}

/* Takes one line of mountinfo: the device counts if it is mounted below a path,
 * or, of those above a path, if none is nearer. */
static void
read_mount (DmProcMaps *self, const char *line, Covering *covering)
{
  g_autofree char *mount_point = NULL;
  guint64 device;
  gsize length;

  if (!parse_mount (line, &device, &mount_point))
    return;

  length = strlen (mount_point);
  for (gsize i = 0; i < dm_path_set_get_length (self->paths); i++)
    {
      const char *path = dm_path_set_get_path (self->paths, i);

      if (is_at_or_below (mount_point, path))
        add_device (self, device);
      if (is_at_or_below (path, mount_point) && length >= covering[i].length)
        covering[i] = (Covering){ device, length };
    }
}

/* Only mountinfo knows the devices without asking a server. */
static gboolean
find_devices (DmProcMaps *self)
{
  gsize n_paths = dm_path_set_get_length (self->paths);
  g_autofree Covering *covering = g_new0 (Covering, n_paths);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents ("/proc/self/mountinfo", &text, NULL, NULL))
    return FALSE;

  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    read_mount (self, lines[i], covering);

  for (gsize i = 0; i < n_paths; i++)
    {
      if (covering[i].length == 0)
        return FALSE;
      add_device (self, covering[i].device);
    }

  return TRUE;
}

static DmHolderMode
query_mode (const MapQuery *query)
{
  guint64 both = MAP_WRITABLE | MAP_SHARED;

  return (query->flags & both) == both ? DM_HOLDER_MODE_READ_WRITE : DM_HOLDER_MODE_READ;
}

static gboolean
query_next (int maps, guint64 address, MapQuery *query)
{
  memset (query, 0, sizeof *query);
  query->size = sizeof *query;
  query->query_flags = MAP_COVERING_OR_NEXT | MAP_FILE_BACKED;
  query->query_address = address;

  return ioctl (maps, MAP_QUERY, query) == 0;
}

static gboolean
query_name (DmProcMaps *self, int maps, MapQuery *query)
{
  query->query_address = query->start;
  query->name_address = (guintptr) self->buffer;
  query->name_size = sizeof self->buffer;

  return ioctl (maps, MAP_QUERY, query) == 0 && query->name_size > 1;
}

/* FALSE when the kernel cannot, and nothing was reported. */
static gboolean
read_by_query (DmProcMaps *self, int maps, DmProcMapsFunc func, gpointer user_data)
{
  MapQuery query;
  guint64 address = 0;

  while (query_next (maps, address, &query))
    {
      /* Taken first: asking for the name fills the record again. */
      address = query.end;

      if (has_device (self, make_device (query.device_major, query.device_minor)) &&
          query_name (self, maps, &query))
        func (self->buffer, query.name_size - 1, query_mode (&query), user_data);
    }

  return errno != ENOTTY && errno != EINVAL;
}

/* A path is the last field and the only one with a slash in it. The kernel
 * writes a line break in it as \012, and nothing else so. */
static gsize
unescape_line_breaks (char *path)
{
  const char *from = path;
  char *to = path;

  while (*from != '\0')
    {
      if (from[0] == '\\' && from[1] == '0' && from[2] == '1' && from[3] == '2')
        {
          *to++ = '\n';
          from += 4;
        }
      else
        {
          *to++ = *from++;
        }
    }
  *to = '\0';

  return to - path;
}

/* "7f00-7f01 rw-s 00000000 08:01 123    /path" */
static void
read_line (char *line, DmProcMapsFunc func, gpointer user_data)
{
  char *permissions = strchr (line, ' ');
  char *path = strchr (line, '/');
  gboolean writes;

  if (permissions == NULL || path == NULL)
    return;

  writes = permissions[2] == 'w' && permissions[4] == 's';
  func (path,
        unescape_line_breaks (path),
        writes ? DM_HOLDER_MODE_READ_WRITE : DM_HOLDER_MODE_READ,
        user_data);
}

static void
read_by_text (DmProcMaps *self, int maps, DmProcMapsFunc func, gpointer user_data)
{
  gsize kept = 0;
  gssize got;

  while (kept < sizeof self->buffer - 1 &&
         (got = read (maps, self->buffer + kept, sizeof self->buffer - 1 - kept)) > 0)
    {
      char *line = self->buffer, *end;

      kept += got;
      self->buffer[kept] = '\0';
      for (; (end = strchr (line, '\n')) != NULL; line = end + 1)
        {
          *end = '\0';
          read_line (line, func, user_data);
        }

      kept = self->buffer + kept - line;
      memmove (self->buffer, line, kept);
    }
}

DmProcMaps *
dm_proc_maps_new (const DmPathSet *paths)
{
  DmProcMaps *self = g_new0 (DmProcMaps, 1);

  self->paths = paths;
  self->devices = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->use_query = find_devices (self);

  return self;
}

void
dm_proc_maps_free (DmProcMaps *self)
{
  g_array_unref (self->devices);
  g_free (self);
}

void
dm_proc_maps_force_text (DmProcMaps *self)
{
  self->use_query = FALSE;
}

void
dm_proc_maps_read (DmProcMaps *self, int process, DmProcMapsFunc func, gpointer user_data)
{
  int maps = openat (process, "maps", O_RDONLY | O_CLOEXEC);

  if (maps < 0)
    return;

  self->use_query = self->use_query && read_by_query (self, maps, func, user_data);
  if (!self->use_query)
    read_by_text (self, maps, func, user_data);

  close (maps);
}
