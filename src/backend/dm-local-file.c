/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-local-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* As many as the kernel follows. */
#define MAX_LINKS 40

/* g_autofd came with GLib 2.76. */
typedef int Descriptor;

static void
clear_descriptor (Descriptor *fd)
{
  if (*fd >= 0)
    close (*fd);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Descriptor, clear_descriptor)

static gboolean
read_all (int fd, gsize max, GByteArray *bytes, GError **error)
{
  guint8 buffer[4096];
  gssize n;

  while ((n = TEMP_FAILURE_RETRY (read (fd, buffer, sizeof buffer))) > 0)
    {
      g_byte_array_append (bytes, buffer, n);
      if (bytes->len > max)
        {
          dm_local_file_set_error (error, EFBIG);
          return FALSE;
        }
    }

  if (n < 0)
    dm_local_file_set_error (error, errno);
  return n == 0;
}

static gboolean
write_all (int fd, const char *contents, gsize length)
{
  while (length > 0)
    {
      gssize n = TEMP_FAILURE_RETRY (write (fd, contents, length));

      if (n < 0)
        return FALSE;
      contents += n;
      length -= n;
    }

  return TRUE;
}

/* Some file systems cannot do this to a folder; the file itself is safe. */
static void
sync_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_auto (Descriptor) fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd >= 0)
    (void) fsync (fd);
}

/* Not a name that anybody else would use. */
static char *
dup_prefix (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  return g_strconcat (".", name, ".drivemap-", NULL);
}

/* Gives @fd away, also when it fails: close () is where NFS tells. */
static int
fill_and_close (int fd, const char *contents, gsize length, guint mode, DmLocalFileSync sync)
{
  gboolean ok = write_all (fd, contents, length) &&
                fchmod (fd, mode) == 0 &&
                (sync == DM_LOCAL_FILE_FAST || fsync (fd) == 0);
  int errsv = ok ? 0 : errno;

  if (close (fd) != 0 && ok)
    errsv = errno;
  return errsv;
}

gboolean
dm_local_file_read (const char *path,
                    gsize max,
                    char **contents,
                    gsize *length,
                    GError **error)
{
  g_auto (Descriptor) fd = -1;
  struct stat st;

  *contents = NULL;
  *length = 0;
  if (!dm_local_file_open (path, &fd, &st, error))
    return FALSE;
  if (fd < 0)
    return TRUE;

  *contents = dm_local_file_read_open (fd, max, length, error);
  return *contents != NULL;
}

gboolean
dm_local_file_open (const char *path, int *fd, struct stat *st, GError **error)
{
  /* O_NONBLOCK: a FIFO in its place must not hang us. */
  g_auto (Descriptor) found = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

  *fd = -1;
  if (found < 0 && errno == ENOENT)
    return TRUE;
  if (found < 0 || fstat (found, st) != 0)
    {
      dm_local_file_set_error (error, errno);
      return FALSE;
    }
  if (!S_ISREG (st->st_mode))
    {
      dm_local_file_set_error (error, S_ISDIR (st->st_mode) ? EISDIR : EINVAL);
      return FALSE;
    }

  *fd = found;
  found = -1;
  return TRUE;
}

char *
dm_local_file_read_open (int fd, gsize max, gsize *length, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (!read_all (fd, max, bytes, error))
    return NULL;

  *length = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  return (char *) g_byte_array_free (g_steal_pointer (&bytes), FALSE);
}

gboolean
dm_local_file_replace (const char *path,
                       const char *contents,
                       gssize length,
                       guint mode,
                       DmLocalFileSync sync,
                       GError **error)
{
  g_autofree char *temporary = NULL;

  temporary = dm_local_file_write_temporary (path, contents,
                                             length < 0 ? strlen (contents) : (gsize) length,
                                             mode, sync, error);
  if (temporary == NULL)
    return FALSE;
  if (rename (temporary, path) != 0)
    {
      dm_local_file_set_error (error, errno);
      unlink (temporary);
      return FALSE;
    }

  if (sync == DM_LOCAL_FILE_DURABLE)
    sync_folder_of (path);
  return TRUE;
}

char *
dm_local_file_write_temporary (const char *path,
                               const char *contents,
                               gsize length,
                               guint mode,
                               DmLocalFileSync sync,
                               GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *prefix = dup_prefix (path);
  g_autofree char *temporary = g_strconcat (folder, "/", prefix, "XXXXXX", NULL);
  int fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);
  int errsv = fd < 0 ? errno : fill_and_close (fd, contents, length, mode, sync);

  if (errsv == 0)
    return g_steal_pointer (&temporary);

  if (fd >= 0)
    unlink (temporary);
  dm_local_file_set_error (error, errsv);
  return NULL;
}

gboolean
dm_local_file_is_temporary (const char *path, const char *name)
{
  g_autofree char *prefix = dup_prefix (path);

  return g_str_has_prefix (name, prefix) && strlen (name) == strlen (prefix) + strlen ("XXXXXX");
}

char *
dm_local_file_resolve (const char *path)
{
  g_autofree char *current = g_strdup (path);

  for (guint i = 0; i < MAX_LINKS; i++)
    {
      g_autofree char *target = g_file_read_link (current, NULL);
      g_autofree char *folder = NULL;

      if (target == NULL)
        break;
      folder = g_path_get_dirname (current);
      g_free (current);
      current = g_path_is_absolute (target)
                  ? g_steal_pointer (&target)
                  : g_build_filename (folder, target, NULL);
    }

  return g_steal_pointer (&current);
}

void
dm_local_file_set_error (GError **error, int errsv)
{
  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errsv),
                       g_strerror (errsv));
}
