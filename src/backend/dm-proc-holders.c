/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-proc-holders.h"

#include "dm-path-set.h"
#include "dm-proc-dir.h"
#include "dm-proc-maps.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the kernel appends to the name of a removed file. */
#define DELETED " (deleted)"

struct _DmProcScan
{
  /* What is looked for */
  DmPathSet *paths;
  GHashTable *sockets; /* of Socket, its own key */

  /* Of one pass */
  DmProcScanFunc func;
  gpointer user_data;
  DmProcMaps *maps; /* nullable: no path is looked for */
  DmProcDir processes;
  DmProcDir descriptors;

  /* Of the process being read */
  gint pid;
  int process; /* its /proc directory */
  gboolean is_self;
  char *program;       /* nullable: not asked for yet */
  GPtrArray *files;    /* of File, in the order found */
  GHashTable *by_path; /* the same, path → File */
};

/* One file, however many descriptors and mappings the process has for it. */
typedef struct
{
  char *path;
  DmHolderKind kind;
  DmHolderMode mode;
  gboolean deleted;
} File;

typedef struct
{
  guint64 inode; /* first: the key is a pointer to it */
  guint tag;
} Socket;

static gssize
read_link (int directory, const char *name, char *buffer)
{
  gssize length = readlinkat (directory, name, buffer, PATH_MAX);

  if (length >= 0)
    buffer[length] = '\0';

  return length;
}

/* Cuts the kernel's mark off; a file may truly be called so, but then its name
 * is only shown a little short. */
static gboolean
strip_deleted (char *path, gsize *length)
{
  gsize mark = strlen (DELETED);

  if (*length <= mark || strcmp (path + *length - mark, DELETED) != 0)
    return FALSE;

  *length -= mark;
  path[*length] = '\0';

  return TRUE;
}

static gssize
read_at (int directory, const char *name, char *buffer, gsize size)
{
  int fd = openat (directory, name, O_RDONLY | O_CLOEXEC);
  gssize length;

  if (fd < 0)
    return -1;

  length = read (fd, buffer, size - 1);
  buffer[MAX (length, 0)] = '\0';
  close (fd);

  return length;
}

static char *
dup_comm (int process)
{
  char buffer[64];

  if (read_at (process, "comm", buffer, sizeof buffer) > 0)
    return g_strdup (g_strchomp (buffer));

  return g_strdup ("");
}

/* What a script runs in says little; the kernel has named it by its file. */
static gboolean
is_interpreter (const char *program)
{
  static const char *const names[] = {
    "python", "perl", "ruby", "node", "gjs", "java", "lua", "bash", "dash", "sh", "zsh", "tclsh", "wish", NULL
  };

  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *rest = g_str_has_prefix (program, names[i]) ? program + strlen (names[i]) : NULL;

      /* With or without a version: python3.11. */
      if (rest != NULL && rest[strspn (rest, "0123456789.-")] == '\0')
        return TRUE;
    }

  return FALSE;
}

static char *
dup_program (int process)
{
  char buffer[PATH_MAX + 1];
  gssize length = read_link (process, "exe", buffer);
  gsize stripped = length;
  g_autofree char *program = NULL;

  if (length <= 0)
    return dup_comm (process);

  strip_deleted (buffer, &stripped);
  program = g_path_get_basename (buffer);

  return is_interpreter (program) ? dup_comm (process) : g_steal_pointer (&program);
}

static void
report (DmProcScan *self, DmHolder *holder, guint tag, guint64 inode)
{
  if (self->program == NULL)
    self->program = dup_program (self->process);

  holder->pid = self->pid;
  holder->program = self->program[0] != '\0' ? self->program : NULL;
  holder->user = (char *) g_get_user_name ();
  self->func (holder, tag, inode, self->user_data);
}

/* Reports @holder for each wanted directory that its path lies in. A directory
 * may be opened without O_DIRECTORY and look like a file; but what is wanted
 * is known to be one. */
static void
report_path (DmProcScan *self, DmHolder *holder)
{
  gsize length = strlen (holder->path);
  gssize cursor = -1;
  guint tag;

  while (dm_path_set_match (self->paths, holder->path, length, &cursor, &tag))
    {
      if (holder->kind == DM_HOLDER_FILE &&
          strcmp (holder->path, dm_path_set_get_path (self->paths, cursor)) == 0)
        holder->kind = DM_HOLDER_DIRECTORY;

      report (self, holder, tag, 0);
    }
}

static void
report_files (DmProcScan *self)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      const File *file = g_ptr_array_index (self->files, i);
      DmHolder holder = {
        .source = DM_HOLDER_SOURCE_PROC,
        .kind = file->kind,
        .mode = file->mode,
        .path = file->path,
        .note = file->deleted ? (char *) _ ("The file has been deleted") : NULL,
      };

      report_path (self, &holder);
    }
}

static void
file_free (gpointer data)
{
  File *file = data;

  g_free (file->path);
  g_free (file);
}

static void
add_file (DmProcScan *self, char *path, gsize length, DmHolderKind kind, DmHolderMode mode)
{
  gboolean deleted = strip_deleted (path, &length);
  File *file = g_hash_table_lookup (self->by_path, path);

  if (file == NULL)
    {
      file = g_new0 (File, 1);
      file->path = g_strdup (path);
      file->kind = kind;
      g_ptr_array_add (self->files, file);
      g_hash_table_insert (self->by_path, file->path, file);
    }

  /* Reading and writing are two bits in the enumeration. */
  file->mode |= mode;
  file->deleted |= deleted;
  if (kind == DM_HOLDER_DIRECTORY)
    file->kind = kind;
}

static gboolean
is_wanted (DmProcScan *self, const char *path, gsize length)
{
  gssize cursor = -1;
  guint tag;

  return dm_path_set_match (self->paths, path, length, &cursor, &tag);
}

/* FALSE when the descriptor has been closed meanwhile. */
static gboolean
read_flags (DmProcScan *self, const char *descriptor, glong *flags)
{
  char name[32], text[512];
  const char *field;

  g_snprintf (name, sizeof name, "fdinfo/%s", descriptor);
  if (read_at (self->process, name, text, sizeof text) <= 0)
    return FALSE;

  field = strstr (text, "flags:");
  if (field == NULL)
    return FALSE;

  *flags = strtol (field + strlen ("flags:"), NULL, 8);

  return TRUE;
}

static DmHolderMode
mode_from_flags (glong flags)
{
  if (flags & O_PATH)
    return DM_HOLDER_MODE_UNKNOWN;

  switch (flags & O_ACCMODE)
    {
    case O_RDONLY:
      return DM_HOLDER_MODE_READ;
    case O_WRONLY:
      return DM_HOLDER_MODE_WRITE;
    case O_RDWR:
      return DM_HOLDER_MODE_READ_WRITE;
    default:
      return DM_HOLDER_MODE_UNKNOWN;
    }
}

static void
add_descriptor (DmProcScan *self, const char *descriptor, char *path, gsize length)
{
  glong flags;

  if (!read_flags (self, descriptor, &flags))
    return;

  add_file (self,
            path,
            length,
            (flags & O_DIRECTORY) ? DM_HOLDER_DIRECTORY : DM_HOLDER_FILE,
            mode_from_flags (flags));
}

static void
report_socket (DmProcScan *self, guint64 inode)
{
  DmHolder holder = { .source = DM_HOLDER_SOURCE_STREAM, .kind = DM_HOLDER_STREAM };
  const Socket *found = g_hash_table_lookup (self->sockets, &inode);

  if (found != NULL)
    report (self, &holder, found->tag, inode);
}

static void
read_descriptors (DmProcScan *self, int directory)
{
  char target[PATH_MAX + 1];
  const char *descriptor;
  gboolean wants_sockets = g_hash_table_size (self->sockets) > 0;

  dm_proc_dir_init (&self->descriptors, directory);
  while ((descriptor = dm_proc_dir_next_number (&self->descriptors)) != NULL)
    {
      gssize length = read_link (directory, descriptor, target);

      if (length <= 0)
        continue;

      if (target[0] != '/')
        {
          guint64 inode = wants_sockets ? dm_proc_parse_socket (target) : 0;

          if (inode != 0)
            report_socket (self, inode);
        }
      else if (!self->is_self && is_wanted (self, target, length))
        {
          add_descriptor (self, descriptor, target, length);
        }
    }
}

static void
read_directory (DmProcScan *self, const char *name, DmHolderKind kind)
{
  char path[PATH_MAX + 1];
  DmHolder holder = { .source = DM_HOLDER_SOURCE_PROC, .kind = kind, .path = path };
  gssize link_length = read_link (self->process, name, path);
  gsize length = link_length;

  if (link_length <= 0 || !is_wanted (self, path, length))
    return;

  if (strip_deleted (path, &length))
    holder.note = (char *) _ ("The folder has been deleted");
  report_path (self, &holder);
}

static void
on_mapping_read_cb (char *path, gsize length, DmHolderMode mode, gpointer user_data)
{
  DmProcScan *self = user_data;

  if (is_wanted (self, path, length))
    add_file (self, path, length, DM_HOLDER_MAPPED, mode);
}

static void
forget_process (DmProcScan *self)
{
  g_clear_pointer (&self->program, g_free);
  if (self->files->len > 0)
    {
      g_hash_table_remove_all (self->by_path);
      g_ptr_array_set_size (self->files, 0);
    }
}

/* /proc/PID/fd of another user cannot be opened, except by root, who has own
 * processes to look at too. */
static void
read_process (DmProcScan *self)
{
  struct stat status;
  int directory;

  if (fstat (self->process, &status) != 0 || status.st_uid != geteuid ())
    return;

  directory = openat (self->process, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0)
    return;

  read_descriptors (self, directory);
  close (directory);

  if (self->maps != NULL && !self->is_self)
    {
      dm_proc_maps_read (self->maps, self->process, on_mapping_read_cb, self);
      report_files (self);
      read_directory (self, "cwd", DM_HOLDER_CWD);
      read_directory (self, "root", DM_HOLDER_ROOT);
    }
}

static void
read_processes (DmProcScan *self, int proc)
{
  const char *name;

  dm_proc_dir_init (&self->processes, proc);
  while ((name = dm_proc_dir_next_number (&self->processes)) != NULL)
    {
      self->process = openat (proc, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
      if (self->process < 0)
        continue;

      self->pid = atoi (name);
      self->is_self = self->pid == getpid ();
      read_process (self);
      forget_process (self);
      close (self->process);
    }
}

DmProcScan *
dm_proc_scan_new (void)
{
  DmProcScan *self = g_new0 (DmProcScan, 1);

  self->paths = dm_path_set_new ();
  self->sockets = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->files = g_ptr_array_new_with_free_func (file_free);
  self->by_path = g_hash_table_new (g_str_hash, g_str_equal);

  return self;
}

void
dm_proc_scan_free (DmProcScan *self)
{
  dm_path_set_free (self->paths);
  g_hash_table_unref (self->sockets);
  g_ptr_array_unref (self->files);
  g_hash_table_unref (self->by_path);
  g_free (self);
}

void
dm_proc_scan_add_path (DmProcScan *self, const char *path, guint tag)
{
  dm_path_set_add (self->paths, path, tag);
}

void
dm_proc_scan_add_socket (DmProcScan *self, guint64 inode, guint tag)
{
  Socket *socket = g_new (Socket, 1);

  *socket = (Socket){ inode, tag };
  g_hash_table_add (self->sockets, socket);
}

gboolean
dm_proc_scan_run (DmProcScan *self, DmProcScanFunc func, gpointer user_data, GError **error)
{
  int proc = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (proc < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _ ("The list of programs in /proc cannot be read: %s"), g_strerror (code));
      return FALSE;
    }

  self->func = func;
  self->user_data = user_data;
  dm_path_set_seal (self->paths);
  if (dm_path_set_get_length (self->paths) > 0)
    self->maps = dm_proc_maps_new (self->paths);

  read_processes (self, proc);

  g_clear_pointer (&self->maps, dm_proc_maps_free);
  close (proc);

  return TRUE;
}
