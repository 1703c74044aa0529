/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-portal.h"

#include <glib/gi18n-lib.h>

#include "dm-names.h"

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"

#define REQUEST_INTERFACE "org.freedesktop.portal.Request"
#define REQUEST_PATH      PORTAL_PATH "/request"
#define RESPONSE_SUCCESS  0
#define RESPONSE_NO       1

/* One question: the answer comes as a signal of an object whose path is known
 * beforehand, so that it cannot be missed. */
typedef struct
{
  /* Owned */
  GDBusConnection *bus;
  char *interface;
  char *method;
  char *token;
  GVariant *arguments;
  GUnixFDList *fds;

  guint response_id;
  guint watch_id;
} Question;

static void
stop_listening (Question *self)
{
  if (self->response_id != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->response_id);
  self->response_id = 0;
  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
}

static void
question_free (Question *self)
{
  stop_listening (self);
  g_clear_object (&self->bus);
  g_clear_object (&self->fds);
  g_clear_pointer (&self->arguments, g_variant_unref);
  g_free (self->interface);
  g_free (self->method);
  g_free (self->token);
  g_free (self);
}

/* Whatever listens holds the task: give that up, then answer. */
static void
fail (GTask *task,
      GError *error)
{
  g_object_ref (task);
  stop_listening (g_task_get_task_data (task));
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
on_response_received_cb (GDBusConnection *bus,
                         const char *sender,
                         const char *path,
                         const char *interface,
                         const char *name,
                         GVariant *parameters,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  g_autoptr (GVariant) results = NULL;
  guint32 response;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  stop_listening (g_task_get_task_data (task));
  if (response == RESPONSE_SUCCESS)
    g_task_return_pointer (task, g_steal_pointer (&results), (GDestroyNotify) g_variant_unref);
  else if (response == RESPONSE_NO)
    fail (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("it was not allowed")));
  else
    fail (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, _ ("it did not work")));
}

static void
listen_at (GTask *task,
           const char *path)
{
  Question *self = g_task_get_task_data (task);

  if (self->response_id != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->response_id);
  self->response_id = g_dbus_connection_signal_subscribe (self->bus, PORTAL_NAME, REQUEST_INTERFACE, "Response",
                                                          path, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                                          on_response_received_cb, g_object_ref (task), g_object_unref);
}

/* The object's path, as the documentation of the portal has it. */
static char *
build_request_path (Question *self)
{
  g_autoptr (GString) sender = g_string_new (g_dbus_connection_get_unique_name (self->bus) + 1);

  g_string_replace (sender, ".", "_", 0);

  return g_strconcat (REQUEST_PATH "/", sender->str, "/", self->token, NULL);
}

static void
on_portal_vanished_cb (GDBusConnection *bus,
                       const char *name,
                       gpointer user_data)
{
  fail (user_data, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, _ ("it has ended")));
}

static void
on_asked_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (source), NULL, result, &error);
  g_autofree char *expected = build_request_path (self);
  const char *path;

  /* The answer may have been faster. */
  if (g_task_get_completed (task) || self->response_id == 0)
    return;
  if (reply == NULL)
    {
      g_dbus_error_strip_remote_error (error);
      fail (task, g_steal_pointer (&error));
      return;
    }

  /* Portals of before version 0.9 choose another. */
  g_variant_get (reply, "(&o)", &path);
  if (!g_str_equal (path, expected))
    listen_at (task, path);
  self->watch_id = g_bus_watch_name_on_connection (self->bus, PORTAL_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL,
                                                   on_portal_vanished_cb, g_object_ref (task), g_object_unref);
}

static void
on_bus_got_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *path = NULL;

  self->bus = g_bus_get_finish (result, &error);
  if (self->bus == NULL)
    {
      fail (task, error);
      return;
    }

  path = build_request_path (self);
  listen_at (task, path);
  g_dbus_connection_call_with_unix_fd_list (self->bus, PORTAL_NAME, PORTAL_PATH, self->interface, self->method,
                                            self->arguments, G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1,
                                            self->fds, g_task_get_cancellable (task), on_asked_cb, g_object_ref (task));
}

/* The options are the last argument. */
static GVariant *
add_options (GVariant *arguments,
             GVariantDict *options)
{
  g_autoptr (GVariant) tuple = g_variant_ref_sink (arguments);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_TUPLE);
  for (gsize i = 0; i < g_variant_n_children (tuple); i++)
    {
      g_autoptr (GVariant) argument = g_variant_get_child_value (tuple, i);

      g_variant_builder_add_value (&builder, argument);
    }
  g_variant_builder_add_value (&builder, g_variant_dict_end (options));

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

gboolean
dm_portal_is_needed (void)
{
  return g_file_test (DM_SANDBOX_MARK, G_FILE_TEST_EXISTS);
}

void
dm_portal_ask_async (const char *interface,
                     const char *method,
                     GVariant *arguments,
                     GVariantDict *options,
                     GUnixFDList *fds,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Question *self = g_new0 (Question, 1);

  self->interface = g_strdup (interface);
  self->method = g_strdup (method);
  self->token = g_strdup_printf ("drivemap%u", g_random_int ());
  g_variant_dict_insert (options, "handle_token", "s", self->token);
  self->arguments = add_options (arguments, options);
  g_set_object (&self->fds, fds);
  g_task_set_source_tag (task, dm_portal_ask_async);
  g_task_set_task_data (task, self, (GDestroyNotify) question_free);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, on_bus_got_cb, task);
}

GVariant *
dm_portal_ask_finish (GAsyncResult *result,
                      GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dm_portal_ask_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
