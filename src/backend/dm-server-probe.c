/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-server-probe.h"

#include "dm-deadline.h"
#include "dm-error.h"
#include "dm-server-greeting.h"
#include "dm-server-problem.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

/* How many times as long a server that has accepted may take for its first word. */
#define PATIENCE 2

typedef struct
{
  DmLocation *location;
  DmDeadline *deadline;
  GCancellable *cancellable; /* (nullable): the caller's */
  guint deadline_ms;
  gint64 started;        /* the step that it has to answer; monotonic */
  gint64 response;       /* in microseconds; -1: none */
  gboolean has_address;  /* the name look-up is behind us */
  gboolean is_unknown;   /* it found nothing */
  gboolean is_connected; /* but it may not have said a word */
  gboolean was_closed;   /* without a word */
} Probe;

static void
probe_free (Probe *self)
{
  dm_location_unref (self->location);
  dm_deadline_free (self->deadline);
  g_clear_object (&self->cancellable);
  g_free (self);
}

/* The name may be one of ~/.ssh/config's, which may also say another port, or
 * a host to jump over: then only ssh itself can tell. */
static gboolean
ssh_may_know_better (DmLocation *location, const GError *error)
{
  g_autofree char *config = NULL;

  if (!g_str_equal (dm_location_get_provider (location), "sftp"))
    return FALSE;
  if (error->domain == G_RESOLVER_ERROR)
    return TRUE;

  config = g_build_filename (g_get_home_dir (), ".ssh", "config", NULL);
  return access (config, R_OK) == 0;
}

static gboolean
may_be_netbios (DmLocation *location)
{
  const char *server = dm_location_get_server (location);

  return g_str_equal (dm_location_get_provider (location), "smb") &&
         dm_location_get_port (location) == 0 &&
         strlen (server) <= 15 && strpbrk (server, ".:") == NULL;
}

static GError *
describe (Probe *self, DmServerProblem problem)
{
  return dm_server_problem_to_error (problem, dm_location_get_server (self->location),
                                     dm_location_get_effective_port (self->location));
}

static GError *
describe_no_answer (Probe *self)
{
  if (!self->has_address)
    return describe (self, DM_SERVER_PROBLEM_NOT_FOUND_IN_TIME);

  return describe (self, self->is_connected ? DM_SERVER_PROBLEM_WORDLESS : DM_SERVER_PROBLEM_SILENT);
}

static GError *
describe_resolver_error (Probe *self, const GError *error)
{
  if (error->code == G_RESOLVER_ERROR_TEMPORARY_FAILURE)
    return describe (self, DM_SERVER_PROBLEM_NO_NAME_SERVER);

  self->is_unknown = TRUE;

  return describe (self, DM_SERVER_PROBLEM_UNKNOWN);
}

static GError *
describe_io_error (Probe *self, const GError *error)
{
  switch ((GIOErrorEnum) error->code)
    {
    case G_IO_ERROR_NETWORK_UNREACHABLE:
      return describe (self, DM_SERVER_PROBLEM_NO_NETWORK);
    case G_IO_ERROR_CONNECTION_REFUSED:
      return describe (self, DM_SERVER_PROBLEM_REFUSES);
    case G_IO_ERROR_HOST_NOT_FOUND:
      return describe_resolver_error (self, error);
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_TIMED_OUT:
      return describe_no_answer (self);
    default:
      return g_error_new (DM_ERROR, DM_ERROR_BAD_NET_PATH,
                          _ ("The server “%s” cannot be reached on port %u: %s"),
                          dm_location_get_server (self->location),
                          dm_location_get_effective_port (self->location), error->message);
    }
}

static GError *
describe_error (Probe *self, const GError *error)
{
  if (dm_deadline_has_passed (self->deadline))
    return describe_no_answer (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_new_literal (DM_ERROR, DM_ERROR_CANCELLED,
                                _ ("The operation was cancelled."));
  if (error->domain == G_RESOLVER_ERROR)
    return describe_resolver_error (self, error);
  return describe_io_error (self, error);
}

static void
on_client_event_cb (GSocketClient *client,
                    GSocketClientEvent event,
                    GSocketConnectable *connectable,
                    GIOStream *connection,
                    gpointer user_data)
{
  GTask *task = user_data;
  Probe *probe = g_task_get_task_data (task);

  if (event == G_SOCKET_CLIENT_CONNECTING)
    probe->started = g_get_monotonic_time ();
  if (event == G_SOCKET_CLIENT_RESOLVED || event == G_SOCKET_CLIENT_CONNECTING)
    probe->has_address = TRUE;
}

static void
succeed (GTask *task)
{
  Probe *probe = g_task_get_task_data (task);

  probe->response = g_get_monotonic_time () - probe->started;
  g_task_return_boolean (task, TRUE);
}

static void
fail (GTask *task, const GError *error)
{
  Probe *probe = g_task_get_task_data (task);
  gboolean cancelled = !dm_deadline_has_passed (probe->deadline) &&
                       g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  if (!cancelled && ssh_may_know_better (probe->location, error))
    g_task_return_boolean (task, TRUE);
  else if (probe->was_closed)
    g_task_return_error (task, describe (probe, DM_SERVER_PROBLEM_CLOSES));
  else
    g_task_return_error (task, describe_error (probe, error));
}

static void
greeting_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Probe *probe = g_task_get_task_data (task);
  DmServerGreeting greeting;

  if (dm_server_greeting_finish (result, &greeting, &error) &&
      greeting == DM_SERVER_GREETING_CLOSED)
    {
      probe->was_closed = TRUE;
      g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "");
    }

  if (error != NULL)
    fail (task, error);
  else
    succeed (task);
}

static void
on_connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  Probe *probe = g_task_get_task_data (task);

  g_signal_handlers_disconnect_by_data (source, task);
  connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);
  probe->is_connected = connection != NULL;

  if (connection == NULL)
    {
      fail (task, error);
      return;
    }

  /* Who is there and busy gets more time than who may not be there. */
  dm_deadline_free (probe->deadline);
  probe->deadline = dm_deadline_new (probe->deadline_ms * PATIENCE, probe->cancellable);
  if (!dm_server_greeting_is_known (probe->location))
    {
      succeed (task);
      return;
    }

  probe->started = g_get_monotonic_time ();
  dm_server_greeting_async (probe->location, G_IO_STREAM (connection),
                            dm_deadline_get_cancellable (probe->deadline),
                            greeting_cb, g_object_ref (task));
}

static void
begin_connect (GTask *task)
{
  Probe *probe = g_task_get_task_data (task);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) address = NULL;

  /* GVfs' file protocols use no proxy, and asking for one takes time. */
  g_socket_client_set_enable_proxy (client, FALSE);
  g_signal_connect (client, "event", G_CALLBACK (on_client_event_cb), task);

  address = g_network_address_new (dm_location_get_server (probe->location),
                                   dm_location_get_effective_port (probe->location));
  g_socket_client_connect_async (client, address,
                                 dm_deadline_get_cancellable (probe->deadline),
                                 on_connected_cb, g_object_ref (task));
}

void
dm_server_probe_async (DmLocation *location,
                       guint deadline_ms,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Probe *probe = g_new0 (Probe, 1);

  probe->location = dm_location_ref (location);
  probe->deadline = dm_deadline_new (deadline_ms, cancellable);
  probe->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  probe->deadline_ms = deadline_ms;
  probe->response = -1;
  g_task_set_source_tag (task, dm_server_probe_async);
  /* Its message is ours, see describe_error (). */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, probe, (GDestroyNotify) probe_free);
  begin_connect (task);
}

gboolean
dm_server_probe_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
dm_server_probe_leaves_doubt (GAsyncResult *result)
{
  Probe *probe;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  probe = g_task_get_task_data (G_TASK (result));

  if (probe->was_closed)
    return g_str_equal (dm_location_get_provider (probe->location), "smb");

  return probe->is_unknown && may_be_netbios (probe->location);
}

gint64
dm_server_probe_get_response (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), -1);

  return ((Probe *) g_task_get_task_data (G_TASK (result)))->response;
}
