/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-program-windows.h"

#include <string.h>

#include <gio/gdesktopappinfo.h>

#include "dm-program-info.h"
#include "dm-x11-windows.h"

#define DESKTOP_SUFFIX ".desktop"

/* A shell's window is its terminal's, which is not far up. */
#define MAX_PARENTS 6

static gulong
find_window (GdkDisplay *display,
             int pid,
             const char *title)
{
  gulong window = dm_x11_windows_find (display, pid, title);

  for (int i = 0; i < MAX_PARENTS && window == 0 && pid > 1; i++)
    {
      pid = dm_program_info_get_parent (pid);
      window = dm_x11_windows_find (display, pid, title);
    }

  return window;
}

/* --- over D-Bus --- */

/* (transfer full) (nullable): of an application that is one on the bus. */
static char *
dup_bus_name (GAppInfo *app)
{
  const char *id = app != NULL ? g_app_info_get_id (app) : NULL;

  if (id == NULL || !g_str_has_suffix (id, DESKTOP_SUFFIX) ||
      !g_desktop_app_info_get_boolean (G_DESKTOP_APP_INFO (app), "DBusActivatable"))
    return NULL;

  return g_strndup (id, strlen (id) - strlen (DESKTOP_SUFFIX));
}

/* As the Desktop Entry Specification makes it: "/org/gnome/Text_Editor". */
static char *
dup_object_path (const char *bus_name)
{
  char *path = g_strconcat ("/", bus_name, NULL);

  g_strdelimit (path, ".", '/');
  g_strdelimit (path, "-", '_');

  return path;
}

static GVariant *
create_platform_data (GdkDisplay *display,
                      GAppInfo *app)
{
  g_autoptr (GdkAppLaunchContext) context = gdk_display_get_app_launch_context (display);
  g_autofree char *token = g_app_launch_context_get_startup_notify_id (G_APP_LAUNCH_CONTEXT (context), app, NULL);
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  if (token != NULL)
    {
      g_variant_builder_add (&builder, "{sv}", "activation-token", g_variant_new_string (token));
      g_variant_builder_add (&builder, "{sv}", "desktop-startup-id", g_variant_new_string (token));
    }

  return g_variant_builder_end (&builder);
}

/* Never started by this: it runs, or there is nothing to switch to. */
static void
activate_on_bus (GdkDisplay *display,
                 GAppInfo *app)
{
  GApplication *application = g_application_get_default ();
  GDBusConnection *bus = application != NULL ? g_application_get_dbus_connection (application) : NULL;
  g_autofree char *name = dup_bus_name (app);
  g_autofree char *path = NULL;

  if (bus == NULL || name == NULL)
    return;

  path = dup_object_path (name);
  g_dbus_connection_call (bus, name, path, "org.freedesktop.Application", "Activate",
                          g_variant_new ("(@a{sv})", create_platform_data (display, app)), NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

gboolean
dm_program_windows_can_switch (GdkDisplay *display,
                               int pid,
                               GAppInfo *app)
{
  g_autofree char *name = dup_bus_name (app);

  return name != NULL || find_window (display, pid, NULL) != 0;
}

void
dm_program_windows_switch (GdkDisplay *display,
                           int pid,
                           GAppInfo *app,
                           const char *title)
{
  gulong window = find_window (display, pid, title);

  if (window != 0)
    dm_x11_windows_activate (display, window);
  else
    activate_on_bus (display, app);
}

/* The process's own windows only: closing its terminal would end more. */
gboolean
dm_program_windows_can_close (GdkDisplay *display,
                              int pid)
{
  return dm_x11_windows_find (display, pid, NULL) != 0;
}

void
dm_program_windows_close (GdkDisplay *display,
                          int pid,
                          const char *title)
{
  gulong window = dm_x11_windows_find (display, pid, title);

  if (window != 0)
    dm_x11_windows_close (display, window);
}
