/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-cli-path.h"

#include "dm-holder.h"
#include "dm-local-name.h"

/* The part of @path below @folder, with its slash; NULL if it is not there. */
static const char *
get_below (const char *path,
           const char *folder)
{
  gsize length = strlen (folder);

  if (length == 0 || !g_str_has_prefix (path, folder))
    return NULL;

  return path[length] == '/' || path[length] == '\0' ? path + length : NULL;
}

static DmItem *
find_drive (GPtrArray *items,
            const char *name)
{
  g_autofree char *local = dm_local_name_normalize (name, NULL);

  for (guint i = 0; local != NULL && i < items->len; i++)
    if (g_strcmp0 (dm_item_get_local (items->pdata[i]), local) == 0)
      return items->pdata[i];

  return NULL;
}

char *
dm_cli_abbreviate_home (const char *path)
{
  const char *below = path != NULL ? get_below (path, g_get_home_dir ()) : NULL;

  return below != NULL ? g_strconcat ("~", below, NULL) : g_strdup (path);
}

void
dm_cli_shorten_paths (DmCli *cli,
                      const char *name,
                      GPtrArray *holders)
{
  g_autoptr (GPtrArray) items = dm_cli_dup_items (cli);
  DmItem *drive = find_drive (items, name);
  const char *link = drive != NULL ? dm_item_get_path (drive) : NULL;
  g_autofree char *folder = NULL;

  /* The link itself is a local file; it is not followed. */
  if (link != NULL && *link != '\0')
    folder = g_file_read_link (link, NULL);

  for (guint i = 0; i < holders->len; i++)
    {
      DmHolder *holder = holders->pdata[i];
      const char *below = holder->path != NULL && folder != NULL ? get_below (holder->path, folder) : NULL;
      g_autofree char *path = below != NULL ? g_strconcat (link, below, NULL) : g_strdup (holder->path);

      g_free (holder->path);
      holder->path = dm_cli_abbreviate_home (path);
    }
}
