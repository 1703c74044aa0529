/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-look.h"

#include "dm-backend-activity.h"
#include "dm-backend-hold.h"
#include "dm-backend-process.h"
#include "dm-error.h"
#include "dm-holders.h"
#include "dm-mount-identity.h"
#include "dm-server-traffic.h"
#include "dm-stream-holders.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <unistd.h>

/* Between two looks the backend runs, so that what is under way can finish. */
#define PAUSE (25 * G_TIME_SPAN_MILLISECOND)

/* It must have done nothing for so long before it is stopped: then no request
 * is inside it. Far more than it takes to hand one on. */
#define QUIET (10 * G_TIME_SPAN_MILLISECOND)

/* For so long a server may owe one answer before it counts as dead. */
#define PATIENCE (500 * G_TIME_SPAN_MILLISECOND)

/* What is left of the deadline for the last try and the way back. */
#define RESERVE (250 * G_TIME_SPAN_MILLISECOND)

#define END_TIMEOUT_MS (1000)

typedef enum
{
  SEEN_NOTHING,
  SEEN_STREAMS,
  SEEN_HOLDERS,
  SEEN_REQUEST,
  SEEN_ERROR,
} Seen;

typedef struct
{
  /* Borrowed */
  const char *path;

  /* Owned */
  int pidfd;
  GPtrArray *holders;
  GError *error;

  pid_t pid;

  /* Since when the server owes an answer, and what had come by then. */
  gint64 owed_since;
  guint64 received;
} Look;

static void
look_clear (Look *self)
{
  if (self->pidfd >= 0)
    close (self->pidfd);
  g_clear_pointer (&self->holders, g_ptr_array_unref);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, look_clear)

static GVariant *
new_answer (const char *result, GPtrArray *holders, const char *message)
{
  g_autoptr (GPtrArray) none = dm_holder_list_new ();

  return g_variant_ref_sink (g_variant_new ("(s@aa{sv}s)", result,
                                            dm_holder_list_to_variant (holders != NULL ? holders : none),
                                            message));
}

static gboolean
is_cancelled (void)
{
  sigset_t pending;

  return sigpending (&pending) == 0 && sigismember (&pending, SIGTERM) == 1;
}

static Seen
see_streams (Look *self)
{
  g_autoptr (GArray) streams = NULL;

  g_clear_error (&self->error);
  streams = dm_stream_holders_list (&self->pid, 1, &self->error);
  if (streams == NULL)
    return SEEN_ERROR;
  return streams->len > 0 ? SEEN_STREAMS : SEEN_NOTHING;
}

/* A server that has owed the same answer for long is dead: what was asked of
 * it is lost either way, and nothing is open. */
static gboolean
is_owed_for_long (Look *self, const DmServerTraffic *traffic)
{
  gint64 now = g_get_monotonic_time ();

  if (self->owed_since == 0 || self->received != traffic->received)
    {
      self->owed_since = now;
      self->received = traffic->received;
    }
  return now - self->owed_since >= PATIENCE;
}

/* Those without a stream: mkdir, rename, delete, listing, open under way. */
static Seen
see_requests (Look *self)
{
  DmServerTraffic traffic;

  if (dm_stream_holders_count_unread (self->pid) != 0)
    return SEEN_REQUEST;
  g_clear_error (&self->error);
  if (!dm_server_traffic_look (self->pid, &traffic, &self->error))
    return SEEN_ERROR;
  if (traffic.outstanding)
    return is_owed_for_long (self, &traffic) ? SEEN_NOTHING : SEEN_REQUEST;
  self->owed_since = 0;
  return SEEN_NOTHING;
}

static Seen
see_holders (Look *self)
{
  const DmHolderTarget target = { .path = self->path, .backend = self->pid };
  g_autoptr (GPtrArray) scanned = NULL;

  g_clear_error (&self->error);
  scanned = dm_holders_scan (&target, 1, &self->error);
  if (scanned == NULL)
    return SEEN_ERROR;
  g_clear_pointer (&self->holders, g_ptr_array_unref);
  self->holders = g_ptr_array_ref (g_ptr_array_index (scanned, 0));
  return self->holders->len > 0 ? SEEN_HOLDERS : SEEN_NOTHING;
}

/* From the cheapest to the dearest; what may have begun during the long pass
 * over /proc is looked for once more after it. */
static Seen
see_everything (Look *self)
{
  Seen (*const steps[]) (Look *) = { see_streams, see_requests, see_holders, see_streams, see_requests };
  Seen seen = SEEN_NOTHING;

  for (gsize i = 0; seen == SEEN_NOTHING && i < G_N_ELEMENTS (steps); i++)
    seen = steps[i](self);
  return seen;
}

/* Nobody needs to stand still for what can be seen running. */
static Seen
see_running (Look *self)
{
  guint64 activity = dm_backend_activity_read (self->pid);
  Seen seen = see_streams (self);

  if (seen != SEEN_NOTHING)
    return seen;
  g_usleep (QUIET);
  return dm_backend_activity_read (self->pid) == activity ? SEEN_NOTHING : SEEN_REQUEST;
}

/* TRUE once the backend has ended. */
static gboolean
try_once (Look *self, Seen *seen)
{
  g_autoptr (DmBackendHold) hold = NULL;

  *seen = see_running (self);
  if (*seen != SEEN_NOTHING)
    return FALSE;
  *seen = SEEN_ERROR;
  hold = dm_backend_hold_new (self->pid, self->pidfd, &self->error);
  if (hold == NULL)
    return FALSE;
  *seen = see_everything (self);
  if (*seen != SEEN_NOTHING || is_cancelled ())
    return FALSE;
  *seen = SEEN_ERROR;
  return dm_backend_hold_end_backend (hold, &self->error);
}

/* A file that its program has closed already is still being sent by GVfs;
 * that passes by itself. */
static gboolean
is_only_passing (GPtrArray *holders)
{
  for (guint i = 0; i < holders->len; i++)
    {
      const DmHolder *holder = g_ptr_array_index (holders, i);

      if (holder->kind != DM_HOLDER_STREAM || g_strcmp0 (holder->program, "gvfsd-fuse") != 0)
        return FALSE;
    }
  return TRUE;
}

/* The holders are looked up with the backend running: names take a while. */
static gboolean
has_holders (Look *self, Seen seen)
{
  if (seen == SEEN_STREAMS)
    seen = see_holders (self);
  return seen == SEEN_HOLDERS && !is_only_passing (self->holders);
}

static GVariant *
answer_in_vain (Look *self, Seen seen)
{
  if (seen == SEEN_ERROR && self->error != NULL)
    return dm_look_answer_error (self->error);
  if ((seen == SEEN_HOLDERS || seen == SEEN_STREAMS) && self->holders != NULL && self->holders->len > 0)
    return new_answer (DM_LOOK_HELD, self->holders, "");
  return new_answer (DM_LOOK_BUSY, NULL,
                     _ ("The connection is in use at this moment. Try again when the transfer has finished."));
}

static GVariant *
look_until (Look *self, gint64 deadline)
{
  Seen seen;

  do
    {
      if (is_cancelled ())
        return new_answer (DM_LOOK_CANCELLED, NULL, "");
      if (try_once (self, &seen) || dm_backend_process_wait (self->pidfd, 0))
        return new_answer (DM_LOOK_ENDED, NULL, "");
      if (has_holders (self, seen))
        return new_answer (DM_LOOK_HELD, self->holders, "");
      g_usleep (PAUSE);
    }
  while (g_get_monotonic_time () < deadline);
  return answer_in_vain (self, seen);
}

GVariant *
dm_look_if_clear (GDBusConnection *bus,
                  const char *bus_name,
                  const char *object_path,
                  const char *path,
                  guint deadline_ms)
{
  gint64 deadline = g_get_monotonic_time () + deadline_ms * G_TIME_SPAN_MILLISECOND - RESERVE;
  g_auto (Look) look = { .path = path, .pidfd = -1 };

  switch (dm_mount_identity_check (bus, bus_name, object_path, &look.pid, &look.pidfd, &look.error))
    {
    case DM_MOUNT_IDENTITY_SURE:
      return look_until (&look, deadline);
    case DM_MOUNT_IDENTITY_UNMOUNTED:
    case DM_MOUNT_IDENTITY_GONE:
      return new_answer (DM_LOOK_ENDED, NULL, "");
    case DM_MOUNT_IDENTITY_UNSURE:
    default:
      return dm_look_answer_error (look.error);
    }
}

GVariant *
dm_look_end (GDBusConnection *bus, const char *bus_name, const char *object_path)
{
  g_auto (Look) look = { .pidfd = -1 };

  switch (dm_mount_identity_check (bus, bus_name, object_path, &look.pid, &look.pidfd, &look.error))
    {
    case DM_MOUNT_IDENTITY_SURE:
    case DM_MOUNT_IDENTITY_UNMOUNTED:
      break;
    case DM_MOUNT_IDENTITY_GONE:
      return new_answer (DM_LOOK_ENDED, NULL, "");
    case DM_MOUNT_IDENTITY_UNSURE:
    default:
      return dm_look_answer_error (look.error);
    }
  if (is_cancelled ())
    return new_answer (DM_LOOK_CANCELLED, NULL, "");
  dm_backend_process_signal (look.pidfd, SIGKILL);
  if (dm_backend_process_wait (look.pidfd, END_TIMEOUT_MS))
    return new_answer (DM_LOOK_ENDED, NULL, "");
  return new_answer (DM_LOOK_FAILED, NULL,
                     _ ("The connection's process did not end. It may end in a moment; look again then."));
}

GVariant *
dm_look_answer_error (const GError *error)
{
  gboolean is_busy = g_error_matches (error, DM_ERROR, DM_ERROR_BUSY);

  return new_answer (is_busy ? DM_LOOK_BUSY : DM_LOOK_FAILED, NULL, error->message);
}
