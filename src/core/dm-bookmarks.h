/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-location.h"

G_BEGIN_DECLS

/* GTK's bookmarks, gtk-3.0/bookmarks, which the sidebars of file managers show: a line
 * each, a URI and after a space what it is called.
 *
 * Only lines that we have added are ever changed or removed, and only while they say
 * what we wrote: which those are the caller keeps. One that the user has removed or
 * renamed is not ours any more, and does not come back. A place that the user has a
 * bookmark of already gets none. */

/* (transfer full): the line for the drive @local. By its address, as a folder would be
 * looked at, and a dead server then freezes whoever shows the bookmarks. */
char *dm_bookmarks_create_line (const char *local, DmLocation *location);

/* (transfer full): @text, which may be NULL or empty, with what is in @wanted and
 * without what is not, both only as far as @ours, what we have added so far, allows.
 * @new_ours: (out) (transfer full): what to keep for the next time. */
char *dm_bookmarks_edit (const char *text,
                         const char *const *ours,
                         const char *const *wanted,
                         GStrv *new_ours);

G_END_DECLS
