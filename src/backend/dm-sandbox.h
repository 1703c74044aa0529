/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether this is a Flatpak: then /proc has our own processes only, and a process
 * id that the bus tells is one of the world outside. Any thread, as all here. */
gboolean dm_sandbox_is_inside (void);

/* Whether open files can be looked for: not in a sandbox, or in one that may run
 * programs outside (the user has allowed org.freedesktop.Flatpak). */
gboolean dm_sandbox_sees_programs (void);

/* Whether @path is in GVfs' folder, and that is not seen here: in a sandbox which was
 * there before it, on a computer whose mounts do not reach into one. Touches no mount. */
gboolean dm_sandbox_misses_folder (const char *path);

/* Sets DM_ERROR_NOT_SUPPORTED: what cannot be seen, and what the user can do. */
void dm_sandbox_set_blind (GError **error);

/* (transfer full): the command line of our helper @name with @arguments: as it
 * is, or from a sandbox outside, with the libraries that it has inside. NULL in a
 * sandbox that may not. */
GStrv dm_sandbox_helper_argv (const char *name,
                              const char *const *arguments,
                              GError **error);

G_END_DECLS
