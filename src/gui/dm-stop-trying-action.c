/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-stop-trying-action.h"

#include <glib/gi18n-lib.h>

#include "dm-bidi.h"
#include "dm-error.h"
#include "dm-toast.h"

typedef struct
{
  /* Owned */
  char *local;

  /* Borrowed, weakly */
  GtkWidget *parent;
} StopTrying;

static void
stop_trying_free (StopTrying *self)
{
  g_clear_weak_pointer (&self->parent);
  g_free (self->local);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StopTrying, stop_trying_free)

static void
on_cancelled_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (StopTrying) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = dm_bidi_isolate (self->local);
  g_autofree char *text = g_strdup_printf (_ ("%s is not tried any more until you connect it or sign in again"), name);
  gboolean is_done = dm_client_cancel_finish (DM_CLIENT (source), result, NULL, &error) ||
                     g_error_matches (error, DM_ERROR, DM_ERROR_NOT_CONNECTED);

  /* The window may be gone by now. */
  if (self->parent != NULL)
    dm_toast_show (self->parent, is_done ? text : error->message, NULL, NULL);
}

void
dm_stop_trying_action_run (GtkWindow *parent,
                           DmClient *client,
                           DmItem *item)
{
  StopTrying *self;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (DM_IS_CLIENT (client));
  g_return_if_fail (DM_IS_ITEM (item) && dm_item_is_drive (item));

  self = g_new0 (StopTrying, 1);
  self->local = g_strdup (dm_item_get_local (item));
  g_set_weak_pointer (&self->parent, GTK_WIDGET (parent));
  dm_client_cancel_async (client, self->local, DM_LEVEL_NONE, FALSE, NULL, on_cancelled_cb, self);
}
