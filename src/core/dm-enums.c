/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dm-enums.h"
#include "dm-error.h"

/* In each table the position is the value. */
static const char *const levels[] = { "none", "force", "lots-of-force" };

static const char *const statuses[] = {
  "ok",
  "connecting",
  "reconnecting",
  "disconnected",
  "unavailable",
  "error",
  "draining",
  "needs-password",
  "paused",
};

static const char *const origins[] = { "gvfs", "kernel" };

static const char *const holder_kinds[] = {
  "file",
  "directory",
  "cwd",
  "root",
  "mapped",
  "stream",
  "server",
};

static const char *const holder_modes[] = { "", "r", "w", "rw" };

static const char *const holder_sources[] = { "proc", "stream", "server" };

static const char *const results[] = { "disconnected", "draining", "released" };

G_STATIC_ASSERT (G_N_ELEMENTS (levels) == DM_LEVEL_LOTS_OF_FORCE + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (statuses) == DM_STATUS_PAUSED + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (origins) == DM_ORIGIN_KERNEL + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (holder_kinds) == DM_HOLDER_SERVER + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (holder_modes) == DM_HOLDER_MODE_READ_WRITE + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (holder_sources) == DM_HOLDER_SOURCE_SERVER + 1);
G_STATIC_ASSERT (G_N_ELEMENTS (results) == DM_RESULT_RELEASED + 1);

/* -1 if it is not there. */
static int
find_string (const char *const *table,
             gsize n_strings,
             const char *string)
{
  for (gsize i = 0; i < n_strings; i++)
    {
      if (g_str_equal (table[i], string))
        return (int) i;
    }

  return -1;
}

/* Every enumeration has the same pair of functions. */
#define DEFINE_STRINGS(Type, name, table, code, message)             \
  const char *                                                       \
    dm_##name##_to_string (Type value)                               \
  {                                                                  \
    g_return_val_if_fail ((gsize) value < G_N_ELEMENTS (table), ""); \
                                                                     \
    return table[value];                                             \
  }                                                                  \
                                                                     \
  gboolean                                                           \
    dm_##name##_from_string (const char *string,                     \
                             Type *value,                            \
                             GError **error)                         \
  {                                                                  \
    int found;                                                       \
                                                                     \
    g_return_val_if_fail (string != NULL, FALSE);                    \
    g_return_val_if_fail (error == NULL || *error == NULL, FALSE);   \
                                                                     \
    found = find_string (table, G_N_ELEMENTS (table), string);       \
    if (found < 0)                                                   \
      {                                                              \
        g_autofree char *shown = g_utf8_make_valid (string, -1);     \
                                                                     \
        g_set_error (error, DM_ERROR, code, message, shown);         \
        return FALSE;                                                \
      }                                                              \
                                                                     \
    if (value != NULL)                                               \
      *value = (Type) found;                                         \
    return TRUE;                                                     \
  }

DEFINE_STRINGS (DmLevel, level, levels, DM_ERROR_INVALID_LEVEL, _ ("“%s” is not a force level. Use none, force or lots-of-force."))
DEFINE_STRINGS (DmStatus, status, statuses, DM_ERROR_INVALID_PARAMETER, _ ("“%s” is not a status."))
DEFINE_STRINGS (DmOrigin, origin, origins, DM_ERROR_INVALID_PARAMETER, _ ("“%s” is not an origin. Use gvfs or kernel."))
DEFINE_STRINGS (DmHolderKind, holder_kind, holder_kinds, DM_ERROR_INVALID_PARAMETER, _ ("“%s” is not a kind of open file."))
DEFINE_STRINGS (DmHolderMode, holder_mode, holder_modes, DM_ERROR_INVALID_PARAMETER, _ ("“%s” is not an access mode. Use r, w or rw."))
DEFINE_STRINGS (DmHolderSource, holder_source, holder_sources, DM_ERROR_INVALID_PARAMETER, _ ("“%s” is not a source of open files."))
DEFINE_STRINGS (DmResult, result, results, DM_ERROR_INVALID_PARAMETER, _ ("“%s” is not a result. Use disconnected, draining or released."))
