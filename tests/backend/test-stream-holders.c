/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-stream-holders.h"
#include "test-child.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* The two ends of a connection; the child that plays the backend keeps
 * BACKEND, this program plays the client. */
enum
{
  BACKEND,
  CLIENT,
  N_ENDS
};

static guint64
get_inode (int fd)
{
  struct stat status;

  g_assert_no_errno (fstat (fd, &status));

  return status.st_ino;
}

static void
keep_backend_end (gconstpointer ends)
{
  close (((const int *) ends)[CLIENT]);
}

static void
keep_both_ends (gconstpointer ends)
{
}

/* A backend with one end; ours is left in @ends. */
static pid_t
start_backend (int ends[N_ENDS])
{
  pid_t pid = test_child_start (keep_backend_end, ends);

  close (ends[BACKEND]);

  return pid;
}

static GArray *
list_streams (pid_t backend)
{
  g_autoptr (GError) error = NULL;
  GArray *streams = dm_stream_holders_list (&backend, 1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (streams);

  return streams;
}

static guint
count_streams (pid_t backend)
{
  g_autoptr (GArray) streams = list_streams (backend);

  return streams->len;
}

/* A listening socket with a name, and a connection to it, as D-Bus has them. */
static int
listen_at (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM, 0);

  g_assert_no_errno (fd);
  g_assert_cmpuint (g_strlcpy (address.sun_path, path, sizeof address.sun_path), <, sizeof address.sun_path);
  g_assert_no_errno (bind (fd, (struct sockaddr *) &address, sizeof address));
  g_assert_no_errno (listen (fd, 10));

  return fd;
}

static void
connect_at (int listener, const char *path, int ends[N_ENDS])
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  ends[CLIENT] = socket (AF_UNIX, SOCK_STREAM, 0);
  g_assert_no_errno (connect (ends[CLIENT], (struct sockaddr *) &address, sizeof address));
  ends[BACKEND] = accept (listener, NULL, NULL);
  g_assert_no_errno (ends[BACKEND]);
}

static void
test_stream (void)
{
  g_auto (TestChild) backend = 0;
  g_autoptr (GArray) streams = NULL;
  int ends[N_ENDS];

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM, 0, ends));
  backend = start_backend (ends);

  streams = list_streams (backend);
  g_assert_cmpuint (streams->len, ==, 1);
  g_assert_cmpint (g_array_index (streams, DmStream, 0).backend, ==, backend);
  g_assert_cmpuint (g_array_index (streams, DmStream, 0).peer_inode, ==, get_inode (ends[CLIENT]));

  /* The file is closed. */
  close (ends[CLIENT]);
  g_assert_cmpuint (count_streams (backend), ==, 0);
}

/* A file that is just being handed to its program. */
static void
test_internal_pair (void)
{
  g_auto (TestChild) backend = 0;
  int ends[N_ENDS];

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM, 0, ends));
  backend = test_child_start (keep_both_ends, ends);
  close (ends[BACKEND]);
  close (ends[CLIENT]);

  g_assert_cmpuint (count_streams (backend), ==, 1);
}

static void
test_other_kinds (void)
{
  static const int types[] = { SOCK_DGRAM, SOCK_SEQPACKET };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_auto (TestChild) backend = 0;
      int ends[N_ENDS];

      g_assert_no_errno (socketpair (AF_UNIX, types[i], 0, ends));
      backend = start_backend (ends);
      g_assert_cmpuint (count_streams (backend), ==, 0);
      close (ends[CLIENT]);
    }
}

/* Neither end of a D-Bus connection is a stream: not the one with the name,
 * and not the one whose peer has it. */
static void
test_named (void)
{
  g_autoptr (TestDirectory) directory = test_directory_new ();
  g_autofree char *path = g_build_filename (directory, "socket", NULL);
  g_auto (TestChild) server = 0;
  g_auto (TestChild) client = 0;
  int listener = listen_at (path);
  int served[N_ENDS], used[N_ENDS];

  connect_at (listener, path, served);
  connect_at (listener, path, used);

  server = start_backend (served);
  /* This child keeps what is a client's end elsewhere. */
  client = start_backend ((int[]){ used[CLIENT], used[BACKEND] });

  g_assert_cmpuint (count_streams (server), ==, 0);
  g_assert_cmpuint (count_streams (client), ==, 0);

  close (served[CLIENT]);
  close (used[BACKEND]);
  close (listener);
}

/* A file just opened: its end is in a message that nobody has read yet. */
static void
test_in_flight (void)
{
  g_auto (TestChild) backend = 0;
  g_autoptr (GArray) streams = NULL;
  char control[CMSG_SPACE (sizeof (int))] = { 0 };
  struct iovec text = { (char *) "x", 1 };
  struct msghdr message = {
    .msg_iov = &text,
    .msg_iovlen = 1,
    .msg_control = control,
    .msg_controllen = sizeof control,
  };
  struct cmsghdr *header = CMSG_FIRSTHDR (&message);
  int ends[N_ENDS], post[2];
  guint64 inode;

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM, 0, ends));
  backend = start_backend (ends);
  inode = get_inode (ends[CLIENT]);

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM, 0, post));
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN (sizeof (int));
  memcpy (CMSG_DATA (header), &ends[CLIENT], sizeof (int));
  g_assert_no_errno (sendmsg (post[0], &message, 0));
  close (ends[CLIENT]);

  streams = list_streams (backend);
  g_assert_cmpuint (streams->len, ==, 1);
  g_assert_cmpuint (g_array_index (streams, DmStream, 0).peer_inode, ==, inode);

  close (post[0]);
  close (post[1]);
}

static void
test_several_backends (void)
{
  g_autoptr (GArray) streams = NULL;
  TestChild backends[3];
  int ends[3][N_ENDS];
  guint found = 0;

  for (guint i = 0; i < 3; i++)
    {
      g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM, 0, ends[i]));
      /* Later ones have the earlier clients' ends too; those stay clients. */
      backends[i] = start_backend (ends[i]);
    }

  streams = dm_stream_holders_list (backends, 3, NULL);
  for (guint i = 0; i < streams->len; i++)
    {
      const DmStream *stream = &g_array_index (streams, DmStream, i);

      for (guint j = 0; j < 3; j++)
        found += stream->backend == backends[j] && stream->peer_inode == get_inode (ends[j][CLIENT]);
    }
  g_assert_cmpuint (found, ==, 3);

  for (guint i = 0; i < 3; i++)
    {
      test_child_end (backends[i]);
      close (ends[i][CLIENT]);
    }
}

/* An answer in many parts. */
static void
test_thousands (void)
{
  enum
  {
    N_PAIRS = 3000
  };
  g_autofree int *pairs = g_new (int, 2 * N_PAIRS);
  g_auto (TestChild) backend = 0;
  struct rlimit limit;
  int ends[N_ENDS];

  g_assert_no_errno (getrlimit (RLIMIT_NOFILE, &limit));
  limit.rlim_cur = limit.rlim_max;
  g_assert_no_errno (setrlimit (RLIMIT_NOFILE, &limit));
  if (limit.rlim_cur < 2 * N_PAIRS + 100)
    {
      g_test_skip ("too few descriptors allowed");
      return;
    }

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM, 0, ends));
  backend = start_backend (ends);
  for (guint i = 0; i < N_PAIRS; i++)
    g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM, 0, pairs + 2 * i));

  for (guint i = 0; i < 20; i++)
    g_assert_cmpuint (count_streams (backend), ==, 1);

  for (guint i = 0; i < 2 * N_PAIRS; i++)
    close (pairs[i]);
  close (ends[CLIENT]);
}

static void
test_gone (void)
{
  g_autoptr (GArray) none = NULL;
  pid_t backend = test_child_start (keep_both_ends, NULL);

  test_child_end (backend);
  g_assert_cmpuint (count_streams (backend), ==, 0);
  g_assert_cmpint (dm_stream_holders_count_unread (backend), ==, 0);

  none = dm_stream_holders_list (NULL, 0, NULL);
  g_assert_nonnull (none);
  g_assert_cmpuint (none->len, ==, 0);
}

/* "No streams" must never stand for "may not look". */
static void
test_forbidden (void)
{
  pid_t pid, backend = getpid ();
  int status;

  if (geteuid () != 0)
    {
      g_test_skip ("needs root");
      return;
    }

  pid = fork ();
  if (pid == 0)
    {
      g_autoptr (GError) error = NULL;

      if (setresuid (65534, 65534, 65534) != 0)
        _exit (2);
      if (dm_stream_holders_list (&backend, 1, &error) != NULL)
        _exit (3);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
        _exit (4);
      _exit (dm_stream_holders_count_unread (backend) == -1 ? 0 : 5);
    }

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_cmpint (status, ==, 0);
}

static void
test_unread (void)
{
  g_autoptr (TestDirectory) directory = test_directory_new ();
  g_autofree char *path = g_build_filename (directory, "socket", NULL);
  g_auto (TestChild) backend = 0;
  int listener = listen_at (path);
  int first[N_ENDS], second[N_ENDS], stream[N_ENDS];
  char text[10];

  connect_at (listener, path, first);
  connect_at (listener, path, second);
  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM, 0, stream));
  /* We keep the backend's ends too, to read for it. */
  backend = test_child_start (keep_both_ends, NULL);

  g_assert_cmpint (dm_stream_holders_count_unread (backend), ==, 0);

  g_assert_cmpint (write (stream[CLIENT], "data", 4), ==, 4);
  g_assert_cmpint (dm_stream_holders_count_unread (backend), ==, 0);

  g_assert_cmpint (write (first[CLIENT], "call", 4), ==, 4);
  g_assert_cmpint (dm_stream_holders_count_unread (backend), ==, 1);

  g_assert_cmpint (write (second[CLIENT], "call", 4), ==, 4);
  g_assert_cmpint (dm_stream_holders_count_unread (backend), ==, 2);

  g_assert_cmpint (read (first[BACKEND], text, sizeof text), ==, 4);
  g_assert_cmpint (read (second[BACKEND], text, sizeof text), ==, 4);
  g_assert_cmpint (dm_stream_holders_count_unread (backend), ==, 0);

  for (guint i = 0; i < N_ENDS; i++)
    {
      close (first[i]);
      close (second[i]);
      close (stream[i]);
    }
  close (listener);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream-holders/stream", test_stream);
  g_test_add_func ("/stream-holders/internal-pair", test_internal_pair);
  g_test_add_func ("/stream-holders/other-kinds", test_other_kinds);
  g_test_add_func ("/stream-holders/named", test_named);
  g_test_add_func ("/stream-holders/in-flight", test_in_flight);
  g_test_add_func ("/stream-holders/several-backends", test_several_backends);
  g_test_add_func ("/stream-holders/thousands", test_thousands);
  g_test_add_func ("/stream-holders/gone", test_gone);
  g_test_add_func ("/stream-holders/forbidden", test_forbidden);
  g_test_add_func ("/stream-holders/unread", test_unread);

  return g_test_run ();
}
