/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-close-file-action.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dm-client-servers.h"
#include "dm-error.h"
#include "dm-holder-words.h"
#include "dm-safe-focus.h"
#include "dm-toast.h"

#define MAX_NAME       40
#define MAX_PATH_CHARS 120
#define RESPONSE_CLOSE "close"

/* What the question is about; the selection may be another when it is answered. */
typedef struct
{
  /* Owned */
  DmServerHolders *server;
  DmItem *item;
  DmHolder *holder;
  char *name; /* the file's, to be shown */

  /* Borrowed, weakly */
  GtkWidget *widget;
} Closing;

static void
clear_closing (gpointer data)
{
  Closing *self = data;

  g_object_unref (self->server);
  g_object_unref (self->item);
  dm_holder_free (self->holder);
  g_free (self->name);
  g_clear_weak_pointer (&self->widget);
}

/* The dialog has it, and then the call. */
static void
closing_unref (gpointer data)
{
  g_rc_box_release_full (data, clear_closing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Closing, closing_unref)

static void
drop_closing (gpointer data,
              GClosure *closure)
{
  closing_unref (data);
}

static void
show_result (Closing *self,
             const GError *error)
{
  g_autofree char *text = error == NULL ? g_strdup_printf (_ ("“%s” was closed on the server"), self->name)
                                        : g_strdup (error->message);

  if (self->widget != NULL)
    dm_toast_show (self->widget, text, NULL, NULL);
}

static void
on_closed_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (Closing) self = user_data;
  g_autoptr (GError) error = NULL;

  dm_client_close_server_file_finish (DM_CLIENT (source), result, &error);
  show_result (self, error);

  /* Only what the server lists is sure. */
  if ((error == NULL || g_error_matches (error, DM_ERROR, DM_ERROR_NOT_CONNECTED)) &&
      dm_server_holders_get_item (self->server) == self->item)
    dm_server_holders_ask (self->server);
}

static void
on_dialog_responded_cb (AdwMessageDialog *dialog,
                        const char *response,
                        gpointer user_data)
{
  Closing *self = user_data;

  if (g_str_equal (response, RESPONSE_CLOSE))
    dm_client_close_server_file_async (dm_server_holders_get_client (self->server), dm_item_get_name (self->item),
                                       self->holder, NULL, on_closed_cb, g_rc_box_acquire (self));
}

/* The file, who has it open, and what that may cost. */
static char *
dup_body (DmHolderItem *item)
{
  const DmHolder *holder = dm_holder_item_get_holder (item);
  g_autofree char *user_name = dm_holder_dup_program_name (item);
  g_autofree char *user = dm_dup_quotable (user_name, MAX_NAME);
  g_autofree char *shown_path = dm_holder_dup_shown_path (item);
  g_autofree char *path = shown_path != NULL ? dm_dup_quotable (shown_path, MAX_PATH_CHARS) : g_strdup ("");
  g_autofree char *use = NULL;

  if (holder->mode == DM_HOLDER_MODE_READ)
    use = g_strdup_printf (_ ("%s has it open for reading. The program there cannot read on, and is not told why."), user);
  else if (holder->mode == DM_HOLDER_MODE_UNKNOWN)
    use = g_strdup_printf (_ ("%s has it open. What is not saved yet is lost, and the program there is not told."), user);
  else
    use = g_strdup_printf (_ ("%s has it open for writing. What is not saved yet is lost, and the program there is not told."), user);

  return g_strdup_printf ("%s\n\n%s", path, use);
}

/* (transfer full) */
static Closing *
create_closing (GtkWidget *widget,
                DmServerHolders *server,
                DmHolderItem *item)
{
  Closing *self = g_rc_box_new0 (Closing);
  g_autofree char *title = dm_holder_dup_title (item);

  self->server = g_object_ref (server);
  self->item = g_object_ref (dm_server_holders_get_item (server));
  self->holder = dm_holder_copy (dm_holder_item_get_holder (item));
  self->name = dm_dup_quotable (title, MAX_NAME);
  g_set_weak_pointer (&self->widget, widget);

  return self;
}

gboolean
dm_close_file_is_possible (DmHolderItem *item)
{
  const DmHolder *holder = dm_holder_item_get_holder (item);

  return holder->source == DM_HOLDER_SOURCE_SERVER && holder->server_path != NULL;
}

void
dm_close_file_ask (GtkWidget *widget,
                   DmServerHolders *server,
                   DmHolderItem *item)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  Closing *closing;
  GtkWidget *dialog;
  g_autofree char *body = NULL;

  g_return_if_fail (DM_IS_SERVER_HOLDERS (server));
  g_return_if_fail (dm_close_file_is_possible (item));

  if (dm_server_holders_get_item (server) == NULL)
    return;

  closing = create_closing (GTK_WIDGET (window), server, item);
  body = dup_body (item);
  dialog = adw_message_dialog_new (window, NULL, body);
  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog), _ ("Close “%s” on the server?"), closing->name);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _ ("_Cancel"),
                                    RESPONSE_CLOSE, _ ("_Close File"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), RESPONSE_CLOSE, ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  dm_safe_focus_keep (ADW_MESSAGE_DIALOG (dialog));
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_dialog_responded_cb), closing, drop_closing, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
