/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-forget-action.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dm-item-words.h"
#include "dm-safe-focus.h"
#include "dm-toast.h"

typedef struct
{
  GtkWindow *parent;
  DmClient *client;
  char *local;
} Forget;

static void
forget_free (Forget *self)
{
  g_object_unref (self->parent);
  g_object_unref (self->client);
  g_free (self->local);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Forget, forget_free)

static void
on_forgotten_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (Forget) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *done = g_strdup_printf (_ ("%s is forgotten"), self->local);

  if (dm_client_cancel_finish (DM_CLIENT (source), result, NULL, &error))
    dm_toast_show (GTK_WIDGET (self->parent), done, NULL, NULL);
  else
    dm_toast_show (GTK_WIDGET (self->parent), error->message, NULL, NULL);
}

static void
on_responded_cb (AdwMessageDialog *dialog,
                 const char *response,
                 gpointer user_data)
{
  g_autoptr (Forget) self = user_data;
  DmClient *client = self->client;
  const char *local = self->local;

  if (g_str_equal (response, "forget"))
    dm_client_cancel_async (client, local, DM_LEVEL_NONE, TRUE, NULL, on_forgotten_cb, g_steal_pointer (&self));
}

void
dm_forget_action_run (GtkWindow *parent,
                      DmClient *client,
                      DmItem *item)
{
  Forget *self = g_new0 (Forget, 1);
  g_autofree char *heading = g_strdup_printf (_ ("Forget “%s”?"), dm_item_get_local (item));
  GtkWidget *dialog = adw_message_dialog_new (parent, heading,
                                              _ ("It is not connected. The files on the server stay as they are; "
                                                 "only the name is taken off the list."));

  self->parent = g_object_ref (parent);
  self->client = g_object_ref (client);
  self->local = g_strdup (dm_item_get_local (item));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _ ("_Cancel"), "forget", _ ("_Forget"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "forget", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  dm_safe_focus_keep (ADW_MESSAGE_DIALOG (dialog));
  g_signal_connect (dialog, "response", G_CALLBACK (on_responded_cb), self);
  gtk_window_present (GTK_WINDOW (dialog));
}
