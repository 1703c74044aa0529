/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-disconnect-undo.h"

#include <glib/gi18n-lib.h>

#include "dm-connect-action.h"
#include "dm-error.h"
#include "dm-sign-in.h"
#include "dm-toast.h"

#define GROUP  "undo"
#define ACTION "map-again"

static void
on_signed_in_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (GtkWindow) parent = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dm_connect_action_sign_in_finish (result, &error);

  if (path == NULL && !g_error_matches (error, DM_ERROR, DM_ERROR_CANCELLED))
    dm_toast_show (GTK_WIDGET (parent), error->message, NULL, NULL);
}

static void
on_map_again_activated_cb (GSimpleAction *action,
                           GVariant *parameter,
                           gpointer user_data)
{
  GtkWindow *parent = user_data;
  DmClient *client = g_object_get_data (G_OBJECT (action), "client");
  g_autoptr (DmSignIn) sign_in = NULL;
  const char *local, *uri;
  gboolean remember;

  g_variant_get (parameter, "(&s&sb)", &local, &uri, &remember);
  sign_in = dm_sign_in_new (client, local, uri, remember);
  dm_connect_action_sign_in_async (parent, sign_in, NULL, on_signed_in_cb, g_object_ref (parent));
}

static void
install (GtkWindow *parent,
         DmClient *client)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new (ACTION, G_VARIANT_TYPE ("(ssb)"));

  g_object_set_data_full (G_OBJECT (action), "client", g_object_ref (client), g_object_unref);
  g_signal_connect_object (action, "activate", G_CALLBACK (on_map_again_activated_cb), parent, 0);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (GTK_WIDGET (parent), GROUP, G_ACTION_GROUP (group));
}

char *
dm_disconnect_undo_prepare (GtkWindow *parent,
                            DmClient *client,
                            DmItem *item,
                            gboolean forget)
{
  gboolean is_remembered = dm_item_is_remembered (item);

  /* What stays on the list, or never had a name, is simply connected. */
  if (!dm_item_is_drive (item) || (is_remembered && !forget))
    return g_action_print_detailed_name ("win.connect-item", g_variant_new_string (dm_item_get_name (item)));

  install (parent, client);

  return g_action_print_detailed_name (GROUP "." ACTION,
                                       g_variant_new ("(ssb)", dm_item_get_local (item), dm_item_get_uri (item), is_remembered));
}
