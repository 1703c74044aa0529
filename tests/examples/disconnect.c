/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* disconnect NAME [LEVEL]: disconnects a drive, in C with GIO. Without a level it is
 * "none": it is refused while files are open, and nothing happens to them. */

#include <gio/gio.h>

int
main (int argc,
      char **argv)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) outcome = NULL;
  g_autoptr (GError) error = NULL;
  const char *result = NULL;

  if (argc < 2)
    {
      g_printerr ("Usage: disconnect NAME [none|force|lots-of-force]\n");
      return 1;
    }

  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  if (bus != NULL)
    reply = g_dbus_connection_call_sync (bus, "io.github.drivemap.Drivemap.Service", "/io/github/drivemap/Drivemap",
                                         "io.github.drivemap.Drivemap.Manager", "Cancel",
                                         g_variant_new ("(ssa{sv})", argv[1], argc > 2 ? argv[2] : "none", NULL),
                                         G_VARIANT_TYPE ("(a{sv})"), G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, &error);
  if (reply == NULL)
    {
      /* Of the form io.github.drivemap.Drivemap.Error.OpenFiles. */
      g_autofree char *name = g_dbus_error_get_remote_error (error);

      g_dbus_error_strip_remote_error (error);
      g_printerr ("%s: %s\n", name != NULL ? name : "No session bus", error->message);
      return 2;
    }

  /* "disconnected", "draining": when the last file closes, or "released": others use it. */
  outcome = g_variant_get_child_value (reply, 0);
  g_variant_lookup (outcome, "result", "&s", &result);
  g_print ("%s\n", result);

  return 0;
}
