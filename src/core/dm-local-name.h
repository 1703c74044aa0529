/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A drive's local name: a letter `A:`–`Z:` (any case, normalised to upper
 * case) or a label: 1–32 characters, NFC, without `/ \ :`, control or bidi
 * characters, not starting with `.`, not a single letter, no space at either
 * end. Labels compare case-sensitively, as file names do. */

/* (transfer full): the normalised name, or DM_ERROR_BAD_DEVICE naming @text
 * and what is wrong with it. */
char *dm_local_name_normalize (const char *text, GError **error);

/* Whether @text has the form of a local name and not that of a location:
 * used where a verb takes either. Never both. */
gboolean dm_local_name_looks_like (const char *text);

gboolean dm_local_name_is_letter (const char *name);

/* The name of its symlink in the drives folder: `Z` for `Z:`, else itself. */
char *dm_local_name_to_file_name (const char *name);

/* A D-Bus object path element for @name, unique and reversible. */
char *dm_local_name_to_object_element (const char *name);

/* The first of `Z:` downward to `D:` for which @is_taken says FALSE;
 * NULL when there is none. */
char *dm_local_name_next_free (gboolean (*is_taken) (const char *name, gpointer user_data),
                               gpointer user_data);

/* For sorting: letters first, A: to Z:, then labels by collation. */
int dm_local_name_compare (const char *a, const char *b);

G_END_DECLS
