/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-place-menu.h"

#include <glib/gi18n-lib.h>

#include "dm-names.h"

#define PREFIX            "drivemap"
#define BACKGROUND_PREFIX PREFIX "-background"

/* What is asked about the files that are selected. */
typedef struct
{
  GPtrArray *places; /* DmMenuPlace */
  GPtrArray *drives; /* (nullable) */
  GPtrArray *items;  /* DmMenuItem */
  const char *prefix;
} Menu;

/* File managers take "_" for the mark of a mnemonic. */
static char *
escape (const char *label)
{
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
add_item (Menu *menu,
          const char *id,
          const char *label,
          const char *tip,
          const char *action,
          const char *text)
{
  DmMenuItem *item = g_new0 (DmMenuItem, 1);

  item->id = g_strconcat (menu->prefix, "-", id, NULL);
  item->label = escape (label);
  item->tip = g_strdup (tip);
  item->icon = action != NULL ? DM_APP_ID : "edit-copy";
  item->action = action;
  item->text = g_strdup (text);
  g_ptr_array_add (menu->items, item);
}

/* (transfer full) (nullable): @location for anybody, as UNC; of a server without the
 * share. */
static char *
dup_unc (DmMenuPlace *place)
{
  g_autofree char *unc = dm_location_to_unc (place->location);
  char *share = place->is_server && unc != NULL ? strrchr (unc, '\\') : NULL;

  if (share != NULL)
    *share = '\0';

  return g_steal_pointer (&unc);
}

/* (transfer full): for anybody: without the user. */
static char *
dup_uri (DmMenuPlace *place)
{
  g_autoptr (DmLocation) location = dm_location_dup_with_user (place->location, NULL, NULL);

  return place->is_server ? dm_location_to_server_uri (location) : dm_location_to_uri (location);
}

/* (transfer full) (nullable): one a line; NULL unless all have one. */
static char *
dup_addresses (Menu *menu,
               char *(*dup_address) (DmMenuPlace *place))
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;

  for (guint i = 0; i < menu->places->len; i++)
    {
      DmMenuPlace *place = g_ptr_array_index (menu->places, i);
      g_autofree char *address = place->location != NULL ? dup_address (place) : NULL;

      if (address == NULL)
        return NULL;
      g_strv_builder_add (lines, address);
    }
  texts = g_strv_builder_end (lines);

  return g_strjoinv ("\n", texts);
}

/* What the dialog starts with: the UNC says nothing of a user. */
static char *
dup_remote (DmMenuPlace *place)
{
  gboolean has_user = dm_location_get_user (place->location) != NULL || dm_location_get_domain (place->location) != NULL;
  g_autofree char *unc = !has_user ? dup_unc (place) : NULL;

  return unc != NULL ? g_steal_pointer (&unc) : dm_location_to_uri (place->location);
}

/* Whether it is what @drive is the local name of. */
static gboolean
is_mapped (DmMenuPlace *place,
           DmKnownDrive *drive)
{
  if (drive == NULL || drive->local == NULL || drive->location == NULL)
    return FALSE;

  return g_str_equal (dm_location_get_path (drive->location), dm_location_get_path (place->location));
}

static void
add_map (Menu *menu)
{
  DmMenuPlace *place = g_ptr_array_index (menu->places, 0);
  g_autofree char *remote = NULL;

  if (menu->places->len > 1 || place->location == NULL || !place->is_folder || is_mapped (place, dm_menu_place_find (place, menu->drives)))
    return;

  remote = dup_remote (place);
  add_item (menu, "map", _ ("Map as Network Drive…"), _ ("Give this folder a drive letter or a name"), "map", remote);
}

/* (transfer full): "Disconnect Z: (2 Files Open)…". */
static char *
dup_disconnect_label (DmKnownDrive *drive)
{
  guint n = drive != NULL ? drive->open_count : 0;
  const char *local = drive != NULL ? drive->local : NULL;

  if (n == 0 && local == NULL)
    return g_strdup (_ ("Disconnect…"));
  if (n == 0)
    /* Translators: a drive, “Z:”. */
    return g_strdup_printf (_ ("Disconnect %s…"), local);
  if (local == NULL)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Disconnect (%u File Open)…", "Disconnect (%u Files Open)…", n), n);

  /* Translators: a drive, “Z:”; how many files are open on it. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Disconnect %s (%u File Open)…", "Disconnect %s (%u Files Open)…", n), local, n);
}

/* All must be on one drive. */
static gboolean
find_drive (Menu *menu,
            DmKnownDrive **drive)
{
  *drive = NULL;
  for (guint i = 0; i < menu->places->len; i++)
    {
      DmKnownDrive *found = dm_menu_place_find (g_ptr_array_index (menu->places, i), menu->drives);

      if (found == NULL || (i > 0 && found != *drive))
        return FALSE;
      *drive = found;
    }

  return TRUE;
}

/* Without the service the place itself must do: whatever is mounted there. */
static char *
dup_name (Menu *menu,
          DmKnownDrive *drive)
{
  DmMenuPlace *place = g_ptr_array_index (menu->places, 0);
  g_autoptr (DmLocation) root = NULL;

  if (drive != NULL)
    return dm_known_drive_dup_name (drive);
  if (menu->drives != NULL || !place->is_inside)
    return NULL;

  root = dm_location_dup_mount_root (place->location);

  return dm_location_to_uri (root);
}

static void
add_disconnect (Menu *menu)
{
  DmKnownDrive *drive;
  gboolean is_on_drive = find_drive (menu, &drive);
  g_autofree char *name = is_on_drive || menu->drives == NULL ? dup_name (menu, drive) : NULL;
  g_autofree char *label = dup_disconnect_label (drive);

  if (name == NULL)
    return;

  add_item (menu, "disconnect", label, _ ("End the connection, without losing what is open on it"), "disconnect", name);
  add_item (menu, "holders", _ ("Who Has This Open?"), _ ("Show the programs and people that have files of this drive open"), "show", name);
}

static void
add_copies (Menu *menu)
{
  DmMenuPlace *place = g_ptr_array_index (menu->places, 0);
  g_autofree char *unc = dup_addresses (menu, dup_unc);
  g_autofree char *uri = dup_addresses (menu, dup_uri);

  if (unc != NULL)
    add_item (menu, "copy-unc", _ ("Copy as \\\\server\\share path"), _ ("Copy the path as Windows writes it"), NULL, unc);
  if (uri != NULL)
    {
      /* Translators: “smb”, “sftp” and so on. */
      g_autofree char *label = g_strdup_printf (_ ("Copy as %s:// address"), dm_location_get_scheme (place->location));

      add_item (menu, "copy-uri", label, _ ("Copy the address as file managers write it"), NULL, uri);
    }
}

static const char *
get_prefix (GPtrArray *files)
{
  DmMenuFile *first = g_ptr_array_index (files, 0);

  return first->is_current ? BACKGROUND_PREFIX : PREFIX;
}

static GPtrArray *
create_places (GPtrArray *files,
               GPtrArray *drives)
{
  GPtrArray *places = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_menu_place_free);

  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (places, dm_menu_place_new (g_ptr_array_index (files, i), drives));

  return places;
}

DmMenuItem *
dm_menu_item_copy (const DmMenuItem *self)
{
  DmMenuItem *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->label = g_strdup (self->label);
  copy->tip = g_strdup (self->tip);
  copy->text = g_strdup (self->text);

  return copy;
}

void
dm_menu_item_free (DmMenuItem *self)
{
  g_free (self->id);
  g_free (self->label);
  g_free (self->tip);
  g_free (self->text);
  g_free (self);
}

GPtrArray *
dm_place_menu_new (GPtrArray *files,
                   GPtrArray *drives)
{
  g_autoptr (GPtrArray) places = NULL;
  Menu menu = { .drives = drives };

  g_return_val_if_fail (files != NULL, NULL);

  menu.items = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_menu_item_free);
  if (files->len == 0 || files->len > DM_PLACE_MENU_MAX_FILES)
    return menu.items;

  menu.places = places = create_places (files, drives);
  menu.prefix = get_prefix (files);
  add_map (&menu);
  add_disconnect (&menu);
  add_copies (&menu);

  return menu.items;
}

DmMenuItem *
dm_place_menu_new_parent (GPtrArray *files)
{
  DmMenuItem *item = g_new0 (DmMenuItem, 1);

  g_return_val_if_fail (files != NULL && files->len > 0, item);

  item->id = g_strdup (get_prefix (files));
  item->label = g_strdup (_ ("Network Drive"));
  item->tip = g_strdup (_ ("Map, disconnect, and see who has files open"));
  item->icon = DM_APP_ID;

  return item;
}
