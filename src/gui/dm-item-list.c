/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-item-list.h"

#include <glib/gi18n-lib.h>

#include "dm-item-row.h"
#include "dm-names.h"
#include "dm-search-words.h"
#include "dm-words.h"

struct _DmItemList
{
  AdwBin parent_instance;

  /* Template */
  GtkListView *view;
  GtkFilterListModel *filtered;
  GtkSortListModel *sorted;
  GtkSingleSelection *selection;
  GtkCustomFilter *filter;
  GtkCustomSorter *sorter;

  /* Owned */
  guint top_id;
  guint settle_id;
  char **words; /* nullable: what the filter looks for */
  const char *sort;

  gboolean is_stale; /* order and filter are to be applied again */

  /* Borrowed: the list items that have a row */
  GPtrArray *bound;
};

enum
{
  PROP_0,
  PROP_SELECTED,
  PROP_N_SHOWN,
  N_PROPS,
};

enum
{
  ACTIVATED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmItemList, dm_item_list, ADW_TYPE_BIN)

typedef int (*Compare) (DmItem *a, DmItem *b);

static int
compare_servers (DmItem *a,
                 DmItem *b)
{
  return g_strcmp0 (dm_item_get_remote (a), dm_item_get_remote (b));
}

/* What needs somebody comes first. */
static int
compare_statuses (DmItem *a,
                  DmItem *b)
{
  return (int) dm_item_get_status (b) - (int) dm_item_get_status (a);
}

static int
compare_open_files (DmItem *a,
                    DmItem *b)
{
  guint count_a = dm_item_get_open_count (a);
  guint count_b = dm_item_get_open_count (b);

  return (count_a < count_b) - (count_a > count_b);
}

static const struct
{
  const char *name;
  Compare compare;
} sorts[] = {
  { "name", NULL },
  { "server", compare_servers },
  { "status", compare_statuses },
  { "open-files", compare_open_files },
};

static Compare
find_compare (DmItemList *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sorts); i++)
    if (g_str_equal (sorts[i].name, self->sort))
      return sorts[i].compare;

  return NULL;
}

/* Drives stay before connections in every order. */
static int
compare_items (gconstpointer a,
               gconstpointer b,
               gpointer user_data)
{
  DmItem *item_a = DM_ITEM ((gpointer) a);
  DmItem *item_b = DM_ITEM ((gpointer) b);
  int groups = (int) dm_item_is_drive (item_b) - (int) dm_item_is_drive (item_a);
  Compare compare = find_compare (user_data);
  int order = groups == 0 && compare != NULL ? compare (item_a, item_b) : groups;

  return order != 0 ? order : dm_item_compare (a, b, NULL);
}

static gboolean
matches (gpointer item,
         gpointer user_data)
{
  DmItemList *self = user_data;
  const char *texts[] = {
    dm_item_get_local (item),
    dm_item_get_remote (item),
    dm_item_get_uri (item),
    dm_item_get_user (item),
    dm_status_to_words (dm_item_get_status (item)),
  };

  return dm_search_words_match (self->words, texts, G_N_ELEMENTS (texts));
}

static const char *
get_heading (DmItemList *self,
             guint position)
{
  GListModel *model = G_LIST_MODEL (self->selection);
  g_autoptr (DmItem) item = g_list_model_get_item (model, position);
  g_autoptr (DmItem) before = position > 0 ? g_list_model_get_item (model, position - 1) : NULL;

  if (item == NULL || (before != NULL && dm_item_is_drive (before) == dm_item_is_drive (item)))
    return NULL;

  return dm_item_is_drive (item) ? _ ("Drives") : _ ("Other Connections");
}

static void
update_heading (DmItemList *self,
                GtkListItem *list_item)
{
  dm_item_row_set_heading (DM_ITEM_ROW (gtk_list_item_get_child (list_item)),
                           get_heading (self, gtk_list_item_get_position (list_item)));
}

/* The first row of a group carries its title, whichever row that is now. */
static void
update_headings (DmItemList *self)
{
  for (guint i = 0; i < self->bound->len; i++)
    update_heading (self, g_ptr_array_index (self->bound, i));
}

static void
on_row_setup_cb (GtkListItemFactory *factory,
                 GtkListItem *list_item,
                 DmItemList *self)
{
  gtk_list_item_set_child (list_item, dm_item_row_new ());
}

static void
on_row_bound_cb (GtkListItemFactory *factory,
                 GtkListItem *list_item,
                 DmItemList *self)
{
  dm_item_row_set_item (DM_ITEM_ROW (gtk_list_item_get_child (list_item)), gtk_list_item_get_item (list_item));
  g_ptr_array_add (self->bound, list_item);
  update_heading (self, list_item);
}

static void
on_row_unbound_cb (GtkListItemFactory *factory,
                   GtkListItem *list_item,
                   DmItemList *self)
{
  g_ptr_array_remove_fast (self->bound, list_item);
  dm_item_row_set_item (DM_ITEM_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static gboolean
on_top_idle_cb (gpointer user_data)
{
  DmItemList *self = user_data;

  self->top_id = 0;
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", 0);

  return G_SOURCE_REMOVE;
}

/* GtkListView holds on to the rows that it showed first, wherever they go. Who
 * looks at the top of the list wants to go on doing so. */
static void
keep_at_top (DmItemList *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
  gboolean has_rows = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0;

  if (has_rows && self->top_id == 0 && gtk_adjustment_get_value (adjustment) <= 0)
    self->top_id = g_idle_add (on_top_idle_cb, self);
}

static gboolean
on_settle_cb (gpointer user_data)
{
  DmItemList *self = user_data;

  self->settle_id = 0;
  if (self->is_stale && find_compare (self) != NULL)
    gtk_sorter_changed (GTK_SORTER (self->sorter), GTK_SORTER_CHANGE_DIFFERENT);
  if (self->is_stale && self->words != NULL)
    gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  self->is_stale = FALSE;
  update_headings (self);

  return G_SOURCE_REMOVE;
}

/* Before the next frame and once, however many rows come or change together. */
static void
settle (DmItemList *self)
{
  if (self->settle_id == 0)
    self->settle_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_settle_cb, self, NULL);
}

static void
on_items_changed_cb (GListModel *model,
                     guint position,
                     guint removed,
                     guint added,
                     DmItemList *self)
{
  settle (self);
  keep_at_top (self);
  if (removed != added)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SHOWN]);
}

/* Statuses and counts take part in most orders and in the filter. */
static void
on_client_changed_cb (DmItemList *self)
{
  self->is_stale = TRUE;
  settle (self);
}

static void
on_selected_changed_cb (GtkSingleSelection *selection,
                        GParamSpec *pspec,
                        DmItemList *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
on_view_activated_cb (GtkListView *view,
                      guint position,
                      DmItemList *self)
{
  g_autoptr (DmItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, item);
}

static void
dm_item_list_get_property (GObject *object,
                           guint prop_id,
                           GValue *value,
                           GParamSpec *pspec)
{
  DmItemList *self = DM_ITEM_LIST (object);

  switch (prop_id)
    {
    case PROP_SELECTED:
      g_value_set_object (value, dm_item_list_get_selected (self));
      break;
    case PROP_N_SHOWN:
      g_value_set_uint (value, dm_item_list_get_n_shown (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
dm_item_list_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DM_ITEM_LIST (widget)->view));
}

static void
dm_item_list_finalize (GObject *object)
{
  DmItemList *self = DM_ITEM_LIST (object);

  g_clear_handle_id (&self->top_id, g_source_remove);
  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_strfreev (self->words);
  g_ptr_array_unref (self->bound);
  G_OBJECT_CLASS (dm_item_list_parent_class)->finalize (object);
}

/* Where the list has the focus; in an entry the same keys edit. */
static void
add_shortcuts (GtkWidgetClass *klass)
{
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Delete, 0, "win.disconnect", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_KP_Delete, 0, "win.disconnect", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_c, GDK_CONTROL_MASK, "win.copy-address", NULL);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (klass, DM_OBJECT_ROOT "/dm-item-list.ui");
  gtk_widget_class_bind_template_child (klass, DmItemList, view);
  gtk_widget_class_bind_template_child (klass, DmItemList, filtered);
  gtk_widget_class_bind_template_child (klass, DmItemList, sorted);
  gtk_widget_class_bind_template_child (klass, DmItemList, selection);
  gtk_widget_class_bind_template_child (klass, DmItemList, filter);
  gtk_widget_class_bind_template_child (klass, DmItemList, sorter);
  gtk_widget_class_bind_template_callback (klass, on_row_setup_cb);
  gtk_widget_class_bind_template_callback (klass, on_row_bound_cb);
  gtk_widget_class_bind_template_callback (klass, on_row_unbound_cb);
  gtk_widget_class_bind_template_callback (klass, on_items_changed_cb);
  gtk_widget_class_bind_template_callback (klass, on_selected_changed_cb);
  gtk_widget_class_bind_template_callback (klass, on_view_activated_cb);
}

static void
dm_item_list_class_init (DmItemListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = dm_item_list_finalize;
  object_class->get_property = dm_item_list_get_property;
  widget_class->grab_focus = dm_item_list_grab_focus;

  properties[PROP_SELECTED] = g_param_spec_object ("selected", NULL, NULL, DM_TYPE_ITEM, flags);
  properties[PROP_N_SHOWN] = g_param_spec_uint ("n-shown", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[ACTIVATED] = g_signal_new ("activated", DM_TYPE_ITEM_LIST, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, DM_TYPE_ITEM);

  add_shortcuts (widget_class);
  bind_template (widget_class);
}

static void
dm_item_list_init (DmItemList *self)
{
  self->sort = sorts[0].name;
  self->bound = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_custom_filter_set_filter_func (self->filter, matches, self, NULL);
  gtk_custom_sorter_set_sort_func (self->sorter, compare_items, self, NULL);
}

GtkWidget *
dm_item_list_new (void)
{
  return g_object_new (DM_TYPE_ITEM_LIST, NULL);
}

void
dm_item_list_set_client (DmItemList *self,
                         DmClient *client)
{
  g_return_if_fail (DM_IS_ITEM_LIST (self));
  g_return_if_fail (DM_IS_CLIENT (client));

  gtk_filter_list_model_set_model (self->filtered, G_LIST_MODEL (client));
  g_signal_connect_object (client, "changed", G_CALLBACK (on_client_changed_cb), self, G_CONNECT_SWAPPED);
}

DmItem *
dm_item_list_get_selected (DmItemList *self)
{
  g_return_val_if_fail (DM_IS_ITEM_LIST (self), NULL);

  return gtk_single_selection_get_selected_item (self->selection);
}

gboolean
dm_item_list_select (DmItemList *self,
                     DmItem *item)
{
  GListModel *model;

  g_return_val_if_fail (DM_IS_ITEM_LIST (self), FALSE);

  model = G_LIST_MODEL (self->selection);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (DmItem) candidate = g_list_model_get_item (model, i);

      if (candidate != item)
        continue;
      gtk_single_selection_set_selected (self->selection, i);
      gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", i);
      return TRUE;
    }
  return FALSE;
}

void
dm_item_list_set_filter (DmItemList *self,
                         const char *text)
{
  g_return_if_fail (DM_IS_ITEM_LIST (self));
  g_return_if_fail (text != NULL);

  g_strfreev (self->words);
  self->words = dm_search_words_new (text);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

guint
dm_item_list_get_n_shown (DmItemList *self)
{
  g_return_val_if_fail (DM_IS_ITEM_LIST (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->selection));
}

const char *
dm_item_list_get_sort (DmItemList *self)
{
  g_return_val_if_fail (DM_IS_ITEM_LIST (self), NULL);

  return self->sort;
}

void
dm_item_list_set_sort (DmItemList *self,
                       const char *sort)
{
  g_return_if_fail (DM_IS_ITEM_LIST (self));

  for (gsize i = 0; i < G_N_ELEMENTS (sorts); i++)
    if (g_strcmp0 (sorts[i].name, sort) == 0)
      self->sort = sorts[i].name;
  gtk_sorter_changed (GTK_SORTER (self->sorter), GTK_SORTER_CHANGE_DIFFERENT);
}

void
dm_item_list_set_single_click (DmItemList *self,
                               gboolean single_click)
{
  g_return_if_fail (DM_IS_ITEM_LIST (self));

  gtk_list_view_set_single_click_activate (self->view, single_click);
}

void
dm_item_list_focus_first (DmItemList *self)
{
  g_return_if_fail (DM_IS_ITEM_LIST (self));

  gtk_single_selection_set_selected (self->selection, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}
