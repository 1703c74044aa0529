/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* Every name that crosses a process boundary, in one place. */

#define DM_APP_ID "io.github.drivemap.Drivemap"

/* D-Bus: the session service. */
#define DM_BUS_NAME           DM_APP_ID ".Service"
#define DM_OBJECT_ROOT        "/io/github/drivemap/Drivemap"
#define DM_OBJECT_DRIVES      DM_OBJECT_ROOT "/drives"
#define DM_OBJECT_CONNECTIONS DM_OBJECT_ROOT "/connections"
#define DM_INTERFACE_PREFIX   DM_APP_ID "."
#define DM_ERROR_PREFIX       DM_APP_ID ".Error."

/* D-Bus: what GNOME Shell searches in. */
#define DM_SEARCH_BUS_NAME DM_APP_ID ".SearchProvider"
#define DM_OBJECT_SEARCH   DM_OBJECT_ROOT "/SearchProvider"

/* Files, below the base directories of the XDG specification. */
#define DM_CONFIG_DIR   "drivemap"    /* in XDG_CONFIG_HOME */
#define DM_DRIVES_FILE  "drives.ini"  /* in DM_CONFIG_DIR */
#define DM_MANAGED_DIR  "drives.d"    /* in DM_CONFIG_DIR of XDG_CONFIG_DIRS */
#define DM_RUNTIME_DIR  "drivemap"    /* in XDG_RUNTIME_DIR */
#define DM_SESSION_FILE "session.ini" /* in DM_RUNTIME_DIR */
#define DM_STATE_DIR    "drivemap"    /* in XDG_STATE_HOME */
#define DM_LINKS_FILE   "links.ini"   /* in DM_STATE_DIR */
#define DM_DRIVES_DIR   "Drives"      /* in HOME: the symlinks */

/* There in every Flatpak, and nowhere else. */
#define DM_SANDBOX_MARK "/.flatpak-info"

/* What lets a Flatpak look who has files open. */
#define DM_ALLOW_LOOK_COMMAND "flatpak override --user --talk-name=org.freedesktop.Flatpak " DM_APP_ID

/* OpenCount on the bus where nobody can count. */
#define DM_OPEN_COUNT_UNKNOWN G_MAXUINT32

/* Environment: where to find our own helper programs when not installed. */
#define DM_ENV_LIBEXECDIR "DRIVEMAP_LIBEXECDIR"
