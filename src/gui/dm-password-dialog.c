/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-password-dialog.h"

#include <glib/gi18n-lib.h>

#include "dm-bidi.h"
#include "dm-credentials-form.h"

struct _DmPasswordDialog
{
  AdwMessageDialog parent_instance;

  /* Template */
  GtkLabel *message_label;
  DmCredentialsForm *form;

  /* Owned */
  DmSignIn *sign_in;
};

G_DEFINE_FINAL_TYPE (DmPasswordDialog, dm_password_dialog, ADW_TYPE_MESSAGE_DIALOG)

/* The place; what was asked for when that is none. */
static void
set_words (DmPasswordDialog *self,
           DmLocation *location)
{
  const char *asked = dm_sign_in_get_remote (self->sign_in);
  g_autofree char *remote = location != NULL ? dm_location_to_remote (location) : g_strdup (asked);
  g_autofree char *shown_remote = dm_bidi_isolate (remote);
  const char *server = location != NULL ? dm_location_get_server (location) : asked;
  g_autofree char *shown_server = dm_bidi_isolate (server);
  /* Translators: a server's name */
  g_autofree char *title = g_strdup_printf (_ ("Sign in to %s"), server);

  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (self), _ ("Sign in to %s"), shown_server);
  /* The heading's, but for what isolates. */
  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (self), _ ("%s wants a user name and a password."), shown_remote);
}

/* It says why and where, so nothing else needs to. */
static void
set_message (DmPasswordDialog *self,
             const char *message)
{
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self), "");
  gtk_label_set_label (self->message_label, message);
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), TRUE);
}

static void
fill_in (DmPasswordDialog *self,
         DmLocation *location)
{
  const char *user = dm_sign_in_get_user (self->sign_in);
  const char *provider = location != NULL ? dm_location_get_provider (location) : "smb";

  dm_credentials_form_set_has_domain (self->form, g_str_equal (provider, "smb"));
  dm_credentials_form_suggest (self->form, dm_sign_in_get_domain (self->sign_in),
                               user != NULL ? user : g_get_user_name ());
  dm_credentials_form_focus (self->form);
}

static void
on_complete_changed_cb (DmPasswordDialog *self)
{
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "connect",
                                           dm_credentials_form_is_complete (self->form));
}

/* Stays until somebody took what was typed: the response is emitted after this. */
static gboolean
dm_password_dialog_close_request (GtkWindow *window)
{
  GTK_WINDOW_CLASS (dm_password_dialog_parent_class)->close_request (window);

  return GDK_EVENT_STOP;
}

static void
dm_password_dialog_response (AdwMessageDialog *dialog,
                             const char *response)
{
  dm_credentials_form_clear (DM_PASSWORD_DIALOG (dialog)->form);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
dm_password_dialog_dispose (GObject *object)
{
  g_clear_object (&DM_PASSWORD_DIALOG (object)->sign_in);

  G_OBJECT_CLASS (dm_password_dialog_parent_class)->dispose (object);
}

static void
dm_password_dialog_class_init (DmPasswordDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dm_password_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = dm_password_dialog_close_request;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = dm_password_dialog_response;

  g_type_ensure (DM_TYPE_CREDENTIALS_FORM);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/drivemap/Drivemap/dm-password-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DmPasswordDialog, message_label);
  gtk_widget_class_bind_template_child (widget_class, DmPasswordDialog, form);
  gtk_widget_class_bind_template_callback (widget_class, on_complete_changed_cb);
}

static void
dm_password_dialog_init (DmPasswordDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dm_password_dialog_new (GtkWindow *parent,
                        DmSignIn *sign_in,
                        const char *message)
{
  g_autoptr (DmLocation) location = NULL;
  DmPasswordDialog *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (DM_IS_SIGN_IN (sign_in), NULL);

  self = g_object_new (DM_TYPE_PASSWORD_DIALOG, "transient-for", parent, "modal", TRUE, NULL);
  self->sign_in = g_object_ref (sign_in);
  location = dm_sign_in_dup_location (sign_in, NULL);
  set_words (self, location);
  if (message != NULL)
    set_message (self, message);
  fill_in (self, location);

  return GTK_WIDGET (self);
}

void
dm_password_dialog_set_error (DmPasswordDialog *self,
                              const char *message)
{
  g_return_if_fail (DM_IS_PASSWORD_DIALOG (self));

  dm_credentials_form_set_error (self->form, message);
}

DmSignInSave
dm_password_dialog_get_save (DmPasswordDialog *self)
{
  g_return_val_if_fail (DM_IS_PASSWORD_DIALOG (self), DM_SIGN_IN_SAVE_SESSION);

  return dm_credentials_form_get_save (self->form);
}

void
dm_password_dialog_set_save (DmPasswordDialog *self,
                             DmSignInSave save)
{
  g_return_if_fail (DM_IS_PASSWORD_DIALOG (self));

  dm_credentials_form_suggest_save (self->form, save);
}

void
dm_password_dialog_apply (DmPasswordDialog *self)
{
  g_return_if_fail (DM_IS_PASSWORD_DIALOG (self));

  dm_credentials_form_apply (self->form, self->sign_in);
}
