/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-client-call.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"
#include "dm-names.h"

typedef struct
{
  char *operation; /* our name for it, for CancelOperation () */
  GDBusProxy *manager;
  GSource *cancelled; /* while it can still be cancelled */
} Call;

static void
stop_watching (Call *self)
{
  if (self->cancelled == NULL)
    return;

  g_source_destroy (self->cancelled);
  g_clear_pointer (&self->cancelled, g_source_unref);
}

static void
call_free (gpointer data)
{
  Call *self = data;

  stop_watching (self);
  g_clear_object (&self->manager);
  g_free (self->operation);
  g_free (self);
}

static gboolean
is_start_failure (const GError *error)
{
  if (error->domain != G_DBUS_ERROR)
    return FALSE;

  switch (error->code)
    {
    case G_DBUS_ERROR_SERVICE_UNKNOWN:
    case G_DBUS_ERROR_NAME_HAS_NO_OWNER:
    case G_DBUS_ERROR_SPAWN_EXEC_FAILED:
    case G_DBUS_ERROR_SPAWN_FORK_FAILED:
    case G_DBUS_ERROR_SPAWN_CHILD_EXITED:
    case G_DBUS_ERROR_SPAWN_CHILD_SIGNALED:
    case G_DBUS_ERROR_SPAWN_FAILED:
    case G_DBUS_ERROR_SPAWN_SETUP_FAILED:
    case G_DBUS_ERROR_SPAWN_CONFIG_INVALID:
    case G_DBUS_ERROR_SPAWN_SERVICE_INVALID:
    case G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND:
    case G_DBUS_ERROR_SPAWN_PERMISSIONS_INVALID:
    case G_DBUS_ERROR_SPAWN_FILE_INVALID:
    case G_DBUS_ERROR_SPAWN_NO_MEMORY:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
on_cancellable_cancelled_cb (GCancellable *cancellable,
                             gpointer user_data)
{
  Call *self = g_task_get_task_data (G_TASK (user_data));

  /* The call itself goes on: its end tells what really happened. */
  g_dbus_proxy_call (self->manager, "CancelOperation",
                     g_variant_new ("(s)", self->operation),
                     G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
  g_clear_pointer (&self->cancelled, g_source_unref);

  return G_SOURCE_REMOVE;
}

static void
on_call_finished_cb (GObject *source,
                     GAsyncResult *result,
                     gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GVariant) reply = NULL;
  GError *error = NULL;

  stop_watching (g_task_get_task_data (task));
  reply = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, &error);
  if (reply == NULL)
    {
      dm_client_call_normalize_error (&error);
      g_task_return_error (task, error);
      return;
    }

  g_task_return_pointer (task, g_steal_pointer (&reply), (GDestroyNotify) g_variant_unref);
}

static void
watch_cancellable (GTask *task,
                   Call *self)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (cancellable == NULL)
    return;

  /* A source, so that it runs in our context whoever cancels. The call's own
   * callback holds the task until this source is gone. */
  self->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancelled,
                         G_SOURCE_FUNC (on_cancellable_cancelled_cb), task, NULL);
  g_source_attach (self->cancelled, g_task_get_context (task));
}

GTask *
dm_client_call_new (gpointer source,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task = g_task_new (source, cancellable, callback, user_data);
  Call *self = g_new0 (Call, 1);

  /* What the service answers counts, also when it was cancelled too late. */
  g_task_set_check_cancellable (task, FALSE);
  self->operation = g_uuid_string_random ();
  g_task_set_task_data (task, self, call_free);

  return task;
}

void
dm_client_call_init_options (GTask *task,
                             GVariantDict *options)
{
  Call *self = g_task_get_task_data (task);

  g_variant_dict_init (options, NULL);
  g_variant_dict_insert (options, "operation", "s", self->operation);
}

static void
insert_nonempty (GVariantDict *options,
                 const char *key,
                 const char *value)
{
  if (value != NULL && *value != '\0')
    g_variant_dict_insert (options, key, "s", value);
}

void
dm_client_call_add_login (GVariantDict *options,
                          const char *domain,
                          const char *user)
{
  insert_nonempty (options, "domain", domain);
  insert_nonempty (options, "user", user);
}

const char *
dm_client_call_get_operation (GTask *task)
{
  Call *self = g_task_get_task_data (task);

  return self->operation;
}

void
dm_client_call_start (GTask *task,
                      GDBusProxy *manager,
                      const char *method,
                      GVariant *arguments,
                      int timeout_ms)
{
  g_autoptr (GTask) owned = task;
  g_autoptr (GVariant) sunk = g_variant_ref_sink (arguments);
  Call *self = g_task_get_task_data (task);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      g_task_return_new_error (task, DM_ERROR, DM_ERROR_CANCELLED,
                               _ ("The operation was cancelled."));
      return;
    }
  if (manager == NULL)
    {
      g_task_return_new_error (task, DM_ERROR, DM_ERROR_EXTENDED_ERROR,
                               _ ("The Drivemap service cannot be reached. Sign in to a desktop session with a D-Bus session bus."));
      return;
    }

  self->manager = g_object_ref (manager);
  watch_cancellable (task, self);
  g_dbus_proxy_call (manager, method, sunk, G_DBUS_CALL_FLAGS_NONE, timeout_ms,
                     NULL, on_call_finished_cb, g_steal_pointer (&owned));
}

/* A session that began before Flatpak was installed starts nothing of it. */
static gboolean
is_unknown_flatpak (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) &&
         g_file_test (DM_SANDBOX_MARK, G_FILE_TEST_EXISTS);
}

void
dm_client_call_normalize_error (GError **error)
{
  if (is_unknown_flatpak (*error))
    {
      g_clear_error (error);
      g_set_error_literal (error, DM_ERROR, DM_ERROR_EXTENDED_ERROR,
                           _ ("The Drivemap service could not be started, as this session does not know what Flatpak has installed. Sign out and in again."));
      return;
    }
  if (is_start_failure (*error))
    {
      g_autoptr (GError) bus_error = g_steal_pointer (error);

      g_dbus_error_strip_remote_error (bus_error);
      g_set_error (error, DM_ERROR, DM_ERROR_EXTENDED_ERROR,
                   _ ("The Drivemap service could not be started: %s"),
                   bus_error->message);
      return;
    }
  if (g_error_matches (*error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY))
    {
      g_clear_error (error);
      g_set_error_literal (error, DM_ERROR, DM_ERROR_EXTENDED_ERROR,
                           _ ("The Drivemap service ended before it answered. Try again."));
      return;
    }

  if (g_error_matches (*error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD))
    {
      g_clear_error (error);
      dm_client_call_set_too_old (error);
      return;
    }

  dm_error_normalize (error);
}

void
dm_client_call_set_too_old (GError **error)
{
  g_set_error_literal (error, DM_ERROR, DM_ERROR_NOT_SUPPORTED,
                       _ ("The Drivemap service that is running is older than this program, and cannot do this. Sign out and in again, so that the new one is started."));
}
