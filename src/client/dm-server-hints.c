/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-server-hints.h"

#include <glib/gi18n-lib.h>

#include "dm-names.h"

#define AVAHI_BUS_NAME "org.freedesktop.Avahi"
#define WSDD_PROGRAM   "wsdd"
#define WSDD_BACKEND   "gvfs/mounts/wsdd.mount" /* in XDG_DATA_DIRS */

/* Older GVfs have none. */
static gboolean
has_wsdd_backend (void)
{
  const char *const *folders = g_get_system_data_dirs ();

  for (; *folders != NULL; folders++)
    {
      g_autofree char *file = g_build_filename (*folders, WSDD_BACKEND, NULL);

      if (g_file_test (file, G_FILE_TEST_EXISTS))
        return TRUE;
    }

  return FALSE;
}

static GStrv
make_hints (gboolean has_avahi)
{
  g_autoptr (GStrvBuilder) hints = g_strv_builder_new ();
  g_autofree char *wsdd = g_find_program_in_path (WSDD_PROGRAM);

  g_strv_builder_add (hints, _ ("No server was heard announcing itself."));
  /* Nothing is known there of what runs on the computer. */
  if (g_file_test (DM_SANDBOX_MARK, G_FILE_TEST_EXISTS))
    return g_strv_builder_end (hints);
  if (!has_avahi)
    g_strv_builder_add (hints, _ ("Announcements by DNS-SD are not heard, as Avahi does not run on this computer."));
  if (!has_wsdd_backend ())
    g_strv_builder_add (hints, _ ("Announcements by WS-Discovery, as Windows makes them, are not heard, as GVfs on this computer cannot listen to them."));
  else if (wsdd == NULL)
    g_strv_builder_add (hints, _ ("Announcements by WS-Discovery, as Windows makes them, are not heard, as wsdd is not installed on this computer."));

  return g_strv_builder_end (hints);
}

static void
return_hints (GTask *task,
              gboolean has_avahi)
{
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, make_hints (has_avahi), (GDestroyNotify) g_strfreev);
}

static void
on_owner_known_cb (GObject *source,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  gboolean has_owner = FALSE;

  if (reply != NULL)
    g_variant_get (reply, "(b)", &has_owner);
  return_hints (task, has_owner);
}

static void
on_bus_there_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (bus == NULL)
    {
      return_hints (task, FALSE);
      return;
    }

  g_dbus_connection_call (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                          "NameHasOwner", g_variant_new ("(s)", AVAHI_BUS_NAME), G_VARIANT_TYPE ("(b)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, g_task_get_cancellable (task),
                          on_owner_known_cb, g_object_ref (task));
}

void
dm_server_hints_async (GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, dm_server_hints_async);
  g_bus_get (G_BUS_TYPE_SYSTEM, cancellable, on_bus_there_cb, g_object_ref (task));
}

GStrv
dm_server_hints_finish (GAsyncResult *result,
                        GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
