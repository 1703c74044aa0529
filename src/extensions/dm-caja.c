/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <libcaja-extension/caja-extension-types.h>
#include <libcaja-extension/caja-file-info.h>
#include <libcaja-extension/caja-menu-provider.h>
#include <libcaja-extension/caja-menu.h>

#include "dm-extension.h"
#include "dm-gtk.h"

#define DM_TYPE_CAJA (dm_caja_get_type ())
G_DECLARE_FINAL_TYPE (DmCaja, dm_caja, DM, CAJA, GObject)

struct _DmCaja
{
  GObject parent_instance;

  /* Owned */
  DmDriveCache *cache;
};

static void menu_provider_init (CajaMenuProviderIface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (DmCaja, dm_caja, G_TYPE_OBJECT, G_TYPE_FLAG_FINAL, G_IMPLEMENT_INTERFACE_DYNAMIC (CAJA_TYPE_MENU_PROVIDER, menu_provider_init))

static CajaMenuItem *
create_item (const DmMenuItem *item)
{
  return caja_menu_item_new (item->id, item->label, item->tip, item->icon);
}

/* (transfer full) (nullable): one item, with all that apply in its menu. */
static GList *
create_menu (DmCaja *self,
             GPtrArray *files)
{
  g_autoptr (GPtrArray) items = dm_extension_create_items (self->cache, files);
  g_autoptr (DmMenuItem) parent = NULL;
  CajaMenuItem *top;
  CajaMenu *menu;

  if (items == NULL)
    return NULL;

  parent = dm_place_menu_new_parent (files);
  top = create_item (parent);
  menu = caja_menu_new ();
  caja_menu_item_set_submenu (top, menu);
  for (guint i = 0; i < items->len; i++)
    {
      CajaMenuItem *item = create_item (g_ptr_array_index (items, i));

      dm_gtk_connect (item, g_ptr_array_index (items, i));
      caja_menu_append_item (menu, item);
      g_object_unref (item);
    }
  g_object_unref (menu);

  return g_list_append (NULL, top);
}

static void
add_file (GPtrArray *files,
          CajaFileInfo *info,
          gboolean is_current)
{
  g_ptr_array_add (files, dm_menu_file_new (caja_file_info_get_uri (info), caja_file_info_get_activation_uri (info),
                                            is_current || caja_file_info_is_directory (info), is_current));
}

static GList *
dm_caja_get_file_items (CajaMenuProvider *provider,
                        GtkWidget *window,
                        GList *infos)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_menu_file_free);

  for (GList *l = infos; l != NULL && files->len <= DM_PLACE_MENU_MAX_FILES; l = l->next)
    add_file (files, l->data, FALSE);

  return create_menu (DM_CAJA (provider), files);
}

static GList *
dm_caja_get_background_items (CajaMenuProvider *provider,
                              GtkWidget *window,
                              CajaFileInfo *folder)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_menu_file_free);

  if (folder != NULL)
    add_file (files, folder, TRUE);

  return create_menu (DM_CAJA (provider), files);
}

static void
menu_provider_init (CajaMenuProviderIface *iface)
{
  iface->get_file_items = dm_caja_get_file_items;
  iface->get_background_items = dm_caja_get_background_items;
}

static void
dm_caja_dispose (GObject *object)
{
  g_clear_object (&DM_CAJA (object)->cache);

  G_OBJECT_CLASS (dm_caja_parent_class)->dispose (object);
}

static void
dm_caja_class_init (DmCajaClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dm_caja_dispose;
}

static void
dm_caja_class_finalize (DmCajaClass *klass)
{
}

static void
dm_caja_init (DmCaja *self)
{
  self->cache = dm_drive_cache_new ();
  g_signal_connect_object (self->cache, "changed", G_CALLBACK (caja_menu_provider_emit_items_updated_signal), self, G_CONNECT_SWAPPED);
}

void
caja_module_initialize (GTypeModule *module)
{
  dm_extension_init ();
  dm_caja_register_type (module);
}

void
caja_module_shutdown (void)
{
}

void
caja_module_list_types (const GType **types,
                        int *n_types)
{
  static GType type;

  type = DM_TYPE_CAJA;
  *types = &type;
  *n_types = 1;
}
