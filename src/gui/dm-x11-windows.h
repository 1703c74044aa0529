/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The windows of other programs on X11, as the window manager lists them. On
 * other displays, and where built without X11, there are none. */

/* 0 if @pid has none. */
gulong dm_x11_windows_find (GdkDisplay *display, int pid, const char *title);

void dm_x11_windows_activate (GdkDisplay *display, gulong window);

/* As its close button would. */
void dm_x11_windows_close (GdkDisplay *display, gulong window);

G_END_DECLS
