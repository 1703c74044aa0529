/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-open-folder.h"

#include <glib/gi18n-lib.h>

static void
on_launched_cb (GObject *source,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_app_info_launch_uris_finish (G_APP_INFO (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Not by the URI's own handler: finding that would look at the folder. */
static void
launch (GTask *task)
{
  const char *uri = g_task_get_task_data (task);
  GtkWidget *widget = g_task_get_source_object (task);
  g_autoptr (GAppInfo) app = g_app_info_get_default_for_type ("inode/directory", TRUE);
  g_autoptr (GdkAppLaunchContext) context = NULL;
  g_autoptr (GList) uris = g_list_append (NULL, (gpointer) uri);

  if (app == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                               _ ("There is no file manager to show the folder in. Install one, such as Files."));
      return;
    }
  context = gdk_display_get_app_launch_context (gtk_widget_get_display (widget));
  g_app_info_launch_uris_async (app, uris, G_APP_LAUNCH_CONTEXT (context),
                                g_task_get_cancellable (task), on_launched_cb, g_object_ref (task));
}

static void
on_shown_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply != NULL)
    g_task_return_boolean (task, TRUE);
  else
    launch (task);
}

static void
on_bus_got_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);
  const char *uris[] = { g_task_get_task_data (task), NULL };

  if (bus == NULL)
    {
      launch (task);
      return;
    }
  g_dbus_connection_call (bus, "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1",
                          "org.freedesktop.FileManager1", "ShowFolders",
                          g_variant_new ("(^ass)", uris, ""), NULL, G_DBUS_CALL_FLAGS_NONE,
                          -1, g_task_get_cancellable (task), on_shown_cb, g_object_ref (task));
}

void
dm_open_folder_async (GtkWidget *widget,
                      const char *path,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (widget, cancellable, callback, user_data);
  GError *error = NULL;
  char *uri = g_filename_to_uri (path, NULL, &error);

  g_task_set_source_tag (task, dm_open_folder_async);
  if (uri == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  g_task_set_task_data (task, uri, g_free);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, on_bus_got_cb, task);
}

gboolean
dm_open_folder_finish (GAsyncResult *result,
                       GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
