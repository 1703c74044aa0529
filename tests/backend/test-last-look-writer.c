/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* For test_last_look.py: opens, appends and closes for ever, until stdin ends,
 * and notes what it was told. Usage: fuse|gio FOLDER NOTES
 * FOLDER is a path, or a URI for gio. Each line goes into a file of its own
 * thousand. NOTES gets one line for each: "ok N" (open, write and close all
 * succeeded) or "harmed N WHAT" (the open had succeeded). */

#include <gio/gio.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static guint n_refused;

/* NULL if all is well or the open was refused, else what went wrong. */
static const char *
append_by_path (const char *folder, const char *name, const char *line, gboolean *opened)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  int fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  gssize written;

  *opened = fd >= 0;
  if (!*opened)
    return NULL;
  written = write (fd, line, strlen (line));
  if (close (fd) != 0)
    return "close";
  return written == (gssize) strlen (line) ? NULL : "write";
}

static const char *
append_by_gio (const char *folder, const char *name, const char *line, gboolean *opened)
{
  g_autoptr (GFile) dir = g_file_new_for_commandline_arg (folder);
  g_autoptr (GFile) file = g_file_get_child (dir, name);
  g_autoptr (GFileOutputStream) stream = g_file_append_to (file, G_FILE_CREATE_NONE, NULL, NULL);

  *opened = stream != NULL;
  if (!*opened)
    return NULL;
  if (!g_output_stream_write_all (G_OUTPUT_STREAM (stream), line, strlen (line), NULL, NULL, NULL))
    return "write";
  return g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, NULL) ? NULL : "close";
}

static void
append_once (gboolean by_gio, const char *folder, FILE *notes, guint number)
{
  g_autofree char *name = g_strdup_printf ("log-%u", number / 1000);
  g_autofree char *line = g_strdup_printf ("%015u\n", number);
  gboolean opened;
  const char *problem = by_gio ? append_by_gio (folder, name, line, &opened)
                               : append_by_path (folder, name, line, &opened);

  if (problem != NULL)
    fprintf (notes, "harmed %u %s\n", number, problem);
  else if (opened)
    fprintf (notes, "ok %u\n", number);
  else
    n_refused++;
  g_usleep (opened ? g_random_int_range (0, 30000) : 1000);
}

static gboolean
is_to_go_on (void)
{
  struct pollfd poll_fd = { .fd = STDIN_FILENO, .events = POLLIN };

  return poll (&poll_fd, 1, 0) == 0;
}

int
main (int argc, char **argv)
{
  FILE *notes = argc == 4 ? fopen (argv[3], "we") : NULL;

  if (notes == NULL)
    return 1;
  setvbuf (notes, NULL, _IOLBF, 0);
  for (guint number = 0; is_to_go_on (); number++)
    append_once (g_str_equal (argv[1], "gio"), argv[2], notes, number);
  fprintf (notes, "refused %u\n", n_refused);
  return fclose (notes) == 0 ? 0 : 1;
}
