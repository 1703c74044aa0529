/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <thunarx/thunarx.h>

#include "dm-extension.h"
#include "dm-gtk.h"

#define DM_TYPE_THUNAR (dm_thunar_get_type ())
G_DECLARE_FINAL_TYPE (DmThunar, dm_thunar, DM, THUNAR, GObject)

struct _DmThunar
{
  GObject parent_instance;

  /* Owned */
  DmDriveCache *cache;
};

static void menu_provider_init (ThunarxMenuProviderIface *iface);

/* What is defined here, and what Thunar calls. */
void dm_thunar_register_type (ThunarxProviderPlugin *plugin);
void thunar_extension_initialize (ThunarxProviderPlugin *plugin);
void thunar_extension_shutdown (void);
void thunar_extension_list_types (const GType **types, int *n_types);

THUNARX_DEFINE_TYPE_WITH_CODE (DmThunar, dm_thunar, G_TYPE_OBJECT, THUNARX_IMPLEMENT_INTERFACE (THUNARX_TYPE_MENU_PROVIDER, menu_provider_init))

static ThunarxMenuItem *
create_item (const DmMenuItem *item)
{
  return thunarx_menu_item_new (item->id, item->label, item->tip, item->icon);
}

/* (transfer full) (nullable): one item, with all that apply in its menu. */
static GList *
create_menu (DmThunar *self,
             GPtrArray *files)
{
  g_autoptr (GPtrArray) items = dm_extension_create_items (self->cache, files);
  g_autoptr (DmMenuItem) parent = NULL;
  ThunarxMenuItem *top;
  ThunarxMenu *menu;

  if (items == NULL)
    return NULL;

  parent = dm_place_menu_new_parent (files);
  top = create_item (parent);
  menu = thunarx_menu_new ();
  thunarx_menu_item_set_menu (top, menu);
  for (guint i = 0; i < items->len; i++)
    {
      ThunarxMenuItem *item = create_item (g_ptr_array_index (items, i));

      dm_gtk_connect (item, g_ptr_array_index (items, i));
      thunarx_menu_append_item (menu, item);
      g_object_unref (item);
    }
  g_object_unref (menu);

  return g_list_append (NULL, top);
}

/* (transfer full) (nullable): Thunar has asked for it already. */
static char *
dup_target (ThunarxFileInfo *info)
{
  g_autoptr (GFileInfo) details = thunarx_file_info_get_file_info (info);

  if (details == NULL)
    return NULL;

  return g_strdup (g_file_info_get_attribute_string (details, G_FILE_ATTRIBUTE_STANDARD_TARGET_URI));
}

static void
add_file (GPtrArray *files,
          ThunarxFileInfo *info,
          gboolean is_current)
{
  g_ptr_array_add (files, dm_menu_file_new (thunarx_file_info_get_uri (info), dup_target (info),
                                            is_current || thunarx_file_info_is_directory (info), is_current));
}

static GList *
dm_thunar_get_file_menu_items (ThunarxMenuProvider *provider,
                               GtkWidget *window,
                               GList *infos)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_menu_file_free);

  for (GList *l = infos; l != NULL && files->len <= DM_PLACE_MENU_MAX_FILES; l = l->next)
    add_file (files, l->data, FALSE);

  return create_menu (DM_THUNAR (provider), files);
}

static GList *
dm_thunar_get_folder_menu_items (ThunarxMenuProvider *provider,
                                 GtkWidget *window,
                                 ThunarxFileInfo *folder)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_menu_file_free);

  if (folder != NULL)
    add_file (files, folder, TRUE);

  return create_menu (DM_THUNAR (provider), files);
}

static void
menu_provider_init (ThunarxMenuProviderIface *iface)
{
  iface->get_file_menu_items = dm_thunar_get_file_menu_items;
  iface->get_folder_menu_items = dm_thunar_get_folder_menu_items;
}

static void
dm_thunar_dispose (GObject *object)
{
  g_clear_object (&DM_THUNAR (object)->cache);

  G_OBJECT_CLASS (dm_thunar_parent_class)->dispose (object);
}

static void
dm_thunar_class_init (DmThunarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dm_thunar_dispose;
}

static void
dm_thunar_init (DmThunar *self)
{
  self->cache = dm_drive_cache_new ();
}

void
thunar_extension_initialize (ThunarxProviderPlugin *plugin)
{
  thunarx_provider_plugin_set_resident (plugin, TRUE);
  dm_extension_init ();
  dm_thunar_register_type (plugin);
}

void
thunar_extension_shutdown (void)
{
}

void
thunar_extension_list_types (const GType **types,
                             int *n_types)
{
  static GType type;

  type = DM_TYPE_THUNAR;
  *types = &type;
  *n_types = 1;
}
