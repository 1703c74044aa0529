/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-gtk.h"

#include <gio/gdesktopappinfo.h>
#include <gtk/gtk.h>

#include "dm-menu-activate.h"
#include "dm-names.h"

static void
copy (GdkDisplay *display,
      const char *text)
{
#if GTK_CHECK_VERSION(4, 0, 0)
  gdk_clipboard_set_text (gdk_display_get_clipboard (display), text);
#else
  gtk_clipboard_set_text (gtk_clipboard_get_for_display (display, GDK_SELECTION_CLIPBOARD), text, -1);
#endif
}

/* (transfer full) (nullable): with it the desktop lets our window come to the front. */
static char *
dup_startup_id (GdkDisplay *display)
{
  g_autoptr (GDesktopAppInfo) info = g_desktop_app_info_new (DM_APP_ID ".desktop");
  g_autoptr (GdkAppLaunchContext) context = gdk_display_get_app_launch_context (display);

#if !GTK_CHECK_VERSION(4, 0, 0)
  gdk_app_launch_context_set_timestamp (context, gtk_get_current_event_time ());
#endif

  return info != NULL ? g_app_launch_context_get_startup_notify_id (G_APP_LAUNCH_CONTEXT (context), G_APP_INFO (info), NULL) : NULL;
}

static void
on_activated_cb (gpointer instance,
                 gpointer user_data)
{
  const DmMenuItem *item = user_data;
  GdkDisplay *display = gdk_display_get_default ();
  g_autofree char *startup_id = NULL;

  if (item->action == NULL)
    {
      copy (display, item->text);
      return;
    }

  startup_id = dup_startup_id (display);
  dm_menu_activate (item->action, item->text, startup_id);
}

static void
free_item (gpointer data,
           GClosure *closure)
{
  dm_menu_item_free (data);
}

void
dm_gtk_connect (gpointer instance,
                const DmMenuItem *item)
{
  g_signal_connect_data (instance, "activate", G_CALLBACK (on_activated_cb), dm_menu_item_copy (item), free_item, 0);
}
