/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libnemo-extension/nemo-extension-types.h>
#include <libnemo-extension/nemo-file-info.h>
#include <libnemo-extension/nemo-menu-provider.h>
#include <libnemo-extension/nemo-menu.h>
#include <libnemo-extension/nemo-name-and-desc-provider.h>

#include "dm-extension.h"
#include "dm-gtk.h"

#define DM_TYPE_NEMO (dm_nemo_get_type ())
G_DECLARE_FINAL_TYPE (DmNemo, dm_nemo, DM, NEMO, GObject)

struct _DmNemo
{
  GObject parent_instance;

  /* Owned */
  DmDriveCache *cache;
};

static void menu_provider_init (NemoMenuProviderInterface *iface);
static void name_provider_init (NemoNameAndDescProviderInterface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (DmNemo, dm_nemo, G_TYPE_OBJECT, G_TYPE_FLAG_FINAL, G_IMPLEMENT_INTERFACE_DYNAMIC (NEMO_TYPE_MENU_PROVIDER, menu_provider_init) G_IMPLEMENT_INTERFACE_DYNAMIC (NEMO_TYPE_NAME_AND_DESC_PROVIDER, name_provider_init))

static NemoMenuItem *
create_item (const DmMenuItem *item)
{
  return nemo_menu_item_new (item->id, item->label, item->tip, item->icon);
}

/* (transfer full) (nullable): one item, with all that apply in its menu. */
static GList *
create_menu (DmNemo *self,
             GPtrArray *files)
{
  g_autoptr (GPtrArray) items = dm_extension_create_items (self->cache, files);
  g_autoptr (DmMenuItem) parent = NULL;
  g_autoptr (NemoMenu) menu = NULL;
  NemoMenuItem *top;

  if (items == NULL)
    return NULL;

  parent = dm_place_menu_new_parent (files);
  top = create_item (parent);
  menu = nemo_menu_new ();
  nemo_menu_item_set_submenu (top, menu);
  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (NemoMenuItem) item = create_item (g_ptr_array_index (items, i));

      dm_gtk_connect (item, g_ptr_array_index (items, i));
      nemo_menu_append_item (menu, item);
    }

  return g_list_append (NULL, top);
}

static void
add_file (GPtrArray *files,
          NemoFileInfo *info,
          gboolean is_current)
{
  g_ptr_array_add (files, dm_menu_file_new (nemo_file_info_get_uri (info), nemo_file_info_get_activation_uri (info),
                                            is_current || nemo_file_info_is_directory (info), is_current));
}

static GList *
dm_nemo_get_file_items (NemoMenuProvider *provider,
                        GtkWidget *window,
                        GList *infos)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_menu_file_free);

  for (GList *l = infos; l != NULL && files->len <= DM_PLACE_MENU_MAX_FILES; l = l->next)
    add_file (files, l->data, FALSE);

  return create_menu (DM_NEMO (provider), files);
}

static GList *
dm_nemo_get_background_items (NemoMenuProvider *provider,
                              GtkWidget *window,
                              NemoFileInfo *folder)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_menu_file_free);

  if (folder != NULL)
    add_file (files, folder, TRUE);

  return create_menu (DM_NEMO (provider), files);
}

static void
menu_provider_init (NemoMenuProviderInterface *iface)
{
  iface->get_file_items = dm_nemo_get_file_items;
  iface->get_background_items = dm_nemo_get_background_items;
}

/* For its list of plugins. */
static GList *
dm_nemo_get_name_and_desc (NemoNameAndDescProvider *provider)
{
  return g_list_append (NULL, g_strdup_printf ("Drivemap:::%s", _ ("Map, disconnect, and see who has files open")));
}

static void
name_provider_init (NemoNameAndDescProviderInterface *iface)
{
  iface->get_name_and_desc = dm_nemo_get_name_and_desc;
}

static void
dm_nemo_dispose (GObject *object)
{
  g_clear_object (&DM_NEMO (object)->cache);

  G_OBJECT_CLASS (dm_nemo_parent_class)->dispose (object);
}

static void
dm_nemo_class_init (DmNemoClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dm_nemo_dispose;
}

static void
dm_nemo_class_finalize (DmNemoClass *klass)
{
}

static void
dm_nemo_init (DmNemo *self)
{
  self->cache = dm_drive_cache_new ();
  g_signal_connect_object (self->cache, "changed", G_CALLBACK (nemo_menu_provider_emit_items_updated_signal), self, G_CONNECT_SWAPPED);
}

void
nemo_module_initialize (GTypeModule *module)
{
  dm_extension_init ();
  dm_nemo_register_type (module);
}

void
nemo_module_shutdown (void)
{
}

void
nemo_module_list_types (const GType **types,
                        int *n_types)
{
  static GType type;

  type = DM_TYPE_NEMO;
  *types = &type;
  *n_types = 1;
}
