/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-smb-worker.h"

#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <glib-unix.h>
#include <unistd.h>

#include "dm-deadline.h"
#include "dm-error.h"
#include "dm-program.h"

#define PROGRAM "drivemap-smb"

/* 100,000 files with long names; more is not read. */
#define MAX_ANSWER (64 * 1024 * 1024)
#define CHUNK      (64 * 1024)

typedef struct
{
  /* Owned */
  DmDeadline *deadline;
  GSubprocess *process;
  GInputStream *stream;
  GByteArray *bytes;
  GError *error;

  /* Owned descriptors; -1: closed */
  int request_fd;
  int answer_fd;
} Run;

static void
close_fd (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

static void
run_free (Run *self)
{
  g_clear_pointer (&self->deadline, dm_deadline_free);
  g_clear_object (&self->process);
  g_clear_object (&self->stream);
  g_byte_array_unref (self->bytes);
  g_clear_error (&self->error);
  close_fd (&self->request_fd);
  close_fd (&self->answer_fd);
  g_free (self);
}

static void
return_broken (GTask *task, const char *details)
{
  g_task_return_new_error (task, DM_ERROR, DM_ERROR_EXTENDED_ERROR,
                           _ ("The program that asks the server cannot be used: %s"), details);
}

static void
return_answer (GTask *task)
{
  Run *self = g_task_get_task_data (task);
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (g_steal_pointer (&self->bytes));
  g_autoptr (GError) error = NULL;
  DmSmbAnswer *answer = dm_smb_answer_read (bytes, &error);

  self->bytes = g_byte_array_new ();
  if (answer != NULL)
    g_task_return_pointer (task, answer, (GDestroyNotify) dm_smb_answer_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Now nothing is left of it. */
static void
on_process_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *self = g_task_get_task_data (task);

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  if (self->error == NULL)
    return_answer (task);
  else if (dm_deadline_has_passed (self->deadline))
    g_task_return_pointer (task, dm_smb_answer_new (DM_SMB_FAILURE_NO_ANSWER, 0, NULL),
                           (GDestroyNotify) dm_smb_answer_free);
  else if (g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    return_broken (task, self->error->message);
}

/* Whatever it still does is of no use to anybody. Its end is waited for without a
 * deadline: a process that is killed ends. */
static void
end_process (GTask *task)
{
  Run *self = g_task_get_task_data (task);

  g_subprocess_force_exit (self->process);
  g_subprocess_wait_async (self->process, NULL, on_process_ended_cb, g_object_ref (task));
}

static void read_more (GTask *task);

static void
on_chunk_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *self = g_task_get_task_data (task);
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &self->error);
  gsize size = chunk != NULL ? g_bytes_get_size (chunk) : 0;

  if (size > 0)
    g_byte_array_append (self->bytes, g_bytes_get_data (chunk, NULL), (guint) size);
  if (self->bytes->len > MAX_ANSWER)
    g_set_error (&self->error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _ ("its answer is too long"));

  if (size > 0 && self->error == NULL)
    read_more (task);
  else
    end_process (task);
}

static void
read_more (GTask *task)
{
  Run *self = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (self->stream, CHUNK, G_PRIORITY_DEFAULT,
                                   dm_deadline_get_cancellable (self->deadline),
                                   on_chunk_read_cb, g_object_ref (task));
}

/* Before there is anybody at the other end: as it is not longer than the pipe, this
 * neither waits nor fails half-way, and the child finds its end. */
static int
open_request_pipe (DmSmbRequest *request, GError **error)
{
  g_autoptr (GBytes) bytes = dm_smb_request_write (request);
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);
  int fds[2];
  ssize_t written;

  if (!g_unix_open_pipe (fds, FD_CLOEXEC, error))
    return -1;
  (void) fcntl (fds[1], F_SETPIPE_SZ, DM_SMB_REQUEST_MAX);
  (void) fcntl (fds[1], F_SETFL, O_NONBLOCK);
  written = write (fds[1], data, size);
  close (fds[1]);
  if (written == (ssize_t) size)
    return fds[0];

  close (fds[0]);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _ ("there is no room for the question"));
  return -1;
}

static void
keep (GStrv *environment, const char *name)
{
  const char *value = g_getenv (name);

  if (value != NULL)
    *environment = g_environ_setenv (*environment, name, value, TRUE);
}

/* Samba's configuration in the user's home must not change what is answered, and
 * nobody's variables must: the system's configuration counts. */
static GStrv
make_environment (void)
{
  static const char *const kept[] = {
    "ASAN_OPTIONS",
    "KRB5CCNAME",
    "KRB5_CONFIG",
    "LANG",
    "LC_ALL",
    "LSAN_OPTIONS",
    "UBSAN_OPTIONS",
  };
  GStrv environment = g_new0 (char *, 1);

  environment = g_environ_setenv (environment, "PATH", "/usr/bin:/bin", TRUE);
  environment = g_environ_setenv (environment, "HOME", "/nonexistent", TRUE);
  environment = g_environ_setenv (environment, "USER", g_get_user_name (), TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    keep (&environment, kept[i]);
  return environment;
}

static GSubprocess *
spawn (Run *self, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *program = dm_program_find (PROGRAM);
  g_auto (GStrv) environment = make_environment ();

  g_subprocess_launcher_set_environ (launcher, environment);
  g_subprocess_launcher_set_cwd (launcher, "/");
  g_subprocess_launcher_take_stdin_fd (launcher, g_steal_fd (&self->request_fd));
  g_subprocess_launcher_take_fd (launcher, g_steal_fd (&self->answer_fd), DM_SMB_ANSWER_FD);
  return g_subprocess_launcher_spawn (launcher, error, program, NULL);
}

static gboolean
start (Run *self, DmSmbRequest *request, GError **error)
{
  int fds[2];

  self->request_fd = open_request_pipe (request, error);
  if (self->request_fd < 0 || !g_unix_open_pipe (fds, FD_CLOEXEC, error))
    return FALSE;

  self->stream = g_unix_input_stream_new (fds[0], TRUE);
  self->answer_fd = fds[1];
  self->process = spawn (self, error);
  return self->process != NULL;
}

static Run *
run_new (guint deadline_ms, GCancellable *cancellable)
{
  Run *self = g_new0 (Run, 1);

  self->request_fd = -1;
  self->answer_fd = -1;
  self->bytes = g_byte_array_new ();
  self->deadline = dm_deadline_new (deadline_ms, cancellable);
  return self;
}

void
dm_smb_worker_run_async (DmSmbRequest *request,
                         guint deadline_ms,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  Run *self;

  g_return_if_fail (request != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_smb_worker_run_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (dm_smb_request_is_login_too_long (request))
    {
      g_task_return_pointer (task, dm_smb_answer_new (DM_SMB_FAILURE_LOGIN_TOO_LONG, 0, NULL),
                             (GDestroyNotify) dm_smb_answer_free);
      return;
    }

  self = run_new (deadline_ms, cancellable);
  g_task_set_task_data (task, self, (GDestroyNotify) run_free);
  if (start (self, request, &error))
    read_more (task);
  else
    return_broken (task, error->message);
}

DmSmbAnswer *
dm_smb_worker_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
