/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-local-edit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dm-local-file.h"

struct _DmLocalEdit
{
  /* Owned */
  char *path;
  char *text; /* (nullable): there is no file */
  int folder;

  gsize length;
  gsize max;
  guint mode;
};

/* One look at a file: while @fd is open, nobody can begin to write to it
 * unnoticed. */
typedef struct
{
  int fd; /* -1: there is no file */
  gboolean is_leased;
  struct stat st;
  char *text;
  gsize length;
} Look;

static void
clear_look (Look *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, clear_look)

/* FALSE: somebody has it open for writing. */
static gboolean
take_lease (Look *self)
{
  /* Of a writer who comes, SIGIO would tell, and end us; SIGURG is ignored. */
  if (fcntl (self->fd, F_SETSIG, SIGURG) != 0)
    return TRUE;

  self->is_leased = fcntl (self->fd, F_SETLEASE, F_RDLCK) == 0;

  return self->is_leased || errno != EAGAIN;
}

/* FALSE: a writer waits until we let go. */
static gboolean
is_undisturbed (const Look *self)
{
  return !self->is_leased || fcntl (self->fd, F_GETLEASE) == F_RDLCK;
}

static gboolean
look (Look *self,
      const char *path,
      gsize max,
      GError **error)
{
  if (!dm_local_file_open (path, &self->fd, &self->st, error))
    return FALSE;
  if (self->fd < 0)
    return TRUE;
  if (!take_lease (self))
    {
      dm_local_file_set_error (error, EAGAIN);
      return FALSE;
    }

  self->text = dm_local_file_read_open (self->fd, max, &self->length, error);

  return self->text != NULL;
}

static gboolean
is_same_file (const char *path,
              const struct stat *expected)
{
  struct stat st;

  return lstat (path, &st) == 0 && st.st_dev == expected->st_dev && st.st_ino == expected->st_ino;
}

/* Whether the file is still what was read; @now is a second look at it. */
static gboolean
is_unchanged (DmLocalEdit *self,
              const Look *now)
{
  if (self->text == NULL || now->text == NULL)
    return self->text == now->text;

  return self->length == now->length && memcmp (self->text, now->text, self->length) == 0 &&
         is_same_file (self->path, &now->st);
}

/* Somebody was faster by a hair: what they wrote goes back to where it stood. */
static int
put_back (DmLocalEdit *self,
          const char *temporary,
          const struct stat *ours)
{
  g_autofree char *kept = g_strconcat (self->path, ".other", NULL);

  if (renameat2 (AT_FDCWD, temporary, AT_FDCWD, self->path, RENAME_EXCHANGE) == 0 &&
      is_same_file (temporary, ours))
    return EAGAIN;

  /* And another by half of one. What is not ours is not thrown away. */
  if (rename (temporary, kept) == 0)
    g_warning ("%s was replaced by several programs at once; one of them is kept in %s", self->path, kept);

  return EAGAIN;
}

/* The new file takes the old one's place, and the old one the temporary's. */
static int
exchange (DmLocalEdit *self,
          const char *temporary,
          const Look *now)
{
  struct stat ours;

  if (lstat (temporary, &ours) != 0)
    return errno;
  if (renameat2 (AT_FDCWD, temporary, AT_FDCWD, self->path, RENAME_EXCHANGE) == 0)
    return is_same_file (temporary, &now->st) && is_undisturbed (now) ? 0 : put_back (self, temporary, &ours);
  if (errno == ENOENT)
    return EAGAIN;
  if (errno != EINVAL && errno != ENOSYS)
    return errno;

  return rename (temporary, self->path) == 0 ? 0 : errno;
}

static int
create (DmLocalEdit *self,
        const char *temporary)
{
  if (renameat2 (AT_FDCWD, temporary, AT_FDCWD, self->path, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno == EEXIST)
    return EAGAIN;
  if (errno != EINVAL && errno != ENOSYS)
    return errno;

  return rename (temporary, self->path) == 0 ? 0 : errno;
}

static int
put_in_place (DmLocalEdit *self,
              const char *temporary,
              GError **error)
{
  g_auto (Look) now = { .fd = -1 };

  if (!look (&now, self->path, self->max, error))
    return -1;
  if (!is_unchanged (self, &now) || !is_undisturbed (&now))
    return EAGAIN;

  return now.fd >= 0 ? exchange (self, temporary, &now) : create (self, temporary);
}

/* Only under the lock: then nobody is at work on them. */
static void
remove_leftovers (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (dm_local_file_is_temporary (path, name))
      {
        g_autofree char *leftover = g_build_filename (folder, name, NULL);

        unlink (leftover);
      }
}

/* FALSE: another has it. A file system that cannot lock, has nobody else. */
static gboolean
lock_folder (int fd,
             gboolean *is_locked)
{
  *is_locked = flock (fd, LOCK_EX | LOCK_NB) == 0;

  return *is_locked || errno != EWOULDBLOCK;
}

static int
open_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static gboolean
open_locked (DmLocalEdit *self,
             GError **error)
{
  gboolean is_locked = FALSE;

  self->folder = open_folder_of (self->path);
  if (self->folder < 0 || !lock_folder (self->folder, &is_locked))
    {
      dm_local_file_set_error (error, errno);
      return FALSE;
    }
  if (is_locked)
    remove_leftovers (self->path);

  return TRUE;
}

DmLocalEdit *
dm_local_edit_begin (const char *path,
                     gsize max,
                     GError **error)
{
  g_autoptr (DmLocalEdit) self = g_new0 (DmLocalEdit, 1);
  g_auto (Look) found = { .fd = -1 };

  self->folder = -1;
  self->path = g_strdup (path);
  self->max = max;
  if (!open_locked (self, error) || !look (&found, path, max, error))
    return NULL;

  self->mode = found.fd >= 0 ? found.st.st_mode & 07777 : 0600;
  self->text = g_steal_pointer (&found.text);
  self->length = found.length;

  return g_steal_pointer (&self);
}

void
dm_local_edit_free (DmLocalEdit *self)
{
  if (self->folder >= 0)
    close (self->folder);
  g_free (self->text);
  g_free (self->path);
  g_free (self);
}

const char *
dm_local_edit_get_text (DmLocalEdit *self,
                        gsize *length)
{
  *length = self->length;

  return self->text;
}

gboolean
dm_local_edit_replace (DmLocalEdit *self,
                       const char *text,
                       GError **error)
{
  g_autofree char *temporary = NULL;
  int errsv;

  temporary = dm_local_file_write_temporary (self->path, text, strlen (text), self->mode,
                                             DM_LOCAL_FILE_DURABLE, error);
  if (temporary == NULL)
    return FALSE;

  errsv = put_in_place (self, temporary, error);
  unlink (temporary);
  if (errsv != 0)
    {
      if (errsv > 0)
        dm_local_file_set_error (error, errsv);
      return FALSE;
    }

  /* Some file systems cannot do this to a folder; the file itself is safe. */
  (void) fsync (self->folder);

  return TRUE;
}

gboolean
dm_local_edit_read (const char *path,
                    gsize max,
                    char **contents,
                    gsize *length,
                    GError **error)
{
  g_auto (Look) found = { .fd = -1 };

  *contents = NULL;
  *length = 0;
  if (!look (&found, path, max, error))
    return FALSE;

  *contents = g_steal_pointer (&found.text);
  *length = found.length;

  return TRUE;
}

void
dm_local_edit_tidy (const char *path)
{
  int fd = open_folder_of (path);
  gboolean is_locked = FALSE;

  if (fd < 0)
    return;
  if (lock_folder (fd, &is_locked) && is_locked)
    remove_leftovers (path);
  close (fd);
}
