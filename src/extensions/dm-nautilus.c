/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <nautilus-extension.h>

#include "dm-extension.h"
#include "dm-gtk.h"

#define DM_TYPE_NAUTILUS (dm_nautilus_get_type ())
G_DECLARE_FINAL_TYPE (DmNautilus, dm_nautilus, DM, NAUTILUS, GObject)

struct _DmNautilus
{
  GObject parent_instance;

  /* Owned */
  DmDriveCache *cache;
};

static void menu_provider_init (NautilusMenuProviderInterface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (DmNautilus, dm_nautilus, G_TYPE_OBJECT, G_TYPE_FLAG_FINAL, G_IMPLEMENT_INTERFACE_DYNAMIC (NAUTILUS_TYPE_MENU_PROVIDER, menu_provider_init))

static NautilusMenuItem *
create_item (const DmMenuItem *item)
{
  return nautilus_menu_item_new (item->id, item->label, item->tip, item->icon);
}

/* (transfer full) (nullable): one item, with all that apply in its menu. */
static GList *
create_menu (DmNautilus *self,
             GPtrArray *files)
{
  g_autoptr (GPtrArray) items = dm_extension_create_items (self->cache, files);
  g_autoptr (DmMenuItem) parent = NULL;
  g_autoptr (NautilusMenu) menu = NULL;
  NautilusMenuItem *top;

  if (items == NULL)
    return NULL;

  parent = dm_place_menu_new_parent (files);
  top = create_item (parent);
  menu = nautilus_menu_new ();
  nautilus_menu_item_set_submenu (top, menu);
  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (NautilusMenuItem) item = create_item (g_ptr_array_index (items, i));

      dm_gtk_connect (item, g_ptr_array_index (items, i));
      nautilus_menu_append_item (menu, item);
    }

  return g_list_append (NULL, top);
}

static void
add_file (GPtrArray *files,
          NautilusFileInfo *info,
          gboolean is_current)
{
  g_ptr_array_add (files, dm_menu_file_new (nautilus_file_info_get_uri (info), nautilus_file_info_get_activation_uri (info),
                                            is_current || nautilus_file_info_is_directory (info), is_current));
}

static GList *
dm_nautilus_get_file_items (NautilusMenuProvider *provider,
                            GList *infos)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_menu_file_free);

  for (GList *l = infos; l != NULL && files->len <= DM_PLACE_MENU_MAX_FILES; l = l->next)
    add_file (files, l->data, FALSE);

  return create_menu (DM_NAUTILUS (provider), files);
}

static GList *
dm_nautilus_get_background_items (NautilusMenuProvider *provider,
                                  NautilusFileInfo *folder)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_menu_file_free);

  if (folder != NULL)
    add_file (files, folder, TRUE);

  return create_menu (DM_NAUTILUS (provider), files);
}

static void
menu_provider_init (NautilusMenuProviderInterface *iface)
{
  iface->get_file_items = dm_nautilus_get_file_items;
  iface->get_background_items = dm_nautilus_get_background_items;
}

static void
dm_nautilus_dispose (GObject *object)
{
  g_clear_object (&DM_NAUTILUS (object)->cache);

  G_OBJECT_CLASS (dm_nautilus_parent_class)->dispose (object);
}

static void
dm_nautilus_class_init (DmNautilusClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dm_nautilus_dispose;
}

static void
dm_nautilus_class_finalize (DmNautilusClass *klass)
{
}

static void
dm_nautilus_init (DmNautilus *self)
{
  self->cache = dm_drive_cache_new ();
  g_signal_connect_object (self->cache, "changed", G_CALLBACK (nautilus_menu_provider_emit_items_updated_signal), self, G_CONNECT_SWAPPED);
}

void
nautilus_module_initialize (GTypeModule *module)
{
  dm_extension_init ();
  dm_nautilus_register_type (module);
}

void
nautilus_module_shutdown (void)
{
}

void
nautilus_module_list_types (const GType **types,
                            int *n_types)
{
  static GType type;

  type = DM_TYPE_NAUTILUS;
  *types = &type;
  *n_types = 1;
}
