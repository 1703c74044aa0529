/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-x11-windows.h"

#if defined(HAVE_X11) && defined(GDK_WINDOWING_X11)

#include <string.h>
#include <unistd.h>

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <gdk/x11/gdkx.h>

#define MAX_WINDOWS 4096
#define MAX_TITLE   1024

/* _NET_WM: a request of the user, such as a pager's. */
#define SOURCE_USER 2

/* (nullable): to be freed with XFree (). */
static void *
get_property (GdkDisplay *display,
              Window window,
              const char *name,
              const char *type,
              long max_items,
              gulong *n_items)
{
  Display *xdisplay = gdk_x11_display_get_xdisplay (display);
  unsigned char *data = NULL;
  Atom actual_type = None;
  int actual_format = 0;
  gulong rest = 0;

  /* The window may be gone by now. */
  gdk_x11_display_error_trap_push (display);
  XGetWindowProperty (xdisplay, window, gdk_x11_get_xatom_by_name_for_display (display, name),
                      0, max_items, False,
                      gdk_x11_get_xatom_by_name_for_display (display, type),
                      &actual_type, &actual_format, n_items, &rest, &data);
  if (gdk_x11_display_error_trap_pop (display) != 0 || data == NULL || *n_items == 0)
    {
      g_clear_pointer (&data, XFree);
      *n_items = 0;
    }

  return data;
}

static int
get_pid (GdkDisplay *display,
         Window window)
{
  gulong n_items = 0;
  gulong *data = get_property (display, window, "_NET_WM_PID", "CARDINAL", 1, &n_items);
  int pid = data != NULL ? (int) data[0] : 0;

  g_clear_pointer (&data, XFree);

  return pid;
}

/* Process numbers of other computers mean nothing here. */
static gboolean
is_of_this_computer (GdkDisplay *display,
                     Window window)
{
  gulong n_items = 0;
  char *machine = get_property (display, window, "WM_CLIENT_MACHINE", "STRING", MAX_TITLE, &n_items);
  gboolean is_local = machine == NULL || g_str_equal (machine, g_get_host_name ()) || g_str_equal (machine, "localhost");

  g_clear_pointer (&machine, XFree);

  return is_local;
}

static gboolean
has_title (GdkDisplay *display,
           Window window,
           const char *title)
{
  gulong n_items = 0;
  char *shown = get_property (display, window, "_NET_WM_NAME", "UTF8_STRING", MAX_TITLE, &n_items);
  gboolean found = shown != NULL && strstr (shown, title) != NULL;

  g_clear_pointer (&shown, XFree);

  return found;
}

gulong
dm_x11_windows_find (GdkDisplay *display,
                     int pid,
                     const char *title)
{
  gulong found = 0, n_windows = 0;
  gulong *windows;

  if (!GDK_IS_X11_DISPLAY (display) || pid <= 0)
    return 0;

  windows = get_property (display, gdk_x11_display_get_xrootwindow (display),
                          "_NET_CLIENT_LIST_STACKING", "WINDOW", MAX_WINDOWS, &n_windows);

  /* From the top down: the one that was used last. */
  for (gulong i = n_windows; i > 0; i--)
    {
      Window window = windows[i - 1];

      if (get_pid (display, window) != pid || !is_of_this_computer (display, window))
        continue;
      if (found == 0)
        found = window;
      if (title == NULL || !has_title (display, window, title))
        continue;

      found = window;
      break;
    }
  g_clear_pointer (&windows, XFree);

  return found;
}

static void
send_to_manager (GdkDisplay *display,
                 gulong window,
                 const char *message,
                 long first,
                 long second)
{
  Display *xdisplay = gdk_x11_display_get_xdisplay (display);
  XEvent event = { 0 };

  event.xclient.type = ClientMessage;
  event.xclient.window = window;
  event.xclient.message_type = gdk_x11_get_xatom_by_name_for_display (display, message);
  event.xclient.format = 32;
  event.xclient.data.l[0] = first;
  event.xclient.data.l[1] = second;

  gdk_x11_display_error_trap_push (display);
  XSendEvent (xdisplay, gdk_x11_display_get_xrootwindow (display), False,
              SubstructureRedirectMask | SubstructureNotifyMask, &event);
  XFlush (xdisplay);
  gdk_x11_display_error_trap_pop_ignored (display);
}

void
dm_x11_windows_activate (GdkDisplay *display,
                         gulong window)
{
  g_return_if_fail (GDK_IS_X11_DISPLAY (display));

  send_to_manager (display, window, "_NET_ACTIVE_WINDOW", SOURCE_USER,
                   gdk_x11_display_get_user_time (display));
}

void
dm_x11_windows_close (GdkDisplay *display,
                      gulong window)
{
  g_return_if_fail (GDK_IS_X11_DISPLAY (display));

  send_to_manager (display, window, "_NET_CLOSE_WINDOW",
                   gdk_x11_display_get_user_time (display), SOURCE_USER);
}

#else

gulong
dm_x11_windows_find (GdkDisplay *display,
                     int pid,
                     const char *title)
{
  return 0;
}

void
dm_x11_windows_activate (GdkDisplay *display,
                         gulong window)
{
}

void
dm_x11_windows_close (GdkDisplay *display,
                      gulong window)
{
}

#endif
