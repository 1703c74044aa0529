/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-details-notes.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"
#include "dm-keyring-lock.h"
#include "dm-names.h"
#include "dm-toast.h"

struct _DmDetailsNotes
{
  AdwBin parent_instance;

  /* Template */
  GtkWidget *keyring_row;
  GtkWidget *unlock_button;
  GtkWidget *awaited_row;
  GtkWidget *lost_row;
  AdwActionRow *managed_row;

  /* Owned */
  DmItem *item;
  GSignalGroup *item_signals;
  GCancellable *check; /* nullable: of the keyring */
  char *checked;       /* (nullable): what the last check was for */
};

G_DEFINE_FINAL_TYPE (DmDetailsNotes, dm_details_notes, ADW_TYPE_BIN)

static void
show_if_any (DmDetailsNotes *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_visible (self->keyring_row) ||
                                               gtk_widget_get_visible (self->awaited_row) ||
                                               gtk_widget_get_visible (self->lost_row) ||
                                               gtk_widget_get_visible (GTK_WIDGET (self->managed_row)));
}

static void
show_locked (DmDetailsNotes *self,
             gboolean is_locked)
{
  gtk_widget_set_visible (self->keyring_row, is_locked);
  show_if_any (self);
}

static void
on_checked_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (DmDetailsNotes) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_locked = dm_keyring_lock_check_finish (result, &error);

  if (!g_error_matches (error, DM_ERROR, DM_ERROR_CANCELLED))
    show_locked (self, is_locked);
}

static DmLocation *
dup_location (DmDetailsNotes *self)
{
  const char *uri = self->item != NULL ? dm_item_get_uri (self->item) : NULL;

  return uri != NULL ? dm_location_parse (uri, NULL) : NULL;
}

/* Only when it may have changed: the item notifies of other things, too. */
static void
check_keyring (DmDetailsNotes *self)
{
  gboolean is_offline = dm_item_is_offline (self->item);
  g_autoptr (DmLocation) location = is_offline ? dup_location (self) : NULL;
  g_autofree char *key = NULL;

  key = g_strdup_printf ("%s %d %s", dm_item_get_uri (self->item), dm_item_get_status (self->item),
                         dm_item_get_reason (self->item));
  if (g_strcmp0 (key, self->checked) == 0)
    return;
  g_free (self->checked);
  self->checked = g_steal_pointer (&key);

  g_cancellable_cancel (self->check);
  g_clear_object (&self->check);
  show_locked (self, FALSE);
  if (location == NULL)
    return;
  self->check = g_cancellable_new ();
  dm_keyring_lock_check_async (location, self->check, on_checked_cb, g_object_ref (self));
}

static void
update (DmDetailsNotes *self)
{
  const char *managed;

  if (self->item == NULL)
    return;

  managed = dm_item_get_managed_file (self->item);
  gtk_widget_set_visible (self->awaited_row, dm_item_is_awaited (self->item) && dm_item_is_offline (self->item));
  gtk_widget_set_visible (self->lost_row, dm_item_get_status (self->item) == DM_STATUS_DISCONNECTED);
  gtk_widget_set_visible (GTK_WIDGET (self->managed_row), managed != NULL);
  adw_action_row_set_subtitle (self->managed_row, managed != NULL ? managed : "");
  check_keyring (self);
  show_if_any (self);
}

static void
on_item_notify_cb (DmDetailsNotes *self)
{
  update (self);
}

/* The service goes on by itself with what it awaits. */
static void
go_on (DmDetailsNotes *self)
{
  show_locked (self, FALSE);
  if (self->item != NULL && dm_item_is_offline (self->item) && !dm_item_is_awaited (self->item))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.connect-item", "s", dm_item_get_name (self->item));
}

static void
on_unlocked_cb (GObject *source,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (DmDetailsNotes) self = user_data;
  g_autoptr (GError) error = NULL;

  gtk_widget_set_sensitive (self->unlock_button, TRUE);
  if (dm_keyring_lock_open_finish (result, &error))
    go_on (self);
  else if (!g_error_matches (error, DM_ERROR, DM_ERROR_CANCELLED))
    dm_toast_show (GTK_WIDGET (self), error->message, NULL, NULL);
}

/* The desktop asks for the keyring's password. */
static void
on_unlock_clicked_cb (GtkButton *button,
                      DmDetailsNotes *self)
{
  g_autoptr (DmLocation) location = dup_location (self);

  if (location == NULL)
    return;
  gtk_widget_set_sensitive (self->unlock_button, FALSE);
  dm_keyring_lock_open_async (location, NULL, on_unlocked_cb, g_object_ref (self));
}

static void
dm_details_notes_dispose (GObject *object)
{
  DmDetailsNotes *self = DM_DETAILS_NOTES (object);

  g_cancellable_cancel (self->check);
  g_clear_object (&self->check);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->item);
  g_clear_pointer (&self->checked, g_free);
  G_OBJECT_CLASS (dm_details_notes_parent_class)->dispose (object);
}

static void
dm_details_notes_class_init (DmDetailsNotesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dm_details_notes_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, DM_OBJECT_ROOT "/dm-details-notes.ui");
  gtk_widget_class_bind_template_child (widget_class, DmDetailsNotes, keyring_row);
  gtk_widget_class_bind_template_child (widget_class, DmDetailsNotes, unlock_button);
  gtk_widget_class_bind_template_child (widget_class, DmDetailsNotes, awaited_row);
  gtk_widget_class_bind_template_child (widget_class, DmDetailsNotes, lost_row);
  gtk_widget_class_bind_template_child (widget_class, DmDetailsNotes, managed_row);
  gtk_widget_class_bind_template_callback (widget_class, on_unlock_clicked_cb);
}

static void
dm_details_notes_init (DmDetailsNotes *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (self->keyring_row, FALSE);
  self->item_signals = g_signal_group_new (DM_TYPE_ITEM);
  g_signal_group_connect_object (self->item_signals, "notify", G_CALLBACK (on_item_notify_cb),
                                 self, G_CONNECT_SWAPPED);
}

void
dm_details_notes_set_item (DmDetailsNotes *self,
                           DmItem *item)
{
  g_return_if_fail (DM_IS_DETAILS_NOTES (self));

  if (!g_set_object (&self->item, item))
    return;

  g_signal_group_set_target (self->item_signals, item);
  update (self);
}
