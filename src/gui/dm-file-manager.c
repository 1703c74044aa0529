/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-file-manager.h"

#include <glib/gi18n-lib.h>

#include "dm-open-portal.h"
#include "dm-portal.h"

/* What is to be seen. */
typedef struct
{
  char *path;
  gboolean is_item; /* in its folder */
} Place;

static void
place_free (Place *self)
{
  g_free (self->path);
  g_free (self);
}

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

/* A file manager that cannot point at a file can still open its folder. Not by the URI's
 * own handler: finding that would look at the folder. */
static void
launch (GTask *task)
{
  const Place *place = g_task_get_task_data (task);
  GtkWidget *widget = g_task_get_source_object (task);
  g_autofree char *folder = place->is_item ? g_path_get_dirname (place->path) : g_strdup (place->path);
  g_autoptr (GAppInfo) app = g_app_info_get_default_for_type ("inode/directory", TRUE);
  g_autoptr (GdkAppLaunchContext) context = NULL;
  g_autofree char *uri = g_filename_to_uri (folder, NULL, NULL);
  g_autoptr (GList) uris = g_list_append (NULL, uri);

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
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  if (reply != NULL)
    g_task_return_boolean (task, TRUE);
  else if (!g_task_return_error_if_cancelled (task))
    launch (task);
}

static void
on_bus_got_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);
  const Place *place = g_task_get_task_data (task);
  g_autofree char *uri = g_filename_to_uri (place->path, NULL, NULL);
  const char *uris[] = { uri, NULL };

  if (bus == NULL)
    {
      launch (task);
      return;
    }
  g_dbus_connection_call (bus, "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1",
                          "org.freedesktop.FileManager1", place->is_item ? "ShowItems" : "ShowFolders",
                          g_variant_new ("(^ass)", uris, ""), NULL, G_DBUS_CALL_FLAGS_NONE,
                          -1, g_task_get_cancellable (task), on_shown_cb, g_object_ref (task));
}

static void
on_portal_opened_cb (GObject *source,
                     GAsyncResult *result,
                     gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (dm_open_portal_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
start (GtkWidget *widget,
       const char *path,
       gboolean is_item,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  GTask *task = g_task_new (widget, cancellable, callback, user_data);
  Place *place = g_new0 (Place, 1);

  place->path = g_strdup (path);
  place->is_item = is_item;
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, place, (GDestroyNotify) place_free);
  if (dm_portal_is_needed ())
    dm_open_portal_async (widget, path, is_item, cancellable, on_portal_opened_cb, task);
  else
    g_bus_get (G_BUS_TYPE_SESSION, cancellable, on_bus_got_cb, task);
}

void
dm_file_manager_open_async (GtkWidget *widget,
                            const char *path,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (g_path_is_absolute (path));

  start (widget, path, FALSE, cancellable, callback, user_data);
}

void
dm_file_manager_show_async (GtkWidget *widget,
                            const char *path,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (g_path_is_absolute (path));

  start (widget, path, TRUE, cancellable, callback, user_data);
}

gboolean
dm_file_manager_finish (GAsyncResult *result,
                        GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, start), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
