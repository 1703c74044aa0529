/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-preferences.h"

#include <glib/gi18n-lib.h>

#include "dm-autostart.h"
#include "dm-file-manager.h"
#include "dm-names.h"
#include "dm-spoken-name.h"
#include "dm-settings.h"

/* The rows of "New drives get". */
enum
{
  NAME_LETTER,
  NAME_LABEL,
};

struct _DmPreferences
{
  AdwPreferencesWindow parent_instance;

  /* Template */
  GtkSwitch *start_switch;
  GtkSwitch *bookmark_switch;
  GtkSwitch *confirm_switch;
  AdwComboRow *name_row;
  AdwActionRow *folder_row;
  GtkButton *open_button;

  /* Owned */
  DmClient *client;
  GCancellable *cancellable;
  char *folder;

  /* Values */
  gboolean start_wanted;
  gboolean start_busy; /* the entry is being written or removed */
};

G_DEFINE_FINAL_TYPE (DmPreferences, dm_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void apply_start (DmPreferences *self);
static gboolean on_start_state_set_cb (GtkSwitch *button, gboolean state, DmPreferences *self);
static gboolean on_bookmark_state_set_cb (GtkSwitch *button, gboolean state, DmPreferences *self);

/* The window may be closed before an answer comes; then it is not disposed yet. */
static gboolean
is_gone (DmPreferences *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

/* A reason may be long; the title of a toast has one line. */
static void
show_error (DmPreferences *self,
            const char *text)
{
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT,
                                   "label", text,
                                   "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   "max-width-chars", 32,
                                   "xalign", 0.0f,
                                   NULL);

  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), toast);
}

/* Shows what is so, without being asked to make it so. */
static void
show_start (DmPreferences *self,
            gboolean enabled)
{
  g_signal_handlers_block_by_func (self->start_switch, on_start_state_set_cb, self);
  gtk_switch_set_active (self->start_switch, enabled);
  gtk_switch_set_state (self->start_switch, enabled);
  g_signal_handlers_unblock_by_func (self->start_switch, on_start_state_set_cb, self);
  self->start_wanted = enabled;
}

static void
on_start_applied_cb (GObject *source,
                     GAsyncResult *result,
                     gpointer user_data)
{
  g_autoptr (DmPreferences) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean applied = GPOINTER_TO_INT (g_task_get_task_data (G_TASK (result)));
  gboolean done = dm_autostart_set_finish (result, &error);

  self->start_busy = FALSE;
  if (done)
    dm_settings_set_boolean (DM_SETTINGS_START_AT_SIGN_IN, applied);
  if (is_gone (self))
    return;
  if (!done)
    {
      show_start (self, !applied);
      show_error (self, error->message);
    }
  else if (self->start_wanted != applied)
    apply_start (self);
  else
    show_start (self, applied);
}

/* Without the window's cancellable: what was asked for is done, even if it closes. */
static void
apply_start (DmPreferences *self)
{
  self->start_busy = TRUE;
  dm_autostart_set_async (self->start_wanted, NULL, on_start_applied_cb, g_object_ref (self));
}

static gboolean
on_start_state_set_cb (GtkSwitch *button,
                       gboolean state,
                       DmPreferences *self)
{
  self->start_wanted = state;
  if (!self->start_busy)
    apply_start (self);

  return TRUE;
}

/* Another program may have changed the entry since we wrote it. */
static void
on_start_got_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (DmPreferences) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean enabled;

  if (!dm_autostart_get_finish (result, &enabled, &error))
    {
      g_info ("The autostart entry cannot be read: %s", error->message);
      return;
    }
  if (self->start_busy || is_gone (self))
    return;
  dm_settings_set_boolean (DM_SETTINGS_START_AT_SIGN_IN, enabled);
  show_start (self, enabled);
}

/* The service knows; what it does not know cannot be changed either. */
static void
show_bookmarks (DmPreferences *self)
{
  gboolean enabled = dm_client_get_bookmarks (self->client);

  g_signal_handlers_block_by_func (self->bookmark_switch, on_bookmark_state_set_cb, self);
  gtk_switch_set_active (self->bookmark_switch, enabled);
  gtk_switch_set_state (self->bookmark_switch, enabled);
  g_signal_handlers_unblock_by_func (self->bookmark_switch, on_bookmark_state_set_cb, self);
}

static void
on_bookmarks_set_cb (GObject *source,
                     GAsyncResult *result,
                     gpointer user_data)
{
  g_autoptr (DmPreferences) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = dm_client_set_bookmarks_finish (DM_CLIENT (source), result, &error);

  if (is_gone (self))
    return;
  if (!done)
    show_error (self, error->message);
  show_bookmarks (self);
}

static gboolean
on_bookmark_state_set_cb (GtkSwitch *button,
                          gboolean state,
                          DmPreferences *self)
{
  dm_client_set_bookmarks_async (self->client, state, NULL, on_bookmarks_set_cb, g_object_ref (self));

  return TRUE;
}

static void
on_name_row_changed_cb (AdwComboRow *row,
                        GParamSpec *pspec,
                        DmPreferences *self)
{
  dm_settings_set_boolean (DM_SETTINGS_PREFER_LABEL, adw_combo_row_get_selected (row) == NAME_LABEL);
}

static void
on_folder_opened_cb (GObject *source,
                     GAsyncResult *result,
                     gpointer user_data)
{
  g_autoptr (DmPreferences) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!dm_file_manager_finish (result, &error) && !is_gone (self))
    show_error (self, error->message);
}

/* The folder itself is on the local disk; nothing below it is looked at. */
static void
on_folder_looked_cb (GObject *source,
                     GAsyncResult *result,
                     gpointer user_data)
{
  g_autoptr (DmPreferences) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (is_gone (self))
    return;
  if (info == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    show_error (self, _ ("The folder is not there yet. It is made when a drive is connected."));
  else
    dm_file_manager_open_async (GTK_WIDGET (self), self->folder, self->cancellable, on_folder_opened_cb, g_object_ref (self));
}

static void
on_open_clicked_cb (GtkButton *button,
                    DmPreferences *self)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->folder);

  g_file_query_info_async (folder, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                           G_PRIORITY_DEFAULT, self->cancellable, on_folder_looked_cb, g_object_ref (self));
}

static void
dm_preferences_dispose (GObject *object)
{
  DmPreferences *self = DM_PREFERENCES (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (dm_preferences_parent_class)->dispose (object);
}

static void
dm_preferences_finalize (GObject *object)
{
  DmPreferences *self = DM_PREFERENCES (object);

  g_clear_object (&self->client);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->folder, g_free);
  G_OBJECT_CLASS (dm_preferences_parent_class)->finalize (object);
}

static void
dm_preferences_class_init (DmPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dm_preferences_dispose;
  G_OBJECT_CLASS (klass)->finalize = dm_preferences_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, DM_OBJECT_ROOT "/dm-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, DmPreferences, start_switch);
  gtk_widget_class_bind_template_child (widget_class, DmPreferences, bookmark_switch);
  gtk_widget_class_bind_template_child (widget_class, DmPreferences, confirm_switch);
  gtk_widget_class_bind_template_child (widget_class, DmPreferences, name_row);
  gtk_widget_class_bind_template_child (widget_class, DmPreferences, folder_row);
  gtk_widget_class_bind_template_child (widget_class, DmPreferences, open_button);
  gtk_widget_class_bind_template_callback (widget_class, on_start_state_set_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_bookmark_state_set_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_name_row_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_open_clicked_cb);
}

static void
show_folder (DmPreferences *self)
{
  g_autofree char *subtitle = NULL;

  self->folder = g_build_filename (g_get_home_dir (), DM_DRIVES_DIR, NULL);
  /* Translators: a folder, such as ~/Drives. */
  subtitle = g_strdup_printf (_ ("Connected drives appear in %s."), "~/" DM_DRIVES_DIR);
  adw_action_row_set_subtitle (self->folder_row, subtitle);
}

static void
dm_preferences_init (DmPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dm_spoken_name_prefer (self->open_button);

  self->cancellable = g_cancellable_new ();
  show_folder (self);
  show_start (self, dm_settings_get_boolean (DM_SETTINGS_START_AT_SIGN_IN));
  dm_settings_bind (DM_SETTINGS_ALWAYS_CONFIRM, self->confirm_switch, "active", G_SETTINGS_BIND_DEFAULT);
  adw_combo_row_set_selected (self->name_row, dm_settings_get_boolean (DM_SETTINGS_PREFER_LABEL) ? NAME_LABEL : NAME_LETTER);
  dm_autostart_get_async (self->cancellable, on_start_got_cb, g_object_ref (self));
}

GtkWidget *
dm_preferences_new (GtkWindow *parent,
                    DmClient *client)
{
  DmPreferences *self;

  g_return_val_if_fail (DM_IS_CLIENT (client), NULL);

  self = g_object_new (DM_TYPE_PREFERENCES, "transient-for", parent, NULL);
  self->client = g_object_ref (client);
  g_signal_connect_object (client, "changed", G_CALLBACK (show_bookmarks), self, G_CONNECT_SWAPPED);
  show_bookmarks (self);

  return GTK_WIDGET (self);
}
