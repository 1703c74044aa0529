/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-cli-selection.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"
#include "dm-local-name.h"
#include "dm-location.h"

static gboolean
has_profile (DmItem *item,
             const char *profile)
{
  return dm_item_is_drive (item) &&
         g_strv_contains ((const char *const *) dm_item_get_settings (item)->profiles, profile);
}

/* A location without a user means whoever is connected there, as it is shown. */
static gboolean
is_at (DmItem *item,
       const char *name)
{
  g_autoptr (DmLocation) location = dm_location_parse (name, NULL);
  g_autofree char *uri = location != NULL ? dm_location_to_uri (location) : NULL;
  g_autofree char *remote = location != NULL ? dm_location_to_remote (location) : NULL;

  if (location == NULL || dm_item_is_drive (item))
    return FALSE;
  if (g_strcmp0 (uri, dm_item_get_uri (item)) == 0)
    return TRUE;

  return dm_location_get_user (location) == NULL && g_strcmp0 (remote, dm_item_get_remote (item)) == 0;
}

static gboolean
is_named (DmItem *item,
          const char *name)
{
  const char *local = dm_item_get_local (item);
  g_autofree char *normal = NULL;

  if (!dm_local_name_looks_like (name))
    return is_at (item, name);

  normal = dm_local_name_normalize (name, NULL);

  return normal != NULL && local != NULL && dm_local_name_compare (normal, local) == 0;
}

static gboolean
mark_named (GPtrArray *items,
            const char *name,
            GHashTable *marked)
{
  gboolean found = FALSE;

  for (guint i = 0; i < items->len; i++)
    if (is_named (items->pdata[i], name))
      {
        g_hash_table_add (marked, items->pdata[i]);
        found = TRUE;
      }

  return found;
}

static void
set_unknown (GError **error,
             const char *name)
{
  g_set_error (error, DM_ERROR, DM_ERROR_NOT_CONNECTED,
               _ ("There is no drive or connection “%s”, so nothing was disconnected. “drivemapctl list” shows what there is."),
               name);
}

/* @text is one name, which may have a comma, or several. */
static gboolean
mark_all_named (GPtrArray *items,
                const char *text,
                GHashTable *marked,
                GError **error)
{
  g_auto (GStrv) names = NULL;

  if (mark_named (items, text, marked))
    return TRUE;

  names = g_strsplit (text, ",", -1);
  for (guint i = 0; names[i] != NULL; i++)
    if (!mark_named (items, g_strstrip (names[i]), marked))
      {
        set_unknown (error, names[i]);
        return FALSE;
      }

  /* Of "" nothing is left; a script's empty variable must not mean "everything". */
  if (names[0] == NULL)
    set_unknown (error, text);

  return names[0] != NULL;
}

DmItem *
dm_cli_find_item (DmCli *cli,
                  const char *name)
{
  g_autoptr (GPtrArray) items = dm_cli_dup_items (cli);

  for (guint i = 0; i < items->len; i++)
    if (is_named (items->pdata[i], name))
      return g_object_ref (items->pdata[i]);

  return NULL;
}

gboolean
dm_cli_check_profile (DmCli *cli,
                      const char *profile,
                      GError **error)
{
  g_autoptr (GPtrArray) items = dm_cli_dup_items (cli);

  for (guint i = 0; i < items->len; i++)
    if (has_profile (items->pdata[i], profile))
      return TRUE;

  g_set_error (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER,
               _ ("No drive has the profile “%s”. Give it to one with “drivemapctl set DRIVE --profiles=NAME”."), profile);

  return FALSE;
}

GPtrArray *
dm_cli_select_items (DmCli *cli,
                     const char *profile,
                     char **except,
                     GError **error)
{
  g_autoptr (GPtrArray) items = dm_cli_dup_items (cli);
  g_autoptr (GHashTable) marked = g_hash_table_new (NULL, NULL);

  if (profile != NULL && !dm_cli_check_profile (cli, profile, error))
    return NULL;
  for (guint i = 0; except != NULL && except[i] != NULL; i++)
    if (!mark_all_named (items, except[i], marked, error))
      return NULL;

  for (guint i = items->len; i > 0; i--)
    if (g_hash_table_contains (marked, items->pdata[i - 1]) || (profile != NULL && !has_profile (items->pdata[i - 1], profile)))
      g_ptr_array_remove_index (items, i - 1);

  return g_steal_pointer (&items);
}
