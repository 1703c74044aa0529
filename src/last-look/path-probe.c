/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* drivemap-path-probe PATH: ends with 0 once opening files below the GVfs
 * folder PATH works; tries until then.
 * drivemap-path-probe --space PATH: prints how many bytes the file system of
 * PATH has and how many of them this user may still fill. It opens nothing: a
 * look at who has what open must not find it. With 1 when it cannot be told.
 * Whoever starts it may end it any time; it does not go on for ever by itself.
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
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#define PAUSE_MIN_US (500)
#define PAUSE_MAX_US (20000)

/* Whoever should have ended us has died. */
#define GIVE_UP_S (30)

/* An empty answer that comes so often is true. */
#define MAX_EMPTY (5)

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

/* A little longer each time. */
static void
pause_before_try (long *pause_us)
{
  const struct timespec pause = { .tv_nsec = *pause_us * 1000 };

  nanosleep (&pause, NULL);
  *pause_us = *pause_us * 5 / 4 < PAUSE_MAX_US ? *pause_us * 5 / 4 : PAUSE_MAX_US;
}

static int
wait_until_it_works (const char *path)
{
  long pause_us = PAUSE_MIN_US;

  while (!works (path))
    pause_before_try (&pause_us);
  return 0;
}

static int
print_space (const char *path)
{
  long pause_us = PAUSE_MIN_US;
  struct statvfs info;
  int n_empty = 0;

  while (true)
    {
      if (statvfs (path, &info) == 0)
        {
          if (info.f_blocks != 0 || ++n_empty == MAX_EMPTY)
            break;
        }
      else if (is_from_server (errno))
        return 1;
      pause_before_try (&pause_us);
    }
  printf ("%" PRIu64 " %" PRIu64 "\n",
          (uint64_t) info.f_blocks * info.f_frsize,
          (uint64_t) info.f_bavail * info.f_frsize);
  return 0;
}

int
main (int argc, char **argv)
{
  alarm (GIVE_UP_S);
  if (argc == 2)
    return wait_until_it_works (argv[1]);
  if (argc == 3 && strcmp (argv[1], "--space") == 0)
    return print_space (argv[2]);

  fprintf (stderr, "usage: drivemap-path-probe [--space] PATH\n");
  return 1;
}
