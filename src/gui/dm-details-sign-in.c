/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-details-sign-in.h"

#include <glib/gi18n-lib.h>

#include "dm-autostart.h"
#include "dm-item-words.h"
#include "dm-login-lookup.h"
#include "dm-names.h"
#include "dm-toast.h"
#include "dm-words.h"

struct _DmDetailsSignIn
{
  AdwBin parent_instance;

  /* Template */
  AdwActionRow *user_row;
  GtkWidget *forget_button;
  AdwActionRow *remember_row;
  GtkSwitch *remember_switch;

  /* Owned */
  DmClient *client;
  DmItem *item;
  GSignalGroup *item_signals;
  GCancellable *lookup;
  char *looked_up; /* the URI that the last lookup was for */
};

G_DEFINE_FINAL_TYPE (DmDetailsSignIn, dm_details_sign_in, ADW_TYPE_BIN)

static void
on_looked_up_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (DmDetailsSignIn) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *keyring = NULL;
  g_autofree char *text = NULL;
  DmLoginKept kept = dm_login_lookup_finish (result, &keyring, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  text = error != NULL ? g_strdup (error->message) : dm_login_kept_to_words (kept, keyring);
  adw_action_row_set_subtitle (self->user_row, text);
  gtk_widget_set_visible (self->forget_button, kept != DM_LOGIN_KEPT_NOWHERE && kept != DM_LOGIN_KEPT_UNKNOWN);
}

/* Only when it may have changed: the item notifies of its open files, too. */
static void
look_up (DmDetailsSignIn *self)
{
  g_autoptr (DmLocation) location = dm_item_dup_login (self->item);

  g_cancellable_cancel (self->lookup);
  g_clear_object (&self->lookup);
  gtk_widget_set_visible (self->forget_button, FALSE);
  if (location == NULL)
    {
      adw_action_row_set_subtitle (self->user_row, "");
      return;
    }
  self->lookup = g_cancellable_new ();
  dm_login_lookup_async (location, self->lookup, on_looked_up_cb, g_object_ref (self));
}

static void
show_user (DmDetailsSignIn *self)
{
  const char *user = dm_item_get_user (self->item);
  const char *domain = dm_item_get_domain (self->item);
  g_autofree char *text = NULL;

  if (user == NULL)
    text = g_strdup (_ ("Without a user name"));
  else if (domain != NULL)
    text = g_strdup_printf (_ ("Signed in as %s\\%s"), domain, user);
  else
    text = g_strdup_printf (_ ("Signed in as %s"), user);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->user_row), text);
}

/* An administrator's drive always comes back. */
static void
show_remembered (DmDetailsSignIn *self)
{
  GtkWidget *row = GTK_WIDGET (self->remember_row);
  g_autofree char *managed = dm_item_dup_managed_words (self->item);

  gtk_widget_set_visible (row, dm_item_is_drive (self->item) && dm_item_get_status (self->item) != DM_STATUS_UNAVAILABLE);
  gtk_widget_set_sensitive (row, managed == NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->remember_switch), managed == NULL);
  gtk_widget_set_tooltip_text (row, managed);
  gtk_switch_set_active (self->remember_switch, dm_item_is_remembered (self->item));
  gtk_switch_set_state (self->remember_switch, dm_item_is_remembered (self->item));
}

static void
update (DmDetailsSignIn *self)
{
  g_autofree char *key = NULL;

  if (self->item == NULL)
    return;

  show_user (self);
  show_remembered (self);

  key = g_strdup_printf ("%s %s %s %s", dm_item_get_object_path (self->item), dm_item_get_uri (self->item),
                         dm_item_get_user (self->item),
                         dm_item_get_path (self->item));
  if (g_strcmp0 (key, self->looked_up) == 0)
    return;
  g_free (self->looked_up);
  self->looked_up = g_steal_pointer (&key);
  look_up (self);
}

static void
on_item_notify_cb (DmDetailsSignIn *self)
{
  update (self);
}

static void
on_remembered_set_cb (GObject *source,
                      GAsyncResult *result,
                      gpointer user_data)
{
  g_autoptr (DmDetailsSignIn) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!dm_client_set_remembered_finish (DM_CLIENT (source), result, &error))
    dm_toast_show (GTK_WIDGET (self), error->message, NULL, NULL);
  else if (self->item != NULL && dm_item_is_remembered (self->item))
    dm_autostart_turn_on_once ();
  update (self);
}

/* The switch shows what is so, not what was asked for. */
static gboolean
on_remember_toggled_cb (GtkSwitch *toggle,
                        gboolean state,
                        DmDetailsSignIn *self)
{
  if (self->item != NULL && state != dm_item_is_remembered (self->item))
    dm_client_set_remembered_async (self->client, dm_item_get_local (self->item), state, NULL,
                                    on_remembered_set_cb, g_object_ref (self));
  else
    gtk_switch_set_state (toggle, state);

  return TRUE;
}

static void
on_forgotten_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (DmDetailsSignIn) self = user_data;
  g_autoptr (GError) error = NULL;
  int n = dm_login_forget_finish (result, &error);

  if (error != NULL)
    dm_toast_show (GTK_WIDGET (self), error->message, NULL, NULL);
  else if (n > 0)
    dm_toast_show (GTK_WIDGET (self), _ ("The password is forgotten. The drive stays connected for now."), NULL, NULL);
  if (self->item != NULL)
    look_up (self);
}

static void
on_forget_clicked_cb (GtkButton *button,
                      DmDetailsSignIn *self)
{
  g_autoptr (DmLocation) location = self->item != NULL ? dm_item_dup_login (self->item) : NULL;

  if (location != NULL)
    dm_login_forget_async (location, NULL, on_forgotten_cb, g_object_ref (self));
}

static void
dm_details_sign_in_dispose (GObject *object)
{
  DmDetailsSignIn *self = DM_DETAILS_SIGN_IN (object);

  g_cancellable_cancel (self->lookup);
  g_clear_object (&self->lookup);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->item);
  g_clear_object (&self->client);
  g_clear_pointer (&self->looked_up, g_free);
  G_OBJECT_CLASS (dm_details_sign_in_parent_class)->dispose (object);
}

static void
dm_details_sign_in_class_init (DmDetailsSignInClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dm_details_sign_in_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, DM_OBJECT_ROOT "/dm-details-sign-in.ui");
  gtk_widget_class_bind_template_child (widget_class, DmDetailsSignIn, user_row);
  gtk_widget_class_bind_template_child (widget_class, DmDetailsSignIn, forget_button);
  gtk_widget_class_bind_template_child (widget_class, DmDetailsSignIn, remember_row);
  gtk_widget_class_bind_template_child (widget_class, DmDetailsSignIn, remember_switch);
  gtk_widget_class_bind_template_callback (widget_class, on_forget_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_remember_toggled_cb);
}

static void
dm_details_sign_in_init (DmDetailsSignIn *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->item_signals = g_signal_group_new (DM_TYPE_ITEM);
  g_signal_group_connect_object (self->item_signals, "notify", G_CALLBACK (on_item_notify_cb),
                                 self, G_CONNECT_SWAPPED);
}

void
dm_details_sign_in_set_client (DmDetailsSignIn *self,
                               DmClient *client)
{
  g_return_if_fail (DM_IS_DETAILS_SIGN_IN (self));

  g_set_object (&self->client, client);
}

void
dm_details_sign_in_set_item (DmDetailsSignIn *self,
                             DmItem *item)
{
  g_return_if_fail (DM_IS_DETAILS_SIGN_IN (self));

  if (!g_set_object (&self->item, item))
    return;

  g_signal_group_set_target (self->item_signals, item);
  update (self);
}
