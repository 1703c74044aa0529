/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-drive-settings-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dm-bidi.h"
#include "dm-field.h"
#include "dm-item-words.h"
#include "dm-names.h"
#include "dm-network-list.h"
#include "dm-spoken-name.h"
#include "dm-toast.h"

#define SCROLL_DELAY  50 /* ms: a few frames */
#define SCROLL_MARGIN 12 /* pixels */

struct _DmDriveSettingsDialog
{
  AdwWindow parent_instance;

  /* Template */
  AdwWindowTitle *window_title;
  GtkScrolledWindow *scroller;
  GtkWidget *clamp;
  GtkLabel *error_label;
  GtkListBox *network_list;
  GtkWidget *network_entry;
  GtkLabel *network_error;
  GtkWidget *add_button;
  GtkSpinButton *idle_spin;
  GtkWidget *wake_entry;
  GtkLabel *wake_error;
  GtkWidget *profiles_entry;
  GtkLabel *profiles_error;
  GtkWidget *server_group;
  GtkSwitch *server_switch;

  /* Owned */
  DmClient *client;
  char *local;
  guint scroll_id;
  GHashTable *networks;  /* name → its check button (borrowed) */
  GCancellable *closing; /* cancelled when it closes */

  /* Borrowed, weakly */
  GtkWidget *parent;

  gboolean is_closed;
};

G_DEFINE_FINAL_TYPE (DmDriveSettingsDialog, dm_drive_settings_dialog, ADW_TYPE_WINDOW)

/* --- networks --- */

static void
add_network (DmDriveSettingsDialog *self,
             const char *name,
             gboolean is_chosen)
{
  GtkWidget *check = g_hash_table_lookup (self->networks, name);
  GtkWidget *row;

  if (check == NULL)
    {
      row = adw_action_row_new ();
      check = gtk_check_button_new ();
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      gtk_list_box_insert (self->network_list, row, (int) g_hash_table_size (self->networks));
      g_hash_table_insert (self->networks, g_strdup (name), check);
    }
  if (is_chosen)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
}

static void
on_networks_listed_cb (GObject *source,
                       GAsyncResult *result,
                       gpointer user_data)
{
  g_autoptr (DmDriveSettingsDialog) self = user_data;
  g_auto (GStrv) names = dm_network_list_finish (result, NULL);

  for (guint i = 0; !self->is_closed && names != NULL && names[i] != NULL; i++)
    add_network (self, names[i], FALSE);
}

static char *
dup_text (GtkWidget *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
}

/* --- what is chosen --- */

/* Whether @value can be that setting; else it is said below the field. */
static gboolean
check_value (const char *key,
             GVariant *value,
             GtkWidget *entry,
             GtkLabel *label)
{
  g_autoptr (GVariant) held = g_variant_ref_sink (value);
  g_autoptr (GError) error = NULL;
  g_autoptr (DmDriveSettings) settings = NULL;
  g_autoptr (GVariant) dict = NULL;
  GVariantDict builder;

  g_variant_dict_init (&builder, NULL);
  g_variant_dict_insert_value (&builder, key, held);
  dict = g_variant_ref_sink (g_variant_dict_end (&builder));
  settings = dm_drive_settings_from_variant (dict, &error);
  dm_field_set_error (entry, label, error != NULL ? error->message : NULL);

  return settings != NULL;
}

/* Those that are marked, and what was typed and not added yet. */
static char **
dup_networks (DmDriveSettingsDialog *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *typed = dup_text (self->network_entry);

  for (guint i = 0; i < g_hash_table_size (self->networks); i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->network_list, (int) i);
      const char *name = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));

      if (gtk_check_button_get_active (g_hash_table_lookup (self->networks, name)))
        g_ptr_array_add (names, g_strdup (name));
    }
  if (*typed != '\0' && !g_ptr_array_find_with_equal_func (names, typed, g_str_equal, NULL))
    g_ptr_array_add (names, g_steal_pointer (&typed));
  g_ptr_array_add (names, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/* Also at those of Arabic. */
static GStrv
split_at_commas (const char *text)
{
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "،", ",", 0);

  return g_strsplit (plain->str, ",", -1);
}

static char **
dup_profiles (DmDriveSettingsDialog *self)
{
  g_auto (GStrv) parts = split_at_commas (gtk_editable_get_text (GTK_EDITABLE (self->profiles_entry)));
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_ptr_array_add (names, g_strdup (parts[i]));
  g_ptr_array_add (names, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

static GVariant *
strv_to_variant (char **names)
{
  return g_variant_new_strv ((const char *const *) names, -1);
}

static gboolean
on_scroll_cb (gpointer user_data)
{
  DmDriveSettingsDialog *self = user_data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  GtkLabel *labels[] = { self->network_error, self->wake_error, self->profiles_error };
  graphene_rect_t bounds;

  self->scroll_id = 0;
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (gtk_widget_get_visible (GTK_WIDGET (labels[i])) &&
        gtk_widget_compute_bounds (GTK_WIDGET (labels[i]), self->clamp, &bounds))
      {
        gtk_adjustment_clamp_page (adjustment, bounds.origin.y, bounds.origin.y + bounds.size.height + SCROLL_MARGIN);
        break;
      }

  return G_SOURCE_REMOVE;
}

/* GTK scrolls to the field that has the focus, not to what is said below it; and
 * that has no place before the next frame. */
static void
scroll_to_error (DmDriveSettingsDialog *self)
{
  if (self->scroll_id == 0)
    self->scroll_id = g_timeout_add (SCROLL_DELAY, on_scroll_cb, self);
}

/* NULL: something is wrong, and marked; the first has the focus. */
static DmDriveSettings *
dup_settings (DmDriveSettingsDialog *self)
{
  g_autoptr (DmDriveSettings) settings = dm_drive_settings_new ();
  g_autofree char *wake = dup_text (self->wake_entry);
  GtkWidget *wrong = NULL;

  gtk_spin_button_update (self->idle_spin);
  settings->idle_minutes = (guint) gtk_spin_button_get_value_as_int (self->idle_spin);
  g_strfreev (settings->networks);
  settings->networks = dup_networks (self);
  g_strfreev (settings->profiles);
  settings->profiles = dup_profiles (self);
  settings->ask_server = gtk_switch_get_active (self->server_switch);

  if (!check_value ("profiles", strv_to_variant (settings->profiles), self->profiles_entry, self->profiles_error))
    wrong = self->profiles_entry;
  if (!check_value ("wake", g_variant_new_string (wake), self->wake_entry, self->wake_error))
    wrong = self->wake_entry;
  if (!check_value ("networks", strv_to_variant (settings->networks), self->network_entry, self->network_error))
    wrong = self->network_entry;
  if (wrong != NULL)
    {
      gtk_widget_grab_focus (wrong);
      scroll_to_error (self);
      return NULL;
    }

  settings->wake = *wake != '\0' ? g_strdelimit (g_ascii_strdown (wake, -1), "-", ':') : NULL;

  return g_steal_pointer (&settings);
}

static void
on_saved_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (DmDriveSettingsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_saved = dm_client_set_drive_settings_finish (DM_CLIENT (source), result, &error);

  if (is_saved && self->parent != NULL)
    {
      g_autofree char *name = dm_bidi_isolate (self->local);
      g_autofree char *text = g_strdup_printf (_ ("The settings of %s are saved"), name);

      dm_toast_show (self->parent, text, NULL, NULL);
    }
  if (self->is_closed)
    return;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "drive-settings.save", TRUE);
  if (is_saved)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  gtk_label_set_label (self->error_label, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
}

static void
activate_save (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  DmDriveSettingsDialog *self = DM_DRIVE_SETTINGS_DIALOG (widget);
  g_autoptr (DmDriveSettings) settings = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->error_label), FALSE);
  settings = dup_settings (self);
  if (settings == NULL)
    return;

  gtk_widget_action_set_enabled (widget, "drive-settings.save", FALSE);
  dm_client_set_drive_settings_async (self->client, self->local, settings, NULL, on_saved_cb, g_object_ref (self));
}

static void
activate_cancel (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

/* --- callbacks --- */

static void
on_row_activated_cb (GtkListBox *list,
                     GtkListBoxRow *row)
{
  dm_field_focus_in_row (row);
}

static void
on_entry_changed_cb (DmDriveSettingsDialog *self,
                     GtkWidget *entry)
{
  g_autofree char *network = dup_text (self->network_entry);

  if (entry == self->network_entry)
    dm_field_set_error (entry, self->network_error, NULL);
  else if (entry == self->wake_entry)
    dm_field_set_error (entry, self->wake_error, NULL);
  else
    dm_field_set_error (entry, self->profiles_error, NULL);
  gtk_widget_set_sensitive (self->add_button, *network != '\0');
}

static void
on_network_added_cb (DmDriveSettingsDialog *self)
{
  g_autofree char *name = dup_text (self->network_entry);
  const char *names[] = { name, NULL };

  if (*name == '\0' ||
      !check_value ("networks", g_variant_new_strv (names, -1), self->network_entry, self->network_error))
    return;

  add_network (self, name, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->network_entry), "");
  gtk_widget_grab_focus (self->network_entry);
}

/* --- GObject --- */

static void
end (DmDriveSettingsDialog *self)
{
  self->is_closed = TRUE;
  g_cancellable_cancel (self->closing);
}

static gboolean
dm_drive_settings_dialog_close_request (GtkWindow *window)
{
  end (DM_DRIVE_SETTINGS_DIALOG (window));

  return GTK_WINDOW_CLASS (dm_drive_settings_dialog_parent_class)->close_request (window);
}

/* Also when it goes with its parent. */
static void
dm_drive_settings_dialog_dispose (GObject *object)
{
  DmDriveSettingsDialog *self = DM_DRIVE_SETTINGS_DIALOG (object);

  end (self);
  g_clear_handle_id (&self->scroll_id, g_source_remove);
  g_hash_table_remove_all (self->networks);
  G_OBJECT_CLASS (dm_drive_settings_dialog_parent_class)->dispose (object);
}

static void
dm_drive_settings_dialog_finalize (GObject *object)
{
  DmDriveSettingsDialog *self = DM_DRIVE_SETTINGS_DIALOG (object);

  g_clear_weak_pointer (&self->parent);
  g_clear_object (&self->client);
  g_clear_object (&self->closing);
  g_hash_table_unref (self->networks);
  g_free (self->local);
  G_OBJECT_CLASS (dm_drive_settings_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (klass, DM_OBJECT_ROOT "/dm-drive-settings-dialog.ui");
  gtk_widget_class_bind_template_child (klass, DmDriveSettingsDialog, window_title);
  gtk_widget_class_bind_template_child (klass, DmDriveSettingsDialog, scroller);
  gtk_widget_class_bind_template_child (klass, DmDriveSettingsDialog, clamp);
  gtk_widget_class_bind_template_child (klass, DmDriveSettingsDialog, error_label);
  gtk_widget_class_bind_template_child (klass, DmDriveSettingsDialog, network_list);
  gtk_widget_class_bind_template_child (klass, DmDriveSettingsDialog, network_entry);
  gtk_widget_class_bind_template_child (klass, DmDriveSettingsDialog, network_error);
  gtk_widget_class_bind_template_child (klass, DmDriveSettingsDialog, add_button);
  gtk_widget_class_bind_template_child (klass, DmDriveSettingsDialog, idle_spin);
  gtk_widget_class_bind_template_child (klass, DmDriveSettingsDialog, wake_entry);
  gtk_widget_class_bind_template_child (klass, DmDriveSettingsDialog, wake_error);
  gtk_widget_class_bind_template_child (klass, DmDriveSettingsDialog, profiles_entry);
  gtk_widget_class_bind_template_child (klass, DmDriveSettingsDialog, profiles_error);
  gtk_widget_class_bind_template_child (klass, DmDriveSettingsDialog, server_group);
  gtk_widget_class_bind_template_child (klass, DmDriveSettingsDialog, server_switch);
  gtk_widget_class_bind_template_callback (klass, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (klass, on_entry_changed_cb);
  gtk_widget_class_bind_template_callback (klass, on_network_added_cb);
}

static void
dm_drive_settings_dialog_class_init (DmDriveSettingsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dm_drive_settings_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = dm_drive_settings_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = dm_drive_settings_dialog_close_request;

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "drive-settings.save", NULL, activate_save);
  gtk_widget_class_install_action (widget_class, "drive-settings.cancel", NULL, activate_cancel);
}

static void
dm_drive_settings_dialog_init (DmDriveSettingsDialog *self)
{
  self->networks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->closing = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  dm_spoken_name_prefer (GTK_BUTTON (self->add_button));
}

static void
show_settings (DmDriveSettingsDialog *self,
               const DmDriveSettings *settings)
{
  g_autofree char *profiles = g_strjoinv (", ", settings->profiles);

  for (guint i = 0; settings->networks[i] != NULL; i++)
    add_network (self, settings->networks[i], TRUE);
  gtk_spin_button_set_value (self->idle_spin, settings->idle_minutes);
  gtk_editable_set_text (GTK_EDITABLE (self->wake_entry), settings->wake != NULL ? settings->wake : "");
  gtk_editable_set_text (GTK_EDITABLE (self->profiles_entry), profiles);
  gtk_switch_set_active (self->server_switch, settings->ask_server);
}

GtkWidget *
dm_drive_settings_dialog_new (GtkWindow *parent,
                              DmClient *client,
                              DmItem *item)
{
  DmDriveSettingsDialog *self;
  g_autofree char *title = NULL;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (DM_IS_CLIENT (client), NULL);
  g_return_val_if_fail (DM_IS_ITEM (item) && dm_item_is_drive (item), NULL);

  self = g_object_new (DM_TYPE_DRIVE_SETTINGS_DIALOG, "transient-for", parent, NULL);
  self->client = g_object_ref (client);
  self->local = g_strdup (dm_item_get_local (item));
  g_set_weak_pointer (&self->parent, GTK_WIDGET (parent));

  title = dm_item_dup_title (item);
  adw_window_title_set_subtitle (self->window_title, title);
  show_settings (self, dm_item_get_settings (item));
  gtk_widget_set_visible (self->server_group, g_strcmp0 (dm_item_get_provider (item), "smb") == 0);
  dm_network_list_async (self->closing, on_networks_listed_cb, g_object_ref (self));

  return GTK_WIDGET (self);
}
