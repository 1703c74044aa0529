/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The windows of other programs, where the desktop lets us reach them: on X11
 * by their _NET_WM_PID, elsewhere by activating the application over D-Bus.
 *
 * @title: (nullable): a word of the title of the window that is meant, such as
 * a file's name, where a program has several. */

gboolean dm_program_windows_can_switch (GdkDisplay *display, int pid, GAppInfo *app);
void dm_program_windows_switch (GdkDisplay *display, int pid, GAppInfo *app, const char *title);

/* Whether @pid has a window that can be asked to close, as its own close button
 * would: the program may ask what to do about unsaved work. */
gboolean dm_program_windows_can_close (GdkDisplay *display, int pid);
void dm_program_windows_close (GdkDisplay *display, int pid, const char *title);

G_END_DECLS
