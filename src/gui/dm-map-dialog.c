/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-map-dialog.h"

#include <glib/gi18n-lib.h>

#include "dm-autostart.h"
#include "dm-bidi.h"
#include "dm-browse-dialog.h"
#include "dm-credentials-form.h"
#include "dm-diagnose-dialog.h"
#include "dm-error.h"
#include "dm-field.h"
#include "dm-folder-row.h"
#include "dm-known-places.h"
#include "dm-name-picker.h"
#include "dm-share-hint.h"
#include "dm-sign-in.h"
#include "dm-toast.h"

struct _DmMapDialog
{
  AdwWindow parent_instance;

  /* Template */
  GtkWidget *connect_button;
  GtkWidget *form;
  DmFolderRow *folder_row;
  GtkWidget *example_label;
  GtkLabel *folder_error;
  GtkWidget *folder_why;
  DmNamePicker *name_picker;
  GtkSwitch *reconnect_switch;
  GtkSwitch *credentials_switch;
  DmCredentialsForm *credentials;
  GtkLabel *error_label;
  GtkWidget *bottom_why;
  GtkWidget *progress;
  GtkLabel *progress_label;

  /* Owned */
  DmClient *client;
  GCancellable *cancellable; /* (nullable): while it connects */
  GCancellable *hinting;     /* (nullable): while it asks which shares there are */

  /* Borrowed */
  GtkWidget *parent; /* (nullable): NULL once it is gone */

  gboolean is_closed;
};

G_DEFINE_FINAL_TYPE (DmMapDialog, dm_map_dialog, ADW_TYPE_WINDOW)

/* As tall as what it shows now; the width stays. */
static void
fit_height (DmMapDialog *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, -1);
}

static void
show_folder_error (DmMapDialog *self,
                   const char *message)
{
  dm_field_set_error (dm_folder_row_get_entry (self->folder_row), self->folder_error, message);
  gtk_widget_set_visible (self->example_label, message == NULL);
  gtk_widget_set_visible (self->folder_why, FALSE);
}

static void
show_bottom_error (DmMapDialog *self,
                   const char *message)
{
  gtk_label_set_label (self->error_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), message != NULL);
  gtk_widget_set_visible (self->bottom_why, FALSE);
}

static void
stop_hinting (DmMapDialog *self)
{
  g_cancellable_cancel (self->hinting);
  g_clear_object (&self->hinting);
}

static void
on_hint_known_cb (GObject *source,
                  GAsyncResult *result,
                  gpointer user_data)
{
  g_autoptr (DmMapDialog) self = user_data;
  g_autofree char *hint = dm_share_hint_finish (result);
  g_autofree char *text = NULL;

  if (hint == NULL || self->is_closed || g_task_get_cancellable (G_TASK (result)) != self->hinting)
    return;

  text = g_strdup_printf ("%s %s", gtk_label_get_label (self->folder_error), hint);
  gtk_label_set_label (self->folder_error, text);
  fit_height (self);
}

/* Adds to what is said of a share that is not there which ones are. */
static void
hint_at_shares (DmMapDialog *self,
                DmSignIn *sign_in)
{
  g_autoptr (DmLocation) location = dm_sign_in_dup_location (sign_in, NULL);

  if (location == NULL)
    return;

  self->hinting = g_cancellable_new ();
  dm_share_hint_async (self->client, location, dm_sign_in_get_domain (sign_in), dm_sign_in_get_user (sign_in),
                       self->hinting, on_hint_known_cb, g_object_ref (self));
}

static void
clear_errors (DmMapDialog *self)
{
  stop_hinting (self);
  show_folder_error (self, NULL);
  dm_name_picker_set_error (self->name_picker, NULL);
  dm_credentials_form_set_error (self->credentials, NULL);
  show_bottom_error (self, NULL);
}

static void
show_progress (DmMapDialog *self,
               const char *text)
{
  gtk_label_set_label (self->progress_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->progress, text != NULL);
  gtk_widget_set_sensitive (self->form, text == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "map-dialog.connect", text == NULL);
  dm_name_picker_set_frozen (self->name_picker, text != NULL);
  fit_height (self);
}

/* Opens the credentials if none were given, so that they can be. */
static void
show_credentials_error (DmMapDialog *self,
                        const char *message)
{
  gtk_switch_set_active (self->credentials_switch, TRUE);
  dm_credentials_form_set_error (self->credentials, message);
  dm_credentials_form_focus (self->credentials);
}

static void
show_error (DmMapDialog *self,
            const GError *error)
{
  switch ((DmError) error->code)
    {
    case DM_ERROR_BAD_NET_PATH:
    case DM_ERROR_BAD_NET_NAME:
    case DM_ERROR_NO_NET_OR_BAD_PATH:
    case DM_ERROR_BAD_PROVIDER:
    case DM_ERROR_INVALID_PARAMETER:
      show_folder_error (self, error->message);
      gtk_widget_grab_focus (GTK_WIDGET (self->folder_row));
      break;
    case DM_ERROR_LOGON_FAILURE:
    case DM_ERROR_INVALID_PASSWORD:
    case DM_ERROR_ACCESS_DENIED:
    case DM_ERROR_CREDENTIAL_CONFLICT:
      show_credentials_error (self, error->message);
      break;
    case DM_ERROR_BAD_DEVICE:
    case DM_ERROR_ALREADY_ASSIGNED:
    case DM_ERROR_DEVICE_ALREADY_REMEMBERED:
      dm_name_picker_set_error (self->name_picker, error->message);
      dm_name_picker_focus (self->name_picker);
      break;
    default:
      show_bottom_error (self, error->message);
      gtk_widget_grab_focus (self->connect_button);
    }
  fit_height (self);
}

/* Beside what is said of the way there, once it was tried. A password that was typed
 * is not kept, so that with one only the way to the server can be checked. */
static void
offer_diagnosis (DmMapDialog *self,
                 const GError *error)
{
  gboolean is_server = g_error_matches (error, DM_ERROR, DM_ERROR_BAD_NET_PATH) ||
                       g_error_matches (error, DM_ERROR, DM_ERROR_NO_NETWORK);
  gboolean can_check = is_server || !gtk_switch_get_active (self->credentials_switch);

  gtk_widget_set_visible (self->folder_why, can_check && gtk_widget_get_visible (GTK_WIDGET (self->folder_error)));
  gtk_widget_set_visible (self->bottom_why, can_check && gtk_widget_get_visible (GTK_WIDGET (self->error_label)));
  fit_height (self);
}

/* Where a password went, if that is not where it was meant to go. */
static const char *
get_warning (DmMapDialog *self,
             DmSignIn *sign_in)
{
  DmSignInSave save = dm_credentials_form_get_save (self->credentials);
  DmLoginSaved saved = dm_sign_in_get_saved (sign_in);

  if (!gtk_switch_get_active (self->credentials_switch) || save == DM_SIGN_IN_SAVE_NEVER)
    return NULL;
  if (saved == DM_LOGIN_NO_SERVICE)
    return _ ("The password was not saved: there is no keyring in this session.");
  if (saved == DM_LOGIN_SAVED_SESSION && save == DM_SIGN_IN_SAVE_PERMANENT)
    return _ ("The password is saved only until you sign out: the keyring is locked, or there is none.");

  return NULL;
}

/* Tells it in the window below. */
static void
report_success (DmMapDialog *self,
                DmSignIn *sign_in)
{
  const char *local = dm_sign_in_get_local (sign_in);
  const char *warning = get_warning (self, sign_in);
  g_autofree char *shown = dm_bidi_isolate (local);
  g_autofree char *action = g_strconcat ("win.open-item::", local, NULL);
  g_autofree char *text = NULL;

  if (self->parent == NULL)
    return;

  /* Translators: a drive, as in “Z: connected” */
  text = g_strdup_printf (_ ("%s connected"), shown);
  dm_toast_show (self->parent, text, _ ("Open"), action);
  if (warning != NULL)
    dm_toast_show (self->parent, warning, NULL, NULL);
  if (gtk_switch_get_active (self->reconnect_switch))
    dm_autostart_turn_on_once ();
  gtk_widget_activate_action (self->parent, "win.show-item", "s", local);
}

static void
on_tried_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (DmMapDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dm_sign_in_try_finish (DM_SIGN_IN (source), result, &error);

  g_clear_object (&self->cancellable);
  /* It may have been too late to cancel it: then it is told, too. */
  if (path != NULL)
    report_success (self, DM_SIGN_IN (source));
  if (self->is_closed)
    return;

  if (path != NULL)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  show_progress (self, NULL);
  if (g_error_matches (error, DM_ERROR, DM_ERROR_CANCELLED))
    gtk_widget_grab_focus (GTK_WIDGET (self->folder_row));
  else
    {
      show_error (self, error);
      offer_diagnosis (self, error);
    }
  if (g_error_matches (error, DM_ERROR, DM_ERROR_BAD_NET_NAME))
    hint_at_shares (self, DM_SIGN_IN (source));
}

static void
connect_drive (DmMapDialog *self,
               const char *local,
               DmLocation *location)
{
  g_autofree char *typed = dm_folder_row_dup_text (self->folder_row);
  g_autofree char *remote = dm_location_to_remote (location);
  g_autofree char *shown = dm_bidi_isolate (remote);
  g_autofree char *text = g_strdup_printf (_ ("Connecting to %s…"), shown);
  g_autoptr (DmSignIn) sign_in = NULL;

  sign_in = dm_sign_in_new (self->client, local, typed, gtk_switch_get_active (self->reconnect_switch));
  if (gtk_switch_get_active (self->credentials_switch))
    dm_credentials_form_apply (self->credentials, sign_in);

  /* Not to Cancel: an Enter that is held down would end it at once. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  show_progress (self, text);
  self->cancellable = g_cancellable_new ();
  dm_sign_in_try_async (sign_in, self->cancellable, on_tried_cb, g_object_ref (self));
}

static gboolean
check_credentials (DmMapDialog *self)
{
  if (!gtk_switch_get_active (self->credentials_switch) || dm_credentials_form_is_complete (self->credentials))
    return TRUE;

  show_credentials_error (self, _ ("Enter a user name."));

  return FALSE;
}

static void
activate_connect (GtkWidget *widget,
                  const char *action_name,
                  GVariant *parameter)
{
  DmMapDialog *self = DM_MAP_DIALOG (widget);
  g_autoptr (DmLocation) location = NULL;
  g_autofree char *local = NULL;
  g_autoptr (GError) folder_error = NULL;
  g_autoptr (GError) name_error = NULL;

  clear_errors (self);
  location = dm_folder_row_dup_location (self->folder_row, &folder_error);
  local = dm_name_picker_dup_name (self->name_picker, &name_error);

  /* All that is wrong is marked; the first has the focus. */
  if (check_credentials (self) && location != NULL && local != NULL)
    connect_drive (self, local, location);
  if (name_error != NULL)
    show_error (self, name_error);
  if (folder_error != NULL)
    show_error (self, folder_error);
}

static void
on_other_credentials_cb (DmMapDialog *self)
{
  gtk_switch_set_active (self->credentials_switch, TRUE);
  dm_credentials_form_focus (self->credentials);
}

static void
activate_diagnose (GtkWidget *widget,
                   const char *action_name,
                   GVariant *parameter)
{
  DmMapDialog *self = DM_MAP_DIALOG (widget);
  g_autoptr (DmLocation) location = dm_folder_row_dup_location (self->folder_row, NULL);
  g_autofree char *uri = NULL;
  g_autofree char *remote = NULL;
  GtkWidget *dialog;

  if (location == NULL)
    return;

  uri = dm_location_to_uri (location);
  remote = dm_location_to_remote (location);
  dialog = dm_diagnose_dialog_new (GTK_WINDOW (self), self->client, uri, remote, remote);
  g_signal_connect_object (dialog, "other-credentials", G_CALLBACK (on_other_credentials_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_place_chosen_cb (DmMapDialog *self,
                    const char *remote,
                    DmSignIn *sign_in)
{
  const char *user = dm_sign_in_get_user (sign_in);

  dm_folder_row_set_text (self->folder_row, remote);
  /* Others may not see it. */
  if (user != NULL)
    {
      dm_credentials_form_suggest (self->credentials, dm_sign_in_get_domain (sign_in), user);
      gtk_switch_set_active (self->credentials_switch, TRUE);
    }
  gtk_widget_grab_focus (self->connect_button);
}

static void
activate_browse (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  DmMapDialog *self = DM_MAP_DIALOG (widget);
  g_autofree char *text = dm_folder_row_dup_text (self->folder_row);
  g_autoptr (DmLocation) server = *text != '\0' ? dm_location_parse_server (text, NULL) : NULL;
  gboolean has_login = gtk_switch_get_active (self->credentials_switch) &&
                       dm_credentials_form_is_complete (self->credentials);
  GtkWidget *dialog;

  clear_errors (self);
  fit_height (self);
  dialog = dm_browse_dialog_new (GTK_WINDOW (self), self->client, server != NULL ? text : NULL,
                                 has_login ? self->credentials : NULL);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (on_place_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* While it connects this ends that; the second time it does not wait. */
static void
activate_cancel (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  DmMapDialog *self = DM_MAP_DIALOG (widget);

  if (self->cancellable == NULL || g_cancellable_is_cancelled (self->cancellable))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  gtk_label_set_label (self->progress_label, _ ("Cancelling…"));
  g_cancellable_cancel (self->cancellable);
}

/* GTK scrolls to the field that has the focus, not to what is said below it;
 * only the last one's can be out of sight. */
static void
on_scroll_range_changed_cb (GtkAdjustment *adjustment,
                            DmMapDialog *self)
{
  if (self->credentials != NULL && dm_credentials_form_has_error (self->credentials))
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

static void
on_row_activated_cb (GtkListBox *list,
                     GtkListBoxRow *row)
{
  dm_field_focus_in_row (row);
}

static void
on_folder_changed_cb (DmMapDialog *self)
{
  g_autoptr (DmLocation) location = dm_folder_row_dup_location (self->folder_row, NULL);
  const char *provider;

  stop_hinting (self);
  show_folder_error (self, NULL);
  show_bottom_error (self, NULL);
  if (location == NULL)
    return;

  provider = dm_location_get_provider (location);
  dm_name_picker_suggest (self->name_picker, location);
  dm_credentials_form_set_has_domain (self->credentials, g_str_equal (provider, "smb"));
  if (dm_location_get_user (location) != NULL)
    dm_credentials_form_suggest (self->credentials, dm_location_get_domain (location),
                                 dm_location_get_user (location));
}

static void
on_folder_left_cb (DmMapDialog *self)
{
  g_autofree char *text = dm_folder_row_dup_text (self->folder_row);
  g_autoptr (DmLocation) location = NULL;
  g_autoptr (GError) error = NULL;

  if (*text == '\0' || self->cancellable != NULL || gtk_widget_get_visible (GTK_WIDGET (self->folder_error)))
    return;

  location = dm_folder_row_dup_location (self->folder_row, &error);
  if (error != NULL)
    {
      show_folder_error (self, error->message);
      fit_height (self);
    }
}

/* Who wants the drive back at sign-in wants to type no password then. */
static void
on_reconnect_changed_cb (DmMapDialog *self)
{
  dm_credentials_form_suggest_save (self->credentials, gtk_switch_get_active (self->reconnect_switch)
                                                         ? DM_SIGN_IN_SAVE_PERMANENT
                                                         : DM_SIGN_IN_SAVE_SESSION);
}

static void
on_credentials_changed_cb (DmMapDialog *self)
{
  dm_credentials_form_set_error (self->credentials, NULL);
  if (gtk_switch_get_active (self->credentials_switch))
    dm_credentials_form_focus (self->credentials);
  fit_height (self);
}

static gboolean
dm_map_dialog_close_request (GtkWindow *window)
{
  DmMapDialog *self = DM_MAP_DIALOG (window);

  self->is_closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  stop_hinting (self);
  dm_credentials_form_clear (self->credentials);

  return GTK_WINDOW_CLASS (dm_map_dialog_parent_class)->close_request (window);
}

static void
dm_map_dialog_dispose (GObject *object)
{
  DmMapDialog *self = DM_MAP_DIALOG (object);

  /* Also when it goes with its parent. */
  self->is_closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  stop_hinting (self);
  g_clear_object (&self->client);
  g_clear_weak_pointer (&self->parent);

  G_OBJECT_CLASS (dm_map_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DmMapDialog, connect_button);
  gtk_widget_class_bind_template_child (widget_class, DmMapDialog, form);
  gtk_widget_class_bind_template_child (widget_class, DmMapDialog, folder_row);
  gtk_widget_class_bind_template_child (widget_class, DmMapDialog, example_label);
  gtk_widget_class_bind_template_child (widget_class, DmMapDialog, folder_error);
  gtk_widget_class_bind_template_child (widget_class, DmMapDialog, folder_why);
  gtk_widget_class_bind_template_child (widget_class, DmMapDialog, name_picker);
  gtk_widget_class_bind_template_child (widget_class, DmMapDialog, reconnect_switch);
  gtk_widget_class_bind_template_child (widget_class, DmMapDialog, credentials_switch);
  gtk_widget_class_bind_template_child (widget_class, DmMapDialog, credentials);
  gtk_widget_class_bind_template_child (widget_class, DmMapDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, DmMapDialog, bottom_why);
  gtk_widget_class_bind_template_child (widget_class, DmMapDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, DmMapDialog, progress_label);
  gtk_widget_class_bind_template_callback (widget_class, fit_height);
  gtk_widget_class_bind_template_callback (widget_class, on_scroll_range_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_folder_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_folder_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_reconnect_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_credentials_changed_cb);
}

static void
dm_map_dialog_class_init (DmMapDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dm_map_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = dm_map_dialog_close_request;

  g_type_ensure (DM_TYPE_CREDENTIALS_FORM);
  g_type_ensure (DM_TYPE_FOLDER_ROW);
  g_type_ensure (DM_TYPE_NAME_PICKER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/drivemap/Drivemap/dm-map-dialog.ui");
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "map-dialog.connect", NULL, activate_connect);
  gtk_widget_class_install_action (widget_class, "map-dialog.browse", NULL, activate_browse);
  gtk_widget_class_install_action (widget_class, "map-dialog.cancel", NULL, activate_cancel);
  gtk_widget_class_install_action (widget_class, "map-dialog.diagnose", NULL, activate_diagnose);
}

static void
dm_map_dialog_init (DmMapDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dm_credentials_form_suggest (self->credentials, NULL, g_get_user_name ());
  on_reconnect_changed_cb (self);
}

GtkWidget *
dm_map_dialog_new (GtkWindow *parent,
                   DmClient *client,
                   const char *remote)
{
  g_autoptr (GListModel) places = NULL;
  DmMapDialog *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (DM_IS_CLIENT (client), NULL);

  self = g_object_new (DM_TYPE_MAP_DIALOG, "transient-for", parent, NULL);
  self->client = g_object_ref (client);
  g_set_weak_pointer (&self->parent, GTK_WIDGET (parent));

  places = dm_known_places_new (client);
  dm_folder_row_set_suggestions (self->folder_row, places);
  dm_name_picker_set_client (self->name_picker, client, NULL);
  if (remote != NULL)
    dm_folder_row_set_text (self->folder_row, remote);
  gtk_widget_grab_focus (GTK_WIDGET (self->folder_row));

  return GTK_WIDGET (self);
}
