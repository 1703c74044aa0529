/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-server-greeting.h"

#include <string.h>

/* SMB by NetBIOS' session service wants the server's NetBIOS name first. */
#define NETBIOS_PORT 139

/* What is read of an answer: its first bytes are enough. */
#define ANSWER_SIZE 64

/* A frame of SMB over TCP: its length, a header, a NEGOTIATE request
 * ([MS-SMB2] 2.1, 2.2.1 and 2.2.3). All numbers but the first are little-endian. */
#define FRAME_SIZE      4
#define HEADER_SIZE     64
#define NEGOTIATE_SIZE  36
#define NEGOTIATE_START (FRAME_SIZE + HEADER_SIZE)
#define GUID_START      (NEGOTIATE_START + 12)
#define DIALECTS_START  (NEGOTIATE_START + NEGOTIATE_SIZE)

/* 3.1.1 would need more in the request. A server that speaks nothing else says
 * so, which is an answer. */
static const guint16 dialects[] = { 0x0202, 0x0210, 0x0300, 0x0302 };

#define MESSAGE_SIZE (DIALECTS_START + sizeof dialects)

typedef struct
{
  /* Owned */
  GIOStream *connection;

  /* Values */
  guint8 message[MESSAGE_SIZE];
  guint8 answer[ANSWER_SIZE];
} Greeting;

static void
greeting_free (Greeting *self)
{
  g_object_unref (self->connection);
  g_free (self);
}

static gboolean
is_provider (DmLocation *location, const char *provider)
{
  return g_str_equal (dm_location_get_provider (location), provider);
}

static void
put_number (guint8 *at, guint16 number)
{
  at[0] = number & 0xff;
  at[1] = number >> 8;
}

/* By its GUID a server finds the other connections of a client: we have none. */
static void
put_new_guid (guint8 *at)
{
  for (guint i = 0; i < 16; i++)
    at[i] = (guint8) g_random_int_range (0, 256);
}

static void
write_smb2_negotiate (guint8 message[MESSAGE_SIZE])
{
  guint8 *header = message + FRAME_SIZE;
  guint8 *request = message + NEGOTIATE_START;

  memset (message, 0, MESSAGE_SIZE);
  message[3] = MESSAGE_SIZE - FRAME_SIZE;

  memcpy (header, "\xfeSMB", 4);
  put_number (header + 4, HEADER_SIZE);
  put_number (header + 14, 1); /* credits */

  put_number (request, NEGOTIATE_SIZE);
  put_number (request + 2, G_N_ELEMENTS (dialects));
  put_number (request + 4, 1); /* signing is possible */
  put_new_guid (message + GUID_START);
  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    put_number (message + DIALECTS_START + 2 * i, dialects[i]);
}

static gboolean
is_end (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n > 0)
    g_task_return_int (task, DM_SERVER_GREETING_ANSWERED);
  else if (n == 0 || is_end (error))
    g_task_return_int (task, DM_SERVER_GREETING_CLOSED);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
wait_for_answer (GTask *task)
{
  Greeting *self = g_task_get_task_data (task);

  g_input_stream_read_async (g_io_stream_get_input_stream (self->connection),
                             self->answer, sizeof self->answer, G_PRIORITY_DEFAULT,
                             g_task_get_cancellable (task), read_cb, g_object_ref (task));
}

/* Also when it could not be sent: a server that turns us away may say so and
 * close before it has read anything. */
static void
write_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error) &&
      !is_end (error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    wait_for_answer (task);
}

gboolean
dm_server_greeting_is_known (DmLocation *location)
{
  if (is_provider (location, "smb"))
    return dm_location_get_effective_port (location) != NETBIOS_PORT;

  return is_provider (location, "sftp");
}

void
dm_server_greeting_async (DmLocation *location,
                          GIOStream *connection,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Greeting *self = g_new0 (Greeting, 1);

  g_return_if_fail (dm_server_greeting_is_known (location));

  self->connection = g_object_ref (connection);
  g_task_set_source_tag (task, dm_server_greeting_async);
  g_task_set_task_data (task, self, (GDestroyNotify) greeting_free);

  /* An SSH server speaks first. */
  if (!is_provider (location, "smb"))
    {
      wait_for_answer (task);
      return;
    }

  write_smb2_negotiate (self->message);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (connection),
                                   self->message, sizeof self->message, G_PRIORITY_DEFAULT,
                                   cancellable, write_cb, g_object_ref (task));
}

gboolean
dm_server_greeting_finish (GAsyncResult *result,
                           DmServerGreeting *greeting,
                           GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gssize value;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  value = g_task_propagate_int (G_TASK (result), &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  *greeting = (DmServerGreeting) value;
  return TRUE;
}
