/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-disconnect-all-dialog.h"

#include <glib/gi18n-lib.h>

#include "dm-disconnect-words.h"
#include "dm-level-chooser.h"
#include "dm-safe-focus.h"

#define RESPONSE_DISCONNECT "disconnect"

struct _DmDisconnectAllDialog
{
  AdwMessageDialog parent_instance;

  /* Template */
  GtkRevealer *revealer;
  GtkWidget *choices;
  GtkListBox *list;
  DmLevelChooser *level_chooser;

  /* Owned */
  DmClient *client;
  GListModel *in_use;

  /* Borrowed: of in_use */
  GtkFilter *filter;
};

G_DEFINE_FINAL_TYPE (DmDisconnectAllDialog, dm_disconnect_all_dialog, ADW_TYPE_MESSAGE_DIALOG)

/* What the kernel mounted is the administrator's. */
static gboolean
can_disconnect (DmItem *item)
{
  gboolean is_connected = !dm_item_is_drive (item) || dm_item_get_connection_path (item) != NULL;

  return is_connected && g_strcmp0 (dm_item_get_origin (item), "kernel") != 0;
}

static gboolean
is_in_use (gpointer object,
           gpointer user_data)
{
  DmItem *item = object;

  return can_disconnect (item) && dm_item_get_open_count (item) > 0;
}

static void
update_row (GtkWidget *row,
            GParamSpec *pspec,
            DmItem *item)
{
  g_autofree char *name = dm_disconnect_dup_name (item);
  guint count = dm_item_get_open_count (item);
  g_autofree char *files = g_strdup_printf (ngettext ("%u file open", "%u files open", count), count);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), files);
}

static void
on_item_notified_cb (GtkWidget *row,
                     GParamSpec *pspec,
                     DmItem *item)
{
  update_row (row, pspec, item);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  g_signal_connect_object (item, "notify::open-count", G_CALLBACK (on_item_notified_cb), row, G_CONNECT_SWAPPED);
  update_row (row, NULL, item);

  return row;
}

/* --- what is said --- */

static char *
dup_body (guint n_items,
          guint n_in_use)
{
  g_autofree char *all = g_strdup_printf (ngettext ("%u drive is connected.", "%u drives are connected.", n_items), n_items);
  g_autofree char *used = NULL;

  if (n_in_use == 0)
    return g_strdup_printf ("%s %s", all, _ ("Nothing is open on them."));

  used = g_strdup_printf (ngettext ("%u of them is in use. Changes that are not saved would be lost if its files are closed now.",
                                    "%u of them are in use. Changes that are not saved would be lost if their files are closed now.",
                                    n_in_use),
                          n_in_use);

  return g_strdup_printf ("%s %s", all, used);
}

static void
update_response (DmDisconnectAllDialog *self,
                 gboolean has_in_use)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);
  gboolean is_now = has_in_use && dm_level_chooser_get_level (self->level_chooser) == DM_LEVEL_LOTS_OF_FORCE;

  adw_message_dialog_set_response_label (dialog, RESPONSE_DISCONNECT,
                                         is_now ? _ ("_Close Files and Disconnect All") : _ ("_Disconnect All"));
  adw_message_dialog_set_response_appearance (dialog, RESPONSE_DISCONNECT,
                                              is_now ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_DEFAULT);
}

static void
update (DmDisconnectAllDialog *self)
{
  g_autoptr (GPtrArray) items = dm_disconnect_all_dialog_list_items (self->client);
  guint n_in_use = g_list_model_get_n_items (self->in_use);
  g_autofree char *body = dup_body (items->len, n_in_use);

  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self), body);
  update_response (self, n_in_use > 0);
  gtk_widget_set_sensitive (self->choices, n_in_use > 0);
  gtk_revealer_set_reveal_child (self->revealer, n_in_use > 0);
}

static void
on_client_changed_cb (DmDisconnectAllDialog *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
}

static void
on_level_notified_cb (DmDisconnectAllDialog *self)
{
  update (self);
}

/* --- GObject --- */

static void
dm_disconnect_all_dialog_dispose (GObject *object)
{
  DmDisconnectAllDialog *self = DM_DISCONNECT_ALL_DIALOG (object);

  g_clear_object (&self->in_use);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (dm_disconnect_all_dialog_parent_class)->dispose (object);
}

static void
dm_disconnect_all_dialog_class_init (DmDisconnectAllDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dm_disconnect_all_dialog_dispose;

  g_type_ensure (DM_TYPE_LEVEL_CHOOSER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/drivemap/Drivemap/dm-disconnect-all-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DmDisconnectAllDialog, revealer);
  gtk_widget_class_bind_template_child (widget_class, DmDisconnectAllDialog, choices);
  gtk_widget_class_bind_template_child (widget_class, DmDisconnectAllDialog, list);
  gtk_widget_class_bind_template_child (widget_class, DmDisconnectAllDialog, level_chooser);
}

static void
dm_disconnect_all_dialog_init (DmDisconnectAllDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dm_safe_focus_keep (ADW_MESSAGE_DIALOG (self));
  dm_level_chooser_set_texts (self->level_chooser, DM_LEVEL_FORCE,
                              _ ("_When the files are closed"),
                              _ ("The drives go away now; the programs can finish and save."));
  dm_level_chooser_set_texts (self->level_chooser, DM_LEVEL_LOTS_OF_FORCE,
                              _ ("Close the files and disconnect _now"),
                              _ ("The programs may lose unsaved changes."));
}

static GListModel *
create_in_use_model (DmClient *client,
                     GtkFilter *filter)
{
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (dm_item_compare, NULL, NULL));
  GtkFilterListModel *filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (client)), filter);

  return G_LIST_MODEL (gtk_sort_list_model_new (G_LIST_MODEL (filtered), sorter));
}

GtkWidget *
dm_disconnect_all_dialog_new (GtkWindow *parent,
                              DmClient *client)
{
  DmDisconnectAllDialog *self;

  g_return_val_if_fail (DM_IS_CLIENT (client), NULL);

  self = g_object_new (DM_TYPE_DISCONNECT_ALL_DIALOG, "transient-for", parent, "modal", TRUE, NULL);
  self->client = g_object_ref (client);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_in_use, NULL, NULL));
  self->in_use = create_in_use_model (client, self->filter);
  gtk_list_box_bind_model (self->list, self->in_use, create_row, NULL, NULL);
  g_signal_connect_object (client, "changed", G_CALLBACK (on_client_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->level_chooser, "notify::level", G_CALLBACK (on_level_notified_cb), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

GPtrArray *
dm_disconnect_all_dialog_list_items (DmClient *client)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (client)); i++)
    {
      g_autoptr (DmItem) item = g_list_model_get_item (G_LIST_MODEL (client), i);

      if (can_disconnect (item))
        g_ptr_array_add (items, g_steal_pointer (&item));
    }

  return items;
}

DmLevel
dm_disconnect_all_dialog_get_level (DmDisconnectAllDialog *self,
                                    DmItem *item)
{
  g_return_val_if_fail (DM_IS_DISCONNECT_ALL_DIALOG (self), DM_LEVEL_NONE);

  return is_in_use (item, NULL) ? dm_level_chooser_get_level (self->level_chooser) : DM_LEVEL_NONE;
}
