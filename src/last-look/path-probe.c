/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* drivemap-path-probe PATH: ends with 0 once opening files below the GVfs
 * folder PATH works; tries until then. Whoever starts it may end it any time.
 *
 * GVfs before 1.52.1 keeps the address of a mount's old backend in gvfsd-fuse
 * after the mount was made again. Every request that needs the backend then
 * fails with EIO until (a) the old backend has ended and (b) one such request
 * has run in a thread of gvfsd-fuse that had a connection to it: this drops
 * the old address for all threads at once. statfs () is such a request, always
 * goes to the backend, costs one round trip and changes nothing. It succeeds
 * only with the new address. */

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#define PAUSE_MIN_US (500)
#define PAUSE_MAX_US (20000)

/* For a folder that is not a mount yet gvfsd-fuse makes up an empty answer;
 * opening it as a directory asks no server and tells. */
static bool
is_listed (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return errno == EACCES;
  close (fd);
  return true;
}

/* Any other error than these was made by the server, so it was reached. */
static bool
is_from_server (int code)
{
  return code != EIO && code != ENOENT && code != ENOTCONN && code != EINTR;
}

static bool
is_served (const char *path, bool *is_empty)
{
  struct statvfs info;
  bool served = statvfs (path, &info) == 0;

  *is_empty = served && info.f_blocks == 0;
  return served || is_from_server (errno);
}

/* An empty answer may be true (WebDAV has no sizes), or the mount came and
 * went between the two steps: then it is asked for once more. */
static bool
works (const char *path)
{
  bool is_empty;

  if (!is_listed (path) || !is_served (path, &is_empty))
    return false;
  return !is_empty || (is_listed (path) && is_served (path, &is_empty) && is_listed (path));
}

int
main (int argc, char **argv)
{
  long pause_us = PAUSE_MIN_US;

  if (argc != 2)
    {
      fprintf (stderr, "usage: drivemap-path-probe PATH\n");
      return 1;
    }
  while (!works (argv[1]))
    {
      const struct timespec pause = { .tv_nsec = pause_us * 1000 };

      nanosleep (&pause, NULL);
      pause_us = pause_us * 5 / 4 < PAUSE_MAX_US ? pause_us * 5 / 4 : PAUSE_MAX_US;
    }
  return 0;
}
