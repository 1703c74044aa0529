/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-disconnect-action.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dm-disconnect-dialog.h"
#include "dm-disconnect-undo.h"
#include "dm-disconnect-words.h"
#include "dm-error.h"
#include "dm-forget-action.h"
#include "dm-settings.h"
#include "dm-toast.h"

/* What takes longer is seen to be under way. */
#define BUSY_DELAY 300

#define RESPONSE_DISCONNECT "disconnect"
#define RESPONSE_RETRY      "retry"

/* One disconnect, from the wish to its end. Whatever is under way holds it. */
typedef struct
{
  /* Owned */
  DmClient *client;
  DmWatch *watch;
  DmItem *item;
  GApplication *application; /* nullable: kept running */
  char *name;                /* what Cancel () knows it by */
  char *shown_name;
  char *undo; /* nullable: a detailed action */
  guint busy_id;

  /* Borrowed, weakly */
  GtkWindow *parent;
  GtkWindow *dialog;
  GtkWindow *prepared; /* the question, not shown yet */

  DmLevel level;
  gboolean forget;
  guint n_files; /* open when the level was chosen */
} Disconnect;

/* An item's disconnect under way. */
static GQuark
running_quark (void)
{
  return g_quark_from_static_string ("dm-disconnect-running");
}

static void
drop_prepared (Disconnect *self)
{
  if (self->prepared != NULL)
    gtk_window_destroy (self->prepared);
  g_clear_weak_pointer (&self->prepared);
}

static void
disconnect_clear (gpointer data)
{
  Disconnect *self = data;

  g_object_set_qdata (G_OBJECT (self->item), running_quark (), NULL);
  if (self->application != NULL)
    g_application_release (self->application);
  g_clear_object (&self->application);
  g_clear_handle_id (&self->busy_id, g_source_remove);
  drop_prepared (self);
  g_clear_weak_pointer (&self->parent);
  g_clear_weak_pointer (&self->dialog);
  g_clear_object (&self->client);
  g_clear_object (&self->watch);
  g_clear_object (&self->item);
  g_free (self->name);
  g_free (self->shown_name);
  g_free (self->undo);
}

static void
disconnect_unref (Disconnect *self)
{
  g_rc_box_release_full (self, disconnect_clear);
}

static void
unref_closure (gpointer data,
               GClosure *closure)
{
  disconnect_unref (data);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Disconnect, disconnect_unref)

static void start (Disconnect *self);

/* --- what is said afterwards --- */

static char *
dup_done_text (Disconnect *self,
               DmResult result)
{
  if (result == DM_RESULT_DRAINING && !dm_client_sees_programs (self->client))
    return g_strdup_printf (_ ("%s disconnected. Its connection stays until you end it."), self->shown_name);
  if (result == DM_RESULT_DRAINING && self->n_files == 0)
    return g_strdup_printf (_ ("%s disconnects when it is no longer in use"), self->shown_name);
  if (result == DM_RESULT_DRAINING)
    return g_strdup_printf (ngettext ("%s disconnects when %u file is closed",
                                      "%s disconnects when %u files are closed", self->n_files),
                            self->shown_name, self->n_files);
  if (self->level == DM_LEVEL_LOTS_OF_FORCE && self->n_files > 0)
    return g_strdup_printf (_ ("%s disconnected. Files were closed."), self->shown_name);
  if (self->forget)
    return g_strdup_printf (_ ("%s disconnected and forgotten"), self->shown_name);

  return g_strdup_printf (_ ("%s disconnected"), self->shown_name);
}

static void
tell_done (Disconnect *self,
           DmResult result)
{
  g_autofree char *text = dup_done_text (self, result);
  gboolean were_closed = self->level == DM_LEVEL_LOTS_OF_FORCE && self->n_files > 0;

  /* The connection can come back; files that were closed cannot. */
  dm_toast_show (GTK_WIDGET (self->parent), text, were_closed ? _ ("Connect Again") : _ ("Undo"), self->undo);
}

static void
tell_gone (Disconnect *self)
{
  g_autofree char *text = g_strdup_printf (_ ("%s is disconnected already"), self->shown_name);

  dm_toast_show (GTK_WIDGET (self->parent), text, NULL, NULL);
}

/* It may have been started for this only. */
static void
present_parent (Disconnect *self)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self->parent)))
    gtk_window_present (self->parent);
}

static void
present (Disconnect *self,
         GtkWidget *dialog,
         GCallback callback)
{
  present_parent (self);
  g_set_weak_pointer (&self->dialog, GTK_WINDOW (dialog));
  g_signal_connect_data (dialog, "response", callback, g_rc_box_acquire (self), unref_closure, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_failure_responded_cb (AdwMessageDialog *dialog,
                         const char *response,
                         gpointer user_data)
{
  if (g_str_equal (response, RESPONSE_RETRY))
    start (user_data);
}

static void
tell_failure (Disconnect *self,
              const GError *error)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (self->parent, NULL, error->message));

  adw_message_dialog_format_heading (dialog, _ ("%s could not be disconnected"), self->shown_name);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), RESPONSE_RETRY, _ ("_Retry"), NULL);
  adw_message_dialog_set_default_response (dialog, RESPONSE_RETRY);
  adw_message_dialog_set_close_response (dialog, "cancel");
  present (self, GTK_WIDGET (dialog), G_CALLBACK (on_failure_responded_cb));
}

/* --- the question --- */

static void
on_dialog_responded_cb (DmDisconnectDialog *dialog,
                        const char *response,
                        gpointer user_data)
{
  Disconnect *self = user_data;

  if (!g_str_equal (response, RESPONSE_DISCONNECT))
    return;

  self->level = dm_disconnect_dialog_get_level (dialog);
  self->forget = dm_disconnect_dialog_get_forget (dialog);
  self->n_files = dm_disconnect_dialog_get_n_files (dialog);
  start (self);
}

static GtkWidget *
create_dialog (Disconnect *self,
               DmDisconnectReason reason)
{
  return dm_disconnect_dialog_new (self->parent, self->client, self->watch, self->item, reason);
}

/* Made while the service looks: with files open it will most likely be needed. */
static void
prepare_to_ask (Disconnect *self)
{
  gboolean is_likely = dm_item_get_open_count (self->item) > 0 && dm_item_get_use_count (self->item) == 1;

  if (self->level == DM_LEVEL_NONE && is_likely)
    g_set_weak_pointer (&self->prepared, GTK_WINDOW (create_dialog (self, DM_DISCONNECT_IN_USE)));
}

static void
ask (Disconnect *self,
     DmDisconnectReason reason)
{
  gboolean is_prepared = self->prepared != NULL && reason == DM_DISCONNECT_IN_USE;
  GtkWidget *dialog = is_prepared ? GTK_WIDGET (self->prepared) : create_dialog (self, reason);

  if (is_prepared)
    g_clear_weak_pointer (&self->prepared);
  dm_disconnect_dialog_set_forget (DM_DISCONNECT_DIALOG (dialog), self->forget);
  present (self, dialog, G_CALLBACK (on_dialog_responded_cb));
}

/* --- the disconnect --- */

static gboolean
on_busy_timeout_cb (gpointer user_data)
{
  Disconnect *self = user_data;

  self->busy_id = 0;
  if (self->parent != NULL)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self->parent), "progress");

  return G_SOURCE_REMOVE;
}

static void
show_idle (Disconnect *self)
{
  g_clear_handle_id (&self->busy_id, g_source_remove);
  if (self->parent != NULL)
    gtk_widget_set_cursor (GTK_WIDGET (self->parent), NULL);
}

static void
handle_error (Disconnect *self,
              const GError *error)
{
  gboolean is_ours = error->domain == DM_ERROR;
  int code = is_ours ? error->code : DM_ERROR_EXTENDED_ERROR;

  switch (code)
    {
    case DM_ERROR_OPEN_FILES:
    case DM_ERROR_DEVICE_IN_USE:
      if (self->level == DM_LEVEL_LOTS_OF_FORCE)
        tell_failure (self, error);
      else
        ask (self, DM_DISCONNECT_IN_USE);
      break;
    case DM_ERROR_NOT_CONNECTED:
      tell_gone (self);
      break;
    case DM_ERROR_BUSY:
      dm_toast_show (GTK_WIDGET (self->parent), error->message, NULL, NULL);
      break;
    case DM_ERROR_CANCELLED:
      break;
    default:
      tell_failure (self, error);
    }
}

static void
on_cancelled_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (Disconnect) self = user_data;
  g_autoptr (GError) error = NULL;
  DmCancelResult cancelled;
  gboolean done = dm_client_cancel_finish (DM_CLIENT (source), result, &cancelled, &error);

  show_idle (self);

  /* The window may be gone by now. */
  if (self->parent == NULL)
    return;

  present_parent (self);
  if (done)
    tell_done (self, cancelled.result);
  else
    handle_error (self, error);
  drop_prepared (self);
}

static void
start (Disconnect *self)
{
  if (self->parent == NULL)
    return;

  g_free (self->undo);
  self->undo = dm_disconnect_undo_prepare (self->parent, self->client, self->item, self->forget);
  if (self->busy_id == 0)
    self->busy_id = g_timeout_add (BUSY_DELAY, on_busy_timeout_cb, self);
  dm_client_cancel_async (self->client, self->name, self->level, self->forget, NULL,
                          on_cancelled_cb, g_rc_box_acquire (self));
  prepare_to_ask (self);
}

/* Closing the window does not end what was begun. */
static Disconnect *
create_disconnect (GtkWindow *parent,
                   DmClient *client,
                   DmWatch *watch,
                   DmItem *item)
{
  Disconnect *self = g_rc_box_new0 (Disconnect);

  g_set_weak_pointer (&self->parent, parent);
  self->client = g_object_ref (client);
  self->watch = g_object_ref (watch);
  self->item = g_object_ref (item);
  self->name = g_strdup (dm_item_get_name (item));
  self->shown_name = dm_disconnect_dup_short_name (item);
  g_set_object (&self->application, g_application_get_default ());
  if (self->application != NULL)
    g_application_hold (self->application);
  g_object_set_qdata (G_OBJECT (item), running_quark (), self);

  return self;
}

void
dm_disconnect_action_run (GtkWindow *parent,
                          DmClient *client,
                          DmWatch *watch,
                          DmItem *item)
{
  Disconnect *running;
  g_autoptr (Disconnect) self = NULL;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (DM_IS_ITEM (item));

  running = g_object_get_qdata (G_OBJECT (item), running_quark ());
  if (running != NULL)
    {
      if (running->dialog != NULL)
        gtk_window_present (running->dialog);
      return;
    }
  if (dm_item_is_offline (item) && dm_item_is_remembered (item))
    {
      if (dm_item_get_managed_file (item) == NULL)
        dm_forget_action_run (parent, client, item);
      return;
    }

  self = create_disconnect (parent, client, watch, item);
  if (dm_settings_get_boolean (DM_SETTINGS_ALWAYS_CONFIRM))
    ask (self, DM_DISCONNECT_ASK);
  else
    start (self);
}
