/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-menu-activate.h"

#include "dm-names.h"

#define APPLICATION_INTERFACE "org.freedesktop.Application"

/* @user_data: (transfer full): what ActivateAction () takes. */
static void
on_bus_got_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (GVariant) parameters = user_data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  /* There is no desktop to show a window on. */
  if (bus == NULL)
    return;

  g_dbus_connection_call (bus, DM_APP_ID, DM_OBJECT_ROOT, APPLICATION_INTERFACE, "ActivateAction", parameters, NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

void
dm_menu_activate (const char *action,
                  const char *parameter,
                  const char *startup_id)
{
  GVariantBuilder parameters, platform;

  g_return_if_fail (action != NULL);
  g_return_if_fail (parameter != NULL);

  g_variant_builder_init (&parameters, G_VARIANT_TYPE ("av"));
  g_variant_builder_add (&parameters, "v", g_variant_new_string (parameter));
  g_variant_builder_init (&platform, G_VARIANT_TYPE_VARDICT);
  if (startup_id != NULL)
    {
      /* One name for Wayland, one for X11; each takes its own. */
      g_variant_builder_add (&platform, "{sv}", "activation-token", g_variant_new_string (startup_id));
      g_variant_builder_add (&platform, "{sv}", "desktop-startup-id", g_variant_new_string (startup_id));
    }

  g_bus_get (G_BUS_TYPE_SESSION, NULL, on_bus_got_cb,
             g_variant_ref_sink (g_variant_new ("(sava{sv})", action, &parameters, &platform)));
}
