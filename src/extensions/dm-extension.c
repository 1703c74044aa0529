/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-extension.h"

#include <glib/gi18n-lib.h>

void
dm_extension_init (void)
{
  bindtextdomain (GETTEXT_PACKAGE, DM_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}

static gboolean
has_count (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    if (g_strcmp0 (((DmMenuItem *) g_ptr_array_index (items, i))->action, "disconnect") == 0)
      return TRUE;

  return FALSE;
}

GPtrArray *
dm_extension_create_items (DmDriveCache *cache,
                           GPtrArray *files)
{
  g_autoptr (GPtrArray) drives = dm_drive_cache_get_drives (cache);
  g_autoptr (GPtrArray) items = dm_place_menu_new (files, drives);

  if (items->len == 0)
    return NULL;

  /* "changed" follows when there are more or less. */
  if (has_count (items))
    dm_drive_cache_count_open_files (cache);

  return g_steal_pointer (&items);
}
