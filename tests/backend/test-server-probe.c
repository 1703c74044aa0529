/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-error.h"
#include "dm-server-probe.h"

#include "test-async.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

/* The look-up: everything here ends in a name that only this resolver knows
 * about, so that no test asks a real name server. */

typedef struct
{
  GResolver parent_instance;
} FakeResolver;

typedef struct
{
  GResolverClass parent_class;
} FakeResolverClass;

GType fake_resolver_get_type (void);
G_DEFINE_TYPE (FakeResolver, fake_resolver, G_TYPE_RESOLVER)

static void
fail_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  GTask *task = user_data;

  g_task_return_error_if_cancelled (task);
  g_object_unref (task);
}

static void
look_up (GTask *task, const char *name)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (g_str_equal (name, "local.test"))
    g_task_return_pointer (task,
                           g_list_append (NULL, g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4)),
                           (GDestroyNotify) g_resolver_free_addresses);
  else if (g_str_equal (name, "slow.test") && cancellable != NULL)
    g_cancellable_connect (cancellable, G_CALLBACK (fail_cancelled_cb), g_object_ref (task), NULL);
  else if (g_str_equal (name, "offline.test"))
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE, "offline");
  else
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "not found");
}

static void
fake_lookup_with_flags_async (GResolver *resolver,
                              const char *name,
                              GResolverNameLookupFlags flags,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  if (flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY)
    g_task_return_new_error (task, G_RESOLVER_ERROR,
                             g_str_equal (name, "offline.test")
                               ? G_RESOLVER_ERROR_TEMPORARY_FAILURE
                               : G_RESOLVER_ERROR_NOT_FOUND,
                             "no IPv6");
  else
    look_up (task, name);
}

static void
fake_lookup_async (GResolver *resolver,
                   const char *name,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  fake_lookup_with_flags_async (resolver, name, G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT,
                                cancellable, callback, user_data);
}

static GList *
fake_lookup_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
fake_resolver_class_init (FakeResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_async = fake_lookup_async;
  resolver_class->lookup_by_name_finish = fake_lookup_finish;
  resolver_class->lookup_by_name_with_flags_async = fake_lookup_with_flags_async;
  resolver_class->lookup_by_name_with_flags_finish = fake_lookup_finish;
}

static void
fake_resolver_init (FakeResolver *self)
{
}

/* A socket bound to a free port of 127.0.0.1, listening if @backlog >= 0. */
static int
open_socket (int backlog, guint16 *port)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t length = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *) &address, &length), ==, 0);
  if (backlog >= 0)
    g_assert_cmpint (listen (fd, backlog), ==, 0);
  *port = ntohs (address.sin_port);
  return fd;
}

/* Nobody accepts, and the queue is full: as a host that drops packets. */
static void
fill_backlog (guint16 port, int *fds, guint n_fds)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  for (guint i = 0; i < n_fds; i++)
    {
      fds[i] = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
      (void) connect (fds[i], (struct sockaddr *) &address, sizeof address);
    }
}

static gboolean
probe (const char *scheme, const char *host, guint16 port, guint ms, GCancellable *cancellable, GError **error)
{
  const char *share = g_str_equal (scheme, "smb") ? "team" : NULL;
  g_autoptr (DmLocation) location = dm_location_new (scheme, NULL, NULL, host, port, share, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_nonnull (location);
  dm_server_probe_async (location, ms, cancellable, take_result_cb, &result);
  return dm_server_probe_finish (wait_for_result (&result), error);
}

static void
assert_says (GError *error, const char *host, guint16 port)
{
  g_autofree char *number = g_strdup_printf ("%u", port);

  g_assert_nonnull (strstr (error->message, host));
  if (port != 0)
    g_assert_nonnull (strstr (error->message, number));
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* A server that says @word, once it has heard what a client of its kind says
 * first, or closes at once when there is none. */
typedef struct
{
  const char *word; /* nullable */
  gsize length;
  guint n_connections;
  gboolean hears_smb;
} Speaker;

static gboolean
on_incoming_cb (GThreadedSocketService *service,
                GSocketConnection *connection,
                GObject *source,
                gpointer user_data)
{
  Speaker *self = user_data;
  GIOStream *stream = G_IO_STREAM (connection);
  guint8 heard[256] = { 0 };

  self->n_connections++;
  if (self->hears_smb)
    {
      g_input_stream_read (g_io_stream_get_input_stream (stream), heard, sizeof heard, NULL, NULL);
      g_assert_cmpmem (heard + 4, 4, "\xfeSMB", 4);
    }
  if (self->word != NULL)
    g_output_stream_write_all (g_io_stream_get_output_stream (stream), self->word, self->length,
                               NULL, NULL, NULL);
  return TRUE;
}

static GSocketService *
start_speaker (Speaker *speaker, guint16 *port)
{
  GSocketService *service = g_threaded_socket_service_new (4);
  g_autoptr (GError) error = NULL;

  *port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (service, "run", G_CALLBACK (on_incoming_cb), speaker);
  g_socket_service_start (service);

  return service;
}

/* For these a connection is all that can be had. */
static void
test_answers (void)
{
  static const char *const schemes[] = { "dav", "davs", "ftp" };
  g_autoptr (GError) error = NULL;
  guint16 port;
  int fd = open_socket (16, &port);

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      g_assert_true (probe (schemes[i], "127.0.0.1", port, 5000, NULL, &error));
      g_assert_no_error (error);
      g_assert_true (probe (schemes[i], "local.test", port, 5000, NULL, &error));
      g_assert_no_error (error);
    }
  close (fd);
}

/* Whatever it says, it lives. */
static void
test_says_a_word (void)
{
  static const struct
  {
    const char *scheme;
    const char *word;
    gsize length;
    gboolean hears_smb;
  } cases[] = {
    { "smb", "\0\0\0\x48\xfeSMB", 8, TRUE },
    { "smb", "\0\0\0\x48\xffSMB", 8, TRUE },
    { "smb", "\x83\0\0\1\x81", 5, FALSE },
    { "smb", "HTTP/1.1 400 Bad Request\r\n", 26, TRUE },
    { "smb", "x", 1, TRUE },
    { "sftp", "SSH-2.0-OpenSSH_9.2\r\n", 21, FALSE },
    { "sftp", "Exceeded MaxStartups\r\n", 22, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Speaker speaker = { cases[i].word, cases[i].length, 0, cases[i].hears_smb };
      guint16 port;
      g_autoptr (GSocketService) service = start_speaker (&speaker, &port);
      g_autoptr (GError) error = NULL;

      g_assert_true (probe (cases[i].scheme, "127.0.0.1", port, 10000, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (speaker.n_connections, ==, 1);
      g_socket_service_stop (service);
    }
}

static void
test_says_nothing (void)
{
  static const char *const schemes[] = { "smb", "sftp" };
  guint16 port;
  int fd = open_socket (16, &port);

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 start = g_get_monotonic_time ();

      g_assert_false (probe (schemes[i], "local.test", port, 300, NULL, &error));
      g_assert_error (error, DM_ERROR, DM_ERROR_BAD_NET_PATH);
      g_assert_nonnull (strstr (error->message, "“local.test” accepts connections but does not answer"));
      g_assert_cmpint (g_get_monotonic_time () - start, >=, 290 * 1000);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 2000 * 1000);
    }
  close (fd);
}

static void
test_closes_at_once (void)
{
  static const struct
  {
    const char *scheme;
    gboolean leaves_doubt;
    gboolean hears_smb;
  } cases[] = { { "smb", TRUE, FALSE }, { "smb", TRUE, TRUE }, { "sftp", FALSE, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Speaker speaker = { NULL, 0, 0, cases[i].hears_smb };
      const char *share = g_str_equal (cases[i].scheme, "smb") ? "team" : NULL;
      guint16 port;
      g_autoptr (GSocketService) service = start_speaker (&speaker, &port);
      g_autoptr (DmLocation) location = dm_location_new (cases[i].scheme, NULL, NULL, "127.0.0.1", port,
                                                         share, NULL, NULL);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      dm_server_probe_async (location, 10000, NULL, take_result_cb, &result);
      g_assert_false (dm_server_probe_finish (wait_for_result (&result), &error));
      g_assert_error (error, DM_ERROR, DM_ERROR_BAD_NET_PATH);
      assert_says (error, "127.0.0.1", port);
      g_assert_nonnull (strstr (error->message, "without an answer"));
      g_assert_cmpint (dm_server_probe_leaves_doubt (result), ==, cases[i].leaves_doubt);
      g_socket_service_stop (service);
    }
}

/* In the midst of the greeting. */
static void
test_cancel_while_silent (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  guint16 port;
  int fd = open_socket (16, &port);

  g_timeout_add (50, cancel_cb, cancellable);
  g_assert_false (probe ("smb", "local.test", port, 60000, cancellable, &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_CANCELLED);
  close (fd);
}

static void
test_closed (void)
{
  static const char *const schemes[] = { "smb", "davs", "sftp" };
  guint16 port;
  int fd = open_socket (-1, &port);

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (probe (schemes[i], "127.0.0.1", port, 5000, NULL, &error));
      g_assert_error (error, DM_ERROR, DM_ERROR_BAD_NET_PATH);
      assert_says (error, "127.0.0.1", port);
      g_assert_nonnull (strstr (error->message, "refuses"));
    }
  close (fd);
}

static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (probe ("smb", "nowhere.test", 0, 5000, NULL, &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_BAD_NET_PATH);
  assert_says (error, "nowhere.test", 0);
  g_assert_nonnull (strstr (error->message, "There is no server"));
  g_clear_error (&error);

  /* It may be an alias that only ssh knows. */
  g_assert_true (probe ("sftp", "nowhere.test", 0, 5000, NULL, &error));
  g_assert_no_error (error);
}

static void
test_offline (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (probe ("smb", "offline.test", 0, 5000, NULL, &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_NO_NETWORK);
  assert_says (error, "offline.test", 0);
}

static void
test_no_answer (void)
{
  g_autoptr (GError) error = NULL;
  gint64 start;
  guint16 port;
  int fds[8];
  int fd = open_socket (0, &port);

  fill_backlog (port, fds, G_N_ELEMENTS (fds));
  start = g_get_monotonic_time ();
  g_assert_false (probe ("smb", "local.test", port, 300, NULL, &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_BAD_NET_PATH);
  assert_says (error, "local.test", port);
  g_assert_nonnull (strstr (error->message, "does not answer"));
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 290 * 1000);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 2000 * 1000);

  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    close (fds[i]);
  close (fd);
}

/* The deadline is for the look-up too. */
static void
test_slow_look_up (void)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  g_assert_false (probe ("smb", "slow.test", 0, 300, NULL, &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_BAD_NET_PATH);
  assert_says (error, "slow.test", 0);
  g_assert_nonnull (strstr (error->message, "name server"));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 2000 * 1000);
}

static void
test_cancel (void)
{
  static const char *const schemes[] = { "smb", "sftp" };

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      gint64 start = g_get_monotonic_time ();

      g_timeout_add (50, cancel_cb, cancellable);
      g_assert_false (probe (schemes[i], "slow.test", 0, 60000, cancellable, &error));
      g_assert_error (error, DM_ERROR, DM_ERROR_CANCELLED);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 2000 * 1000);
      g_clear_error (&error);

      /* Already cancelled. */
      g_assert_false (probe (schemes[i], "local.test", 1, 60000, cancellable, &error));
      g_assert_error (error, DM_ERROR, DM_ERROR_CANCELLED);
    }
}

/* With an ssh configuration the port or the way there may be another. */
static void
test_ssh_config (void)
{
  g_autofree char *folder = g_build_filename (g_get_home_dir (), ".ssh", NULL);
  g_autofree char *config = g_build_filename (folder, "config", NULL);
  g_autoptr (GError) error = NULL;
  guint16 port;
  int fd = open_socket (-1, &port);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  write_file (config, "Host local.test\n  Port 2222\n");
  g_assert_true (probe ("sftp", "local.test", port, 5000, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (probe ("smb", "local.test", port, 5000, NULL, &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_BAD_NET_PATH);

  g_remove (config);
  close (fd);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GResolver) resolver = NULL;
  g_autofree char *home = make_folder ();
  int status;

  g_setenv ("HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  resolver = g_object_new (fake_resolver_get_type (), NULL);
  g_resolver_set_default (resolver);

  g_test_add_func ("/server-probe/answers", test_answers);
  g_test_add_func ("/server-probe/says-a-word", test_says_a_word);
  g_test_add_func ("/server-probe/says-nothing", test_says_nothing);
  g_test_add_func ("/server-probe/closes-at-once", test_closes_at_once);
  g_test_add_func ("/server-probe/cancel-while-silent", test_cancel_while_silent);
  g_test_add_func ("/server-probe/closed", test_closed);
  g_test_add_func ("/server-probe/unknown", test_unknown);
  g_test_add_func ("/server-probe/offline", test_offline);
  g_test_add_func ("/server-probe/no-answer", test_no_answer);
  g_test_add_func ("/server-probe/slow-look-up", test_slow_look_up);
  g_test_add_func ("/server-probe/cancel", test_cancel);
  g_test_add_func ("/server-probe/ssh-config", test_ssh_config);

  status = g_test_run ();
  remove_tree (home);
  return status;
}
