/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-address-probe.h"

#include "dm-deadline.h"

/* A name with more of them is not tried any further. */
#define MAX_ADDRESSES 16

typedef struct
{
  /* Owned */
  DmDeadline *deadline;
  GIOStream *connection; /* nullable */
  char *address;         /* nullable */

  /* Values */
  DmAddressOutcome outcome;
  guint n_waiting;
} Probe;

/* One address of it. */
typedef struct
{
  GTask *task;
  GInetSocketAddress *address;
} Attempt;

static void
probe_free (Probe *self)
{
  dm_deadline_free (self->deadline);
  g_clear_object (&self->connection);
  g_free (self->address);
  g_free (self);
}

static void
attempt_free (Attempt *self)
{
  g_object_unref (self->task);
  g_object_unref (self->address);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

static DmAddressOutcome
name_outcome (Probe *self, const GError *error)
{
  if (dm_deadline_has_passed (self->deadline) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return DM_ADDRESS_SILENT;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return DM_ADDRESS_REFUSED;

  return DM_ADDRESS_UNREACHABLE;
}

static void
take_outcome (Probe *self, DmAddressOutcome outcome, GInetSocketAddress *address)
{
  if (outcome > self->outcome || (outcome == self->outcome && self->address != NULL))
    return;

  self->outcome = outcome;
  g_free (self->address);
  self->address = g_inet_address_to_string (g_inet_socket_address_get_address (address));
}

static void
return_outcome (GTask *task)
{
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

static void
on_connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  GTask *task = attempt->task;
  Probe *self = g_task_get_task_data (task);

  connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (object), result, &error);
  self->n_waiting--;
  if (g_task_get_completed (task))
    return;

  take_outcome (self, connection != NULL ? DM_ADDRESS_CONNECTED : name_outcome (self, error), attempt->address);
  if (connection != NULL)
    self->connection = G_IO_STREAM (g_steal_pointer (&connection));
  if (self->connection != NULL || self->n_waiting == 0)
    return_outcome (task);
}

static void
start (GTask *task, GInetSocketAddress *address)
{
  Probe *self = g_task_get_task_data (task);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  Attempt *attempt = g_new0 (Attempt, 1);

  attempt->task = g_object_ref (task);
  attempt->address = g_object_ref (address);
  self->n_waiting++;
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_async (client, G_SOCKET_CONNECTABLE (address),
                                 dm_deadline_get_cancellable (self->deadline), on_connected_cb, attempt);
}

void
dm_address_probe_async (GList *addresses,
                        guint deadline_ms,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Probe *self = g_new0 (Probe, 1);

  g_return_if_fail (addresses != NULL);

  self->deadline = dm_deadline_new (deadline_ms, cancellable);
  self->outcome = DM_ADDRESS_UNREACHABLE;
  g_task_set_source_tag (task, dm_address_probe_async);
  g_task_set_task_data (task, self, (GDestroyNotify) probe_free);

  for (GList *l = addresses; l != NULL && self->n_waiting < MAX_ADDRESSES; l = l->next)
    start (task, l->data);
}

gboolean
dm_address_probe_finish (GAsyncResult *result,
                         DmAddressOutcome *outcome,
                         char **address,
                         GIOStream **connection,
                         GError **error)
{
  Probe *self;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  self = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  *outcome = self->outcome;
  *address = g_steal_pointer (&self->address);
  *connection = g_steal_pointer (&self->connection);

  return TRUE;
}
