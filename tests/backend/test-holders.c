/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-holders.h"
#include "test-child.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_STREAMS 4

/* A mount with all who play a part in it: a backend, gvfsd-fuse, a program. */
typedef struct
{
  TestDirectory *base;
  char *mount;
  char *fuse_program;
  pid_t backend;
  pid_t fuse;
  pid_t program;
  int backend_ends[MAX_STREAMS];
  int client_ends[MAX_STREAMS];
  guint n_streams;
} Fixture;

static void
fixture_set_up (Fixture *self)
{
  *self = (Fixture){ 0 };
  self->base = test_directory_new ();
  self->mount = g_build_filename (self->base, "mount", NULL);
  self->fuse_program = test_child_copy_program (self->base, "gvfsd-fuse");
  g_assert_no_errno (g_mkdir_with_parents (self->mount, 0700));
}

static void
end (pid_t *pid)
{
  if (*pid != 0)
    test_child_end (*pid);
  *pid = 0;
}

static void
fixture_tear_down (Fixture *self)
{
  end (&self->backend);
  end (&self->fuse);
  end (&self->program);
  test_directory_free (self->base);
  g_free (self->mount);
  g_free (self->fuse_program);
}

/* Streams that this program holds at both ends for now. */
static void
make_streams (Fixture *self, guint n_streams)
{
  self->n_streams = n_streams;
  for (guint i = 0; i < n_streams; i++)
    {
      int ends[2];

      g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM, 0, ends));
      self->backend_ends[i] = ends[0];
      self->client_ends[i] = ends[1];
    }
}

static void
close_all (const int *ends, guint n)
{
  for (guint i = 0; i < n; i++)
    close (ends[i]);
}

static void
be_backend (gconstpointer data)
{
  const Fixture *self = data;

  close_all (self->client_ends, self->n_streams);
}

/* Gives the backend its ends, closes ours. */
static void
start_backend (Fixture *self)
{
  self->backend = test_child_start (be_backend, self);
  close_all (self->backend_ends, self->n_streams);
}

static void
be_client (gconstpointer data)
{
}

static GPtrArray *
scan (Fixture *self)
{
  DmHolderTarget target = { self->mount, self->backend };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lists = dm_holders_scan (&target, 1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (lists->len, ==, 1);

  return g_ptr_array_ref (g_ptr_array_index (lists, 0));
}

static guint
count_kind (GPtrArray *holders, DmHolderKind kind)
{
  guint count = 0;

  for (guint i = 0; i < holders->len; i++)
    {
      const DmHolder *holder = g_ptr_array_index (holders, i);

      count += holder->kind == kind;
    }

  return count;
}

/* FUSE streams against the files that programs have open. */
typedef struct
{
  const char *name;
  guint n_streams;
  const char *opens[4]; /* "r file": what the program has open */
  gboolean fork;        /* a second program inherits all that */
  guint n_files;        /* holders expected */
  guint n_pending;
} FuseCase;

static const FuseCase fuse_cases[] = {
  { "nothing", 0, { NULL }, FALSE, 0, 0 },
  { "one", 1, { "r a" }, FALSE, 1, 0 },
  { "idle-reader", 0, { "r a" }, FALSE, 1, 0 },
  { "pending", 1, { NULL }, FALSE, 0, 1 },
  { "pending-beside-open", 2, { "r a" }, FALSE, 1, 1 },
  { "two-pending", 3, { "w a" }, FALSE, 1, 2 },
  { "idle-and-busy", 1, { "r a", "w b" }, FALSE, 2, 0 },
  { "same-file-twice", 2, { "r a", "w a" }, FALSE, 1, 1 },
  { "inherited", 2, { "r a" }, TRUE, 2, 1 },
  { "path-handle", 1, { "p a" }, FALSE, 1, 1 },
  { "folder", 1, { "d ." }, FALSE, 0, 1 },
};

static void
open_named (const Fixture *self, const char *what)
{
  g_autofree char *path = g_build_filename (self->mount, what + 2, NULL);
  int flags = what[0] == 'r' ? O_RDONLY : what[0] == 'w' ? O_WRONLY
                                                         : O_PATH;

  flags = what[0] == 'd' ? O_RDONLY | O_DIRECTORY : flags | O_CREAT;
  if (what[0] == 'p')
    close (open (path, O_WRONLY | O_CREAT, 0600));
  if (open (path, flags, 0600) < 0)
    _exit (1);
}

typedef struct
{
  const Fixture *fixture;
  const FuseCase *row;
} Opens;

static void
open_files (gconstpointer data)
{
  const Opens *opens = data;

  close_all (opens->fixture->client_ends, opens->fixture->n_streams);
  for (guint i = 0; opens->row->opens[i] != NULL; i++)
    open_named (opens->fixture, opens->row->opens[i]);

  if (opens->row->fork && fork () == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      for (;;)
        pause ();
    }
}

static void
test_fuse (gconstpointer data)
{
  const FuseCase *row = data;
  g_autoptr (GPtrArray) holders = NULL;
  Fixture self;
  Opens opens = { &self, row };

  fixture_set_up (&self);
  make_streams (&self, row->n_streams);
  start_backend (&self);
  self.program = test_child_start (open_files, &opens);
  self.fuse = test_child_start_program (self.fuse_program);
  close_all (self.client_ends, self.n_streams);

  holders = scan (&self);
  g_assert_cmpuint (count_kind (holders, DM_HOLDER_FILE), ==, row->n_files);
  g_assert_cmpuint (count_kind (holders, DM_HOLDER_STREAM), ==, row->n_pending);

  for (guint i = 0; i < holders->len; i++)
    {
      const DmHolder *holder = g_ptr_array_index (holders, i);

      if (holder->kind != DM_HOLDER_STREAM)
        continue;
      g_assert_cmpint (holder->pid, ==, self.fuse);
      g_assert_cmpstr (holder->program, ==, "gvfsd-fuse");
      g_assert_cmpint (holder->source, ==, DM_HOLDER_SOURCE_STREAM);
      g_assert_null (holder->path);
      g_assert_nonnull (holder->note);
    }

  fixture_tear_down (&self);
}

/* gvfsd-fuse has files and its working directory where it likes. */
static void
test_fuse_is_no_holder (void)
{
  g_autoptr (GPtrArray) holders = NULL;
  g_autofree char *path = NULL;
  Fixture self;
  int fd;

  fixture_set_up (&self);
  path = g_build_filename (self.mount, "file", NULL);
  fd = open (path, O_RDWR | O_CREAT, 0600);
  g_assert_no_errno (fd);
  self.fuse = test_child_start_program (self.fuse_program);
  close (fd);

  holders = scan (&self);
  g_assert_cmpuint (holders->len, ==, 0);
  fixture_tear_down (&self);
}

/* Each stream of a program is a holder; a child that inherited them is not. */
static void
test_native (void)
{
  g_autoptr (GPtrArray) holders = NULL;
  Fixture self;
  pid_t heir;

  fixture_set_up (&self);
  make_streams (&self, 3);
  start_backend (&self);
  self.program = test_child_start (be_client, &self);
  heir = test_child_start (be_client, &self);
  close_all (self.client_ends, self.n_streams);

  holders = scan (&self);
  g_assert_cmpuint (holders->len, ==, 3);
  for (guint i = 0; i < holders->len; i++)
    {
      const DmHolder *holder = g_ptr_array_index (holders, i);

      g_assert_cmpint (holder->kind, ==, DM_HOLDER_STREAM);
      g_assert_cmpint (holder->source, ==, DM_HOLDER_SOURCE_STREAM);
      g_assert_true (holder->pid == self.program || holder->pid == heir);
      g_assert_nonnull (holder->program);
      g_assert_cmpstr (holder->user, ==, g_get_user_name ());
      g_assert_null (holder->path);
      g_assert_nonnull (holder->note);
    }

  test_child_end (heir);
  fixture_tear_down (&self);
}

/* Nobody can be named, but the file is open all the same. */
static void
test_unknown_owner (void)
{
  g_autoptr (GPtrArray) holders = NULL;
  const DmHolder *holder;
  char control[CMSG_SPACE (sizeof (int))] = { 0 };
  struct iovec text = { (char *) "x", 1 };
  struct msghdr message = { NULL, 0, &text, 1, control, sizeof control, 0 };
  struct cmsghdr *header = CMSG_FIRSTHDR (&message);
  int post[2];
  Fixture self;

  fixture_set_up (&self);
  make_streams (&self, 1);
  start_backend (&self);

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM, 0, post));
  *header = (struct cmsghdr){ CMSG_LEN (sizeof (int)), SOL_SOCKET, SCM_RIGHTS };
  *(int *) (void *) CMSG_DATA (header) = self.client_ends[0];
  g_assert_no_errno (sendmsg (post[0], &message, 0));
  close (self.client_ends[0]);

  holders = scan (&self);
  g_assert_cmpuint (holders->len, ==, 1);
  holder = g_ptr_array_index (holders, 0);
  g_assert_cmpint (holder->pid, ==, 0);
  g_assert_cmpint (holder->kind, ==, DM_HOLDER_STREAM);
  g_assert_null (holder->program);
  g_assert_nonnull (holder->note);

  close_all (post, 2);
  fixture_tear_down (&self);
}

/* What this program itself has open is not somebody's use. */
static void
test_ourselves (void)
{
  g_autoptr (GPtrArray) holders = NULL;
  Fixture self;

  fixture_set_up (&self);
  make_streams (&self, 1);
  start_backend (&self);

  holders = scan (&self);
  g_assert_cmpuint (holders->len, ==, 0);

  close_all (self.client_ends, self.n_streams);
  fixture_tear_down (&self);
}

typedef struct
{
  GMainLoop *loop;
  GPtrArray *lists;
  GError *error;
} Answer;

static void
on_scan_finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->lists = dm_holders_scan_finish (result, &answer->error);
  g_main_loop_quit (answer->loop);
}

static void
enter_mount (gconstpointer data)
{
  const Fixture *self = data;

  close_all (self->client_ends, self->n_streams);
  if (chdir (self->mount) != 0)
    _exit (1);
}

/* Several targets at once: with and without a backend, a path, a holder. */
static void
test_async (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GPtrArray) lists = NULL;
  Answer answer = { loop, NULL, NULL };
  DmHolderTarget targets[4] = { 0 };
  const DmHolder *holder;
  pid_t client;
  Fixture self;

  fixture_set_up (&self);
  make_streams (&self, 1);
  start_backend (&self);
  client = test_child_start (be_client, &self);
  self.program = test_child_start (enter_mount, &self);
  close_all (self.client_ends, self.n_streams);

  targets[0] = (DmHolderTarget){ "/nowhere/at/all", 0 };
  targets[1] = (DmHolderTarget){ self.mount, 0 };
  targets[2] = (DmHolderTarget){ NULL, self.backend };
  dm_holders_scan_async (targets, 4, NULL, on_scan_finished_cb, &answer);
  /* They were copied. */
  targets[1].path = "/gone";
  g_main_loop_run (loop);

  g_assert_no_error (answer.error);
  lists = answer.lists;
  g_assert_cmpuint (lists->len, ==, 4);
  g_assert_cmpuint (((GPtrArray *) g_ptr_array_index (lists, 0))->len, ==, 0);
  g_assert_cmpuint (((GPtrArray *) g_ptr_array_index (lists, 3))->len, ==, 0);

  g_assert_cmpuint (((GPtrArray *) g_ptr_array_index (lists, 1))->len, ==, 1);
  holder = g_ptr_array_index ((GPtrArray *) g_ptr_array_index (lists, 1), 0);
  g_assert_cmpint (holder->kind, ==, DM_HOLDER_CWD);
  g_assert_cmpint (holder->pid, ==, self.program);
  g_assert_cmpstr (holder->path, ==, self.mount);

  g_assert_cmpuint (((GPtrArray *) g_ptr_array_index (lists, 2))->len, ==, 1);
  holder = g_ptr_array_index ((GPtrArray *) g_ptr_array_index (lists, 2), 0);
  g_assert_cmpint (holder->kind, ==, DM_HOLDER_STREAM);
  g_assert_cmpint (holder->pid, ==, client);

  test_child_end (client);
  fixture_tear_down (&self);
}

static void
test_cancelled (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = { loop, NULL, NULL };
  DmHolderTarget target = { "/nowhere/at/all", 0 };

  g_cancellable_cancel (cancellable);
  dm_holders_scan_async (&target, 1, cancellable, on_scan_finished_cb, &answer);
  g_main_loop_run (loop);

  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (answer.lists);
  g_clear_error (&answer.error);
}

int
main (int argc, char **argv)
{
  test_child_init (argc, argv);
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (fuse_cases); i++)
    {
      g_autofree char *name = g_strconcat ("/holders/fuse/", fuse_cases[i].name, NULL);

      g_test_add_data_func (name, &fuse_cases[i], test_fuse);
    }

  g_test_add_func ("/holders/fuse-is-no-holder", test_fuse_is_no_holder);
  g_test_add_func ("/holders/native", test_native);
  g_test_add_func ("/holders/unknown-owner", test_unknown_owner);
  g_test_add_func ("/holders/ourselves", test_ourselves);
  g_test_add_func ("/holders/async", test_async);
  g_test_add_func ("/holders/cancelled", test_cancelled);

  return g_test_run ();
}
