/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-disconnect-dialog.h"

#include <glib/gi18n-lib.h>

#include "dm-disconnect-words.h"
#include "dm-holder-model.h"
#include "dm-holder-view.h"
#include "dm-level-chooser.h"
#include "dm-safe-focus.h"

#define RESPONSE_DISCONNECT "disconnect"

struct _DmDisconnectDialog
{
  AdwMessageDialog parent_instance;

  /* Template */
  GtkLabel *safe_label;
  GtkRevealer *revealer;
  GtkWidget *choices;
  DmHolderView *holder_view;
  DmLevelChooser *level_chooser;
  GtkWidget *forget_button;

  /* Owned */
  DmClient *client;
  DmItem *item;
  DmHolderModel *holders;

  DmDisconnectReason reason;
  gboolean was_in_use;
};

G_DEFINE_FINAL_TYPE (DmDisconnectDialog, dm_disconnect_dialog, ADW_TYPE_MESSAGE_DIALOG)

/* --- what is so --- */

/* Others keep the connection up: only the name goes. */
static gboolean
is_shared (DmDisconnectDialog *self)
{
  return dm_item_get_use_count (self->item) > 1;
}

static gboolean
is_empty (DmDisconnectDialog *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->holders)) == 0;
}

static gboolean
is_known (DmDisconnectDialog *self)
{
  return dm_holder_model_get_error (self->holders) == NULL && dm_holder_model_is_complete (self->holders);
}

/* What is not known counts as in use if the service said that it is; when it
 * has not been asked yet it will look for itself. */
static gboolean
is_in_use (DmDisconnectDialog *self)
{
  if (is_shared (self))
    return FALSE;
  if (is_known (self) || !is_empty (self))
    return !is_empty (self);

  return self->reason != DM_DISCONNECT_ASK;
}

static gboolean
is_without_answer (DmDisconnectDialog *self)
{
  DmStatus status = dm_item_get_status (self->item);

  return self->reason == DM_DISCONNECT_NO_ANSWER || status == DM_STATUS_DISCONNECTED || status == DM_STATUS_RECONNECTING;
}

static gboolean
has_only_folders (DmDisconnectDialog *self)
{
  return !is_empty (self) && dm_holder_model_get_n_files (self->holders) == 0;
}

/* --- what is said --- */

static char *
dup_use_text (DmDisconnectDialog *self)
{
  if (!is_empty (self))
    return dm_disconnect_dup_use_text (self->holders);
  if (!dm_client_sees_programs (self->client))
    return g_strdup (_ ("It is not known whether files are open on it. Changes that are not saved would be lost if it is closed now."));
  if (dm_holder_model_get_error (self->holders) != NULL)
    return g_strdup (_ ("It is in use, and it is not known what is open. Changes that are not saved would be lost if it is closed now."));

  return g_strdup (_ ("It is in use. Changes that are not saved would be lost if it is closed now."));
}

static char *
dup_body (DmDisconnectDialog *self)
{
  g_autofree char *use = is_in_use (self) ? dup_use_text (self) : g_strdup ("");
  g_autofree char *no_answer = NULL;

  if (is_shared (self))
    return dm_disconnect_dup_shared_text (self->client, self->item);
  if (!is_in_use (self) || !is_without_answer (self))
    return g_steal_pointer (&use);

  no_answer = dm_disconnect_dup_no_answer_text (self->item);

  return g_strdup_printf ("%s %s", no_answer, use);
}

static void
update_safe_label (DmDisconnectDialog *self)
{
  gboolean is_safe = !is_shared (self) && is_known (self) && is_empty (self);

  if (is_safe)
    gtk_label_set_label (self->safe_label,
                         self->was_in_use ? _ ("Nothing is open any more. It is safe to disconnect.")
                                          : _ ("Nothing is open. It is safe to disconnect."));
  gtk_widget_set_visible (GTK_WIDGET (self->safe_label), is_safe);
}

/* Nobody can say when the files of programs that are not seen are closed. */
static char *
dup_wait_text (DmDisconnectDialog *self)
{
  g_autofree char *name = dm_disconnect_dup_short_name (self->item);

  if (!dm_client_sees_programs (self->client))
    return g_strdup_printf (_ ("%s goes away now; the programs can finish and save. Its connection stays until you end it."), name);

  return dm_disconnect_dup_wait_text (self->item, self->holders, is_without_answer (self));
}

static void
update_choices (DmDisconnectDialog *self)
{
  gboolean only_folders = has_only_folders (self);
  g_autofree char *wait = dup_wait_text (self);
  g_autofree char *now = dm_disconnect_dup_now_text (self->holders);

  /* While they fold away they keep what they said. */
  if (is_empty (self) && self->was_in_use && is_known (self))
    return;

  dm_level_chooser_set_texts (self->level_chooser, DM_LEVEL_FORCE,
                              only_folders ? _ ("_When the folder is no longer in use") : _ ("_When the files are closed"),
                              wait);
  dm_level_chooser_set_texts (self->level_chooser, DM_LEVEL_LOTS_OF_FORCE,
                              only_folders ? _ ("Disconnect _now") : _ ("Close the files and disconnect _now"),
                              now);
}

static void
update_response (DmDisconnectDialog *self)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);
  gboolean is_now = dm_disconnect_dialog_get_level (self) == DM_LEVEL_LOTS_OF_FORCE;
  const char *label = _ ("_Disconnect");

  if (is_now)
    label = has_only_folders (self) ? _ ("_Disconnect Now") : _ ("_Close Files and Disconnect");
  adw_message_dialog_set_response_label (dialog, RESPONSE_DISCONNECT, label);
  adw_message_dialog_set_response_appearance (dialog, RESPONSE_DISCONNECT,
                                              is_now ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_DEFAULT);
}

/* What folds away takes no focus with it, and what a choice was made about is
 * over: what is opened later is not to be closed by it. */
static void
fold (DmDisconnectDialog *self,
      gboolean is_folded)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *keep = gtk_window_get_default_widget (GTK_WINDOW (self));

  if (is_folded && keep != NULL && focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->revealer)))
    gtk_widget_grab_focus (keep);
  if (is_folded && !is_without_answer (self))
    dm_level_chooser_set_level (self->level_chooser, DM_LEVEL_FORCE);

  gtk_widget_set_sensitive (self->choices, !is_folded);
  gtk_revealer_set_reveal_child (self->revealer, !is_folded);
}

static void
update (DmDisconnectDialog *self)
{
  g_autofree char *body = dup_body (self);

  self->was_in_use |= !is_empty (self) || self->reason != DM_DISCONNECT_ASK;
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self), body);
  update_safe_label (self);
  update_choices (self);
  update_response (self);
  fold (self, !is_in_use (self));
  gtk_widget_set_visible (self->forget_button, dm_item_is_remembered (self->item) &&
                                                 dm_item_get_managed_file (self->item) == NULL);
}

static void
on_changed_cb (DmDisconnectDialog *self)
{
  update (self);
}

/* --- GObject --- */

static void
dm_disconnect_dialog_dispose (GObject *object)
{
  DmDisconnectDialog *self = DM_DISCONNECT_DIALOG (object);

  g_clear_object (&self->holders);
  g_clear_object (&self->item);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (dm_disconnect_dialog_parent_class)->dispose (object);
}

static void
dm_disconnect_dialog_class_init (DmDisconnectDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dm_disconnect_dialog_dispose;

  g_type_ensure (DM_TYPE_HOLDER_VIEW);
  g_type_ensure (DM_TYPE_LEVEL_CHOOSER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/drivemap/Drivemap/dm-disconnect-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DmDisconnectDialog, safe_label);
  gtk_widget_class_bind_template_child (widget_class, DmDisconnectDialog, revealer);
  gtk_widget_class_bind_template_child (widget_class, DmDisconnectDialog, choices);
  gtk_widget_class_bind_template_child (widget_class, DmDisconnectDialog, holder_view);
  gtk_widget_class_bind_template_child (widget_class, DmDisconnectDialog, level_chooser);
  gtk_widget_class_bind_template_child (widget_class, DmDisconnectDialog, forget_button);
}

static void
dm_disconnect_dialog_init (DmDisconnectDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dm_safe_focus_keep (ADW_MESSAGE_DIALOG (self));
}

static void
set_item (DmDisconnectDialog *self,
          DmItem *item)
{
  g_autofree char *name = dm_disconnect_dup_name (item);

  self->item = g_object_ref (item);
  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (self), _ ("Disconnect “%s”?"), name);
  dm_holder_model_set_item (self->holders, item);
  dm_holder_view_set_model (self->holder_view, self->holders);
  if (is_without_answer (self))
    {
      dm_level_chooser_set_now_first (self->level_chooser, TRUE);
      dm_level_chooser_set_level (self->level_chooser, DM_LEVEL_LOTS_OF_FORCE);
    }

  g_signal_connect_object (item, "notify", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->holders, "notify", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->holders, "items-changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->level_chooser, "notify::level", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

GtkWidget *
dm_disconnect_dialog_new (GtkWindow *parent,
                          DmClient *client,
                          DmWatch *watch,
                          DmItem *item,
                          DmDisconnectReason reason)
{
  DmDisconnectDialog *self;

  g_return_val_if_fail (DM_IS_CLIENT (client), NULL);
  g_return_val_if_fail (DM_IS_ITEM (item), NULL);

  self = g_object_new (DM_TYPE_DISCONNECT_DIALOG, "transient-for", parent, "modal", TRUE, NULL);
  self->client = g_object_ref (client);
  self->holders = dm_holder_model_new (client, watch);
  self->reason = reason;
  set_item (self, item);

  return GTK_WIDGET (self);
}

DmLevel
dm_disconnect_dialog_get_level (DmDisconnectDialog *self)
{
  g_return_val_if_fail (DM_IS_DISCONNECT_DIALOG (self), DM_LEVEL_NONE);

  return is_in_use (self) ? dm_level_chooser_get_level (self->level_chooser) : DM_LEVEL_NONE;
}

guint
dm_disconnect_dialog_get_n_files (DmDisconnectDialog *self)
{
  g_return_val_if_fail (DM_IS_DISCONNECT_DIALOG (self), 0);

  return is_in_use (self) ? dm_holder_model_get_n_files (self->holders) : 0;
}

gboolean
dm_disconnect_dialog_get_forget (DmDisconnectDialog *self)
{
  g_return_val_if_fail (DM_IS_DISCONNECT_DIALOG (self), FALSE);

  return gtk_widget_get_visible (self->forget_button) &&
         gtk_check_button_get_active (GTK_CHECK_BUTTON (self->forget_button));
}

void
dm_disconnect_dialog_set_forget (DmDisconnectDialog *self,
                                 gboolean forget)
{
  g_return_if_fail (DM_IS_DISCONNECT_DIALOG (self));

  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->forget_button), forget);
}
