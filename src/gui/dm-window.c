/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-window-private.h"

#include <glib/gi18n-lib.h>

#include "dm-bidi.h"
#include "dm-disconnect-action.h"
#include "dm-item-words.h"
#include "dm-location.h"
#include "dm-map-dialog.h"
#include "dm-names.h"
#include "dm-settings.h"
#include "dm-spoken-name.h"
#include "dm-toast.h"
#include "dm-window-pages.h"
#include "dm-words.h"

/* Of the list, in pixels. */
#define NARROW 400
#define WIDE   800

#define PATIENCE_MS 300

enum
{
  PROP_0,
  PROP_SORT_BY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DmWindow, dm_window, ADW_TYPE_APPLICATION_WINDOW)

/* While nobody can see it, nothing needs to be looked up. */
static void
update_watch (DmWindow *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));
  gboolean is_seen = gtk_widget_get_mapped (GTK_WIDGET (self)) &&
                     !(gdk_toplevel_get_state (GDK_TOPLEVEL (surface)) & GDK_TOPLEVEL_STATE_MINIMIZED);

  if (self->watch != NULL)
    dm_watch_set_active (self->watch, is_seen);
}

/* Not before it is needed: the window is to appear at once. */
static DmDetails *
ensure_details (DmWindow *self)
{
  if (self->details == NULL)
    {
      self->details = DM_DETAILS (dm_details_new ());
      dm_details_set_client (self->details, self->client, self->watch);
      gtk_stack_add_named (self->details_stack, GTK_WIDGET (self->details), "details");
    }

  return self->details;
}

static void
update_details (DmWindow *self)
{
  DmItem *item = dm_item_list_get_selected (self->list);

  if (item != NULL || self->details != NULL)
    dm_details_set_item (ensure_details (self), item);
  if (item != NULL)
    gtk_stack_set_visible_child_name (self->details_stack, "details");
  else
    dm_window_pages_show (self->details_stack, DM_WINDOW_PAGE_NOTHING_SELECTED);
}

static void
show_starting (DmWindow *self)
{
  if (dm_watch_get_problem (self->watch) != NULL)
    dm_window_pages_show (self->stack, DM_WINDOW_PAGE_NO_SERVICE);
  else if (self->patience_id == 0)
    dm_window_pages_show (self->stack, DM_WINDOW_PAGE_STARTING);
}

static void
update_page (DmWindow *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->client));
  gboolean has_owner = dm_client_has_owner (self->client);

  if (n_items > 0 && dm_item_list_get_n_shown (self->list) > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if (n_items > 0)
    dm_window_pages_show (self->stack, DM_WINDOW_PAGE_NOTHING_FOUND);
  else if (has_owner)
    dm_window_pages_show (self->stack, DM_WINDOW_PAGE_EMPTY);
  else
    show_starting (self);
  if (n_items > 0 || has_owner)
    update_details (self);
}

/* A service that answers at once is not waited for with words that only flash. */
static gboolean
on_patience_over_cb (gpointer user_data)
{
  DmWindow *self = user_data;

  self->patience_id = 0;
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_window_present (GTK_WINDOW (self));
  update_page (self);

  return G_SOURCE_REMOVE;
}

static void
update_managed (DmWindow *self)
{
  guint n = g_strv_length ((char **) dm_client_get_managed_problems (self->client));
  g_autofree char *text = g_strdup_printf (ngettext ("%u problem with managed drives", "%u problems with managed drives", n), n);

  if (n > 0)
    gtk_label_set_label (self->managed_label, text);
  gtk_revealer_set_reveal_child (self->managed_revealer, n > 0);
}

static void
update_problem (DmWindow *self)
{
  const char *problem = dm_watch_get_problem (self->watch);
  g_autoptr (GError) profile = dm_client_dup_profile_error (self->client);

  if (problem != NULL)
    gtk_label_set_label (self->problem_label, problem);
  gtk_revealer_set_reveal_child (self->problem_revealer, problem != NULL);
  if (profile != NULL)
    gtk_label_set_label (self->profile_label, profile->message);
  gtk_revealer_set_reveal_child (self->profile_revealer, profile != NULL);
  update_page (self);
}

static void
announce (DmWindow *self,
          DmItem *item)
{
  g_autofree char *title = dm_item_dup_title (item);
  g_autofree char *text = g_strdup_printf (_ ("%s: %s"), title, dm_status_to_words (dm_item_get_status (item)));

  gtk_label_set_label (self->announcer, text);
}

/* Screen readers hear of every change, seen or not. */
static void
announce_changes (DmWindow *self)
{
  GListModel *items = G_LIST_MODEL (self->client);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (DmItem) item = g_list_model_get_item (items, i);
      const char *path = dm_item_get_object_path (item);
      gpointer status = GINT_TO_POINTER (dm_item_get_status (item));
      gpointer before;

      if (g_hash_table_lookup_extended (self->statuses, path, NULL, &before))
        {
          if (before == status)
            continue;
          announce (self, item);
        }
      g_hash_table_insert (self->statuses, g_strdup (path), status);
    }
}

/* Not for what it wishes itself, which may come while somebody works elsewhere; and a
 * disconnect presents it as soon as there is something to be said. */
static void
present_for_wish (DmWindow *self,
                  DmItem *item)
{
  gboolean can_wait = item != NULL && self->wish == DM_WINDOW_WISH_DISCONNECT && self->patience_id != 0;

  if (self->wish != DM_WINDOW_WISH_AWAIT && !can_wait)
    gtk_window_present (GTK_WINDOW (self));
}

static void
grant (DmWindow *self,
       DmItem *item)
{
  if (self->wish == DM_WINDOW_WISH_DISCONNECT)
    dm_disconnect_action_run (GTK_WINDOW (self), self->client, self->watch, item);
  else if (self->wish == DM_WINDOW_WISH_FOLDER)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open", NULL);
  else
    dm_window_show_details (self);
}

/* It is told, not kept in mind: what appears an hour later nobody waits for. */
static void
refuse (DmWindow *self,
        const char *wanted)
{
  g_autoptr (DmLocation) location = dm_location_parse (wanted, NULL);
  g_autofree char *isolated = dm_bidi_isolate (wanted);
  g_autofree char *text = NULL;

  if (self->wish == DM_WINDOW_WISH_OPEN && location != NULL)
    {
      dm_window_map (self, wanted);
      return;
    }

  if (self->wish == DM_WINDOW_WISH_OPEN)
    text = g_strdup_printf (_ ("“%s” is not on a network drive."), isolated);
  else
    text = g_strdup_printf (_ ("There is no drive or connection “%s”."), isolated);
  dm_toast_show (GTK_WIDGET (self), text, NULL, NULL);
}

/* Also what the filter hides. */
static gboolean
select_wanted (DmWindow *self,
               DmItem *item)
{
  if (dm_item_list_select (self->list, item))
    return TRUE;

  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  dm_item_list_set_filter (self->list, "");

  return dm_item_list_select (self->list, item);
}

static void
disconnect_all (DmWindow *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->client)) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.disconnect-all", NULL);
  else
    dm_toast_show (GTK_WIDGET (self), _ ("There is nothing to disconnect."), NULL, NULL);
}

/* Not before the verbs can be used: a row may be there earlier. */
static void
grant_wish (DmWindow *self)
{
  gboolean is_one = self->wish != DM_WINDOW_WISH_DISCONNECT_ALL;
  g_autofree char *wanted = NULL;
  DmItem *item;

  if (self->wanted == NULL || !dm_client_is_open (self->client))
    return;

  item = is_one ? dm_window_find_item (self, self->wanted) : NULL;
  if (item == NULL && self->wish == DM_WINDOW_WISH_AWAIT)
    return;

  wanted = g_steal_pointer (&self->wanted);
  present_for_wish (self, item);
  if (item != NULL && select_wanted (self, item))
    grant (self, item);
  else if (is_one)
    refuse (self, wanted);
  else
    disconnect_all (self);
}

static gboolean
on_settle_cb (gpointer user_data)
{
  DmWindow *self = user_data;

  self->settle_id = 0;
  announce_changes (self);
  update_problem (self);
  update_managed (self);
  dm_window_update_actions (self);
  grant_wish (self);

  return G_SOURCE_REMOVE;
}

/* Once, however many drives change together. */
static void
on_client_changed_cb (DmWindow *self)
{
  if (self->settle_id == 0)
    self->settle_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_settle_cb, self, NULL);
}

static void
on_shown_changed_cb (DmItemList *list,
                     GParamSpec *pspec,
                     DmWindow *self)
{
  if (self->client != NULL)
    update_page (self);
}

static void
on_selected_changed_cb (DmItemList *list,
                        GParamSpec *pspec,
                        DmWindow *self)
{
  DmItem *item = dm_item_list_get_selected (list);

  update_details (self);
  if (item == NULL)
    adw_leaflet_set_visible_child (self->leaflet, self->list_pane);
  dm_window_update_actions (self);
}

static void
on_item_activated_cb (DmItemList *list,
                      DmItem *item,
                      DmWindow *self)
{
  if (adw_leaflet_get_folded (self->leaflet))
    dm_window_show_details (self);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open", NULL);
}

/* Beside the details the list keeps its width; alone it takes what there is.
 * A click shows the details then: nothing else could be seen of it. */
static void
on_folded_changed_cb (AdwLeaflet *leaflet,
                      GParamSpec *pspec,
                      DmWindow *self)
{
  gboolean is_folded = adw_leaflet_get_folded (leaflet);

  adw_clamp_set_maximum_size (self->list_clamp, is_folded ? WIDE : NARROW);
  adw_clamp_set_tightening_threshold (self->list_clamp, is_folded ? WIDE : NARROW);
  dm_item_list_set_single_click (self->list, is_folded);
  dm_window_update_actions (self);
}

static void
on_search_changed_cb (GtkSearchEntry *entry,
                      DmWindow *self)
{
  dm_item_list_set_filter (self->list, gtk_editable_get_text (GTK_EDITABLE (entry)));
}

static void
on_search_activated_cb (GtkSearchEntry *entry,
                        DmWindow *self)
{
  dm_item_list_focus_first (self->list);
}

/* Its items are widgets, too: not before they are needed. */
static void
fill_menu_cb (GtkMenuButton *button,
              gpointer user_data)
{
  gtk_menu_button_set_menu_model (button, DM_WINDOW (user_data)->main_menu);
}

static void
on_surface_state_changed_cb (DmWindow *self)
{
  update_watch (self);
}

static void
restore_size (DmWindow *self)
{
  int width, height;

  dm_settings_get_window_size (&width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (dm_settings_get_boolean (DM_SETTINGS_WINDOW_MAXIMIZED))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
save_size (DmWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  dm_settings_set_window_size (width, height);
  dm_settings_set_boolean (DM_SETTINGS_WINDOW_MAXIMIZED, gtk_window_is_maximized (GTK_WINDOW (self)));
}

static gboolean
dm_window_close_request (GtkWindow *window)
{
  save_size (DM_WINDOW (window));

  return GTK_WINDOW_CLASS (dm_window_parent_class)->close_request (window);
}

static void
dm_window_map_vfunc (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (dm_window_parent_class)->map (widget);
  update_watch (DM_WINDOW (widget));
}

static void
dm_window_unmap (GtkWidget *widget)
{
  DmWindow *self = DM_WINDOW (widget);

  if (self->watch != NULL)
    dm_watch_set_active (self->watch, FALSE);
  GTK_WIDGET_CLASS (dm_window_parent_class)->unmap (widget);
}

static void
dm_window_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (dm_window_parent_class)->realize (widget);
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (widget)), "notify::state",
                           G_CALLBACK (on_surface_state_changed_cb), widget, G_CONNECT_SWAPPED);
}

static void
dm_window_get_property (GObject *object,
                        guint prop_id,
                        GValue *value,
                        GParamSpec *pspec)
{
  DmWindow *self = DM_WINDOW (object);

  if (prop_id == PROP_SORT_BY)
    g_value_set_string (value, self->list != NULL ? dm_item_list_get_sort (self->list) : "name");
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dm_window_set_property (GObject *object,
                        guint prop_id,
                        const GValue *value,
                        GParamSpec *pspec)
{
  DmWindow *self = DM_WINDOW (object);

  if (prop_id == PROP_SORT_BY)
    dm_item_list_set_sort (self->list, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dm_window_dispose (GObject *object)
{
  DmWindow *self = DM_WINDOW (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_handle_id (&self->patience_id, g_source_remove);
  g_clear_object (&self->watch);
  g_clear_object (&self->client);
  g_clear_pointer (&self->statuses, g_hash_table_unref);
  g_clear_pointer (&self->wanted, g_free);
  g_clear_weak_pointer (&self->toast);
  G_OBJECT_CLASS (dm_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (klass, DM_OBJECT_ROOT "/dm-window.ui");
  gtk_widget_class_bind_template_child (klass, DmWindow, toasts);
  gtk_widget_class_bind_template_child (klass, DmWindow, leaflet);
  gtk_widget_class_bind_template_child (klass, DmWindow, list_pane);
  gtk_widget_class_bind_template_child (klass, DmWindow, details_pane);
  gtk_widget_class_bind_template_child (klass, DmWindow, menu_button);
  gtk_widget_class_bind_template_child (klass, DmWindow, main_menu);
  gtk_widget_class_bind_template_child (klass, DmWindow, search_bar);
  gtk_widget_class_bind_template_child (klass, DmWindow, search_entry);
  gtk_widget_class_bind_template_child (klass, DmWindow, problem_revealer);
  gtk_widget_class_bind_template_child (klass, DmWindow, problem_label);
  gtk_widget_class_bind_template_child (klass, DmWindow, profile_revealer);
  gtk_widget_class_bind_template_child (klass, DmWindow, profile_label);
  gtk_widget_class_bind_template_child (klass, DmWindow, managed_revealer);
  gtk_widget_class_bind_template_child (klass, DmWindow, managed_label);
  gtk_widget_class_bind_template_child (klass, DmWindow, list_clamp);
  gtk_widget_class_bind_template_child (klass, DmWindow, stack);
  gtk_widget_class_bind_template_child (klass, DmWindow, list);
  gtk_widget_class_bind_template_child (klass, DmWindow, details_stack);
  gtk_widget_class_bind_template_child (klass, DmWindow, announcer);
  gtk_widget_class_bind_template_callback (klass, on_folded_changed_cb);
  gtk_widget_class_bind_template_callback (klass, on_item_activated_cb);
  gtk_widget_class_bind_template_callback (klass, on_search_activated_cb);
  gtk_widget_class_bind_template_callback (klass, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (klass, on_selected_changed_cb);
  gtk_widget_class_bind_template_callback (klass, on_shown_changed_cb);
}

static void
dm_window_class_init (DmWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dm_window_dispose;
  object_class->get_property = dm_window_get_property;
  object_class->set_property = dm_window_set_property;
  GTK_WINDOW_CLASS (klass)->close_request = dm_window_close_request;
  widget_class->map = dm_window_map_vfunc;
  widget_class->unmap = dm_window_unmap;
  widget_class->realize = dm_window_realize;

  /* For the menu: "name", "server", "status" or "open-files". */
  properties[PROP_SORT_BY] = g_param_spec_string ("sort-by", NULL, NULL, "name",
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (DM_TYPE_ITEM_LIST);
  bind_template (widget_class);
  dm_window_install_actions (widget_class);
}

static void
dm_window_init (DmWindow *self)
{
  self->statuses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu_button, fill_menu_cb, self, NULL);
  dm_spoken_name_keep_in_menu (self->menu_button);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  restore_size (self);
  on_folded_changed_cb (self->leaflet, NULL, self);
}

GtkWidget *
dm_window_new (GtkApplication *application,
               DmClient *client,
               DmWatch *watch)
{
  DmWindow *self = g_object_new (DM_TYPE_WINDOW, "application", application, NULL);

  self->client = g_object_ref (client);
  self->watch = g_object_ref (watch);
  dm_item_list_set_client (self->list, client);
  g_signal_connect_object (client, "changed", G_CALLBACK (on_client_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::has-owner", G_CALLBACK (on_client_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (watch, "notify::problem", G_CALLBACK (update_problem), self, G_CONNECT_SWAPPED);
  self->patience_id = g_timeout_add (PATIENCE_MS, on_patience_over_cb, self);
  on_settle_cb (self);

  return GTK_WIDGET (self);
}

void
dm_window_show_details (DmWindow *self)
{
  if (dm_item_list_get_selected (self->list) != NULL)
    adw_leaflet_set_visible_child (self->leaflet, self->details_pane);
}

void
dm_window_want (DmWindow *self,
                const char *name,
                DmWindowWish wish)
{
  g_free (self->wanted);
  self->wanted = g_strdup (name);
  self->wish = wish;
  if (self->patience_id == 0 && wish != DM_WINDOW_WISH_AWAIT)
    gtk_window_present (GTK_WINDOW (self));
  grant_wish (self);
}

void
dm_window_show_item (DmWindow *self,
                     const char *name)
{
  g_return_if_fail (DM_IS_WINDOW (self));

  dm_window_want (self, name, DM_WINDOW_WISH_SHOW);
}

void
dm_window_open_folder (DmWindow *self,
                       const char *name)
{
  g_return_if_fail (DM_IS_WINDOW (self));

  dm_window_want (self, name, DM_WINDOW_WISH_FOLDER);
}

void
dm_window_find (DmWindow *self,
                const char *words)
{
  g_return_if_fail (DM_IS_WINDOW (self));

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), words);
}

void
dm_window_disconnect_all (DmWindow *self)
{
  g_return_if_fail (DM_IS_WINDOW (self));

  dm_window_want (self, "", DM_WINDOW_WISH_DISCONNECT_ALL);
}

void
dm_window_open_place (DmWindow *self,
                      const char *place)
{
  g_return_if_fail (DM_IS_WINDOW (self));

  dm_window_want (self, place, DM_WINDOW_WISH_OPEN);
}

void
dm_window_map (DmWindow *self,
               const char *remote)
{
  g_return_if_fail (DM_IS_WINDOW (self));

  gtk_window_present (GTK_WINDOW (dm_map_dialog_new (GTK_WINDOW (self), self->client, remote)));
}

void
dm_window_disconnect (DmWindow *self,
                      const char *name)
{
  g_return_if_fail (DM_IS_WINDOW (self));

  dm_window_want (self, name, DM_WINDOW_WISH_DISCONNECT);
}
