/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-browse-dialog.h"

#include <glib/gi18n-lib.h>

#include "dm-browse-words.h"
#include "dm-client-servers.h"
#include "dm-connect-action.h"
#include "dm-error.h"
#include "dm-known-places.h"
#include "dm-names.h"
#include "dm-place-filter.h"
#include "dm-place-row.h"
#include "dm-server-hints.h"
#include "dm-typed-server.h"

/* Something that is looked for, or was. */
typedef struct
{
  GListStore *found;         /* of DmPlace */
  GCancellable *cancellable; /* (nullable): while it goes on */
  GError *error;             /* (nullable): why it ended */
  gboolean is_waiting;       /* for the client to be open */
} Look;

struct _DmBrowseDialog
{
  AdwWindow parent_instance;

  /* Template */
  GtkWidget *back_button;
  AdwWindowTitle *title;
  GtkWidget *search_bar;
  GtkEditable *search_entry;
  GtkStack *stack;
  GtkListView *view;
  GtkLabel *note_label;
  GtkLabel *looking_label;
  GtkLabel *message_title;
  GtkLabel *message_label;
  GtkWidget *message_sign_in_button;
  GtkWidget *retry_button;
  GtkWidget *bar;
  GtkCheckButton *hidden_check;
  GtkWidget *progress;
  GtkLabel *progress_label;
  GtkWidget *bar_sign_in_button;

  /* Owned */
  DmClient *client;
  DmSignIn *sign_in; /* (nullable): to the server whose shares are shown */
  Look servers;
  Look shares;
  DmPlaceFilter *filter;
  GtkFilterListModel *filtered;
  GListStore *typed; /* the server whose name is in the search entry, if it is new */
  GtkSingleSelection *selection;
  char *hints; /* (nullable): why no server was heard */

  guint settle_id;
  gboolean is_closed;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmBrowseDialog, dm_browse_dialog, ADW_TYPE_WINDOW)

static void
look_clear (Look *look)
{
  g_cancellable_cancel (look->cancellable);
  g_clear_object (&look->cancellable);
  g_clear_object (&look->found);
  g_clear_error (&look->error);
  look->is_waiting = FALSE;
}

static Look *
get_look (DmBrowseDialog *self)
{
  return self->sign_in != NULL ? &self->shares : &self->servers;
}

static guint
count_found (Look *look)
{
  return g_list_model_get_n_items (G_LIST_MODEL (look->found));
}

static guint
count_shown (DmBrowseDialog *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->selection));
}

static gboolean
has_place (Look *look,
           gboolean (*fits) (DmPlace *place))
{
  for (guint i = 0; i < count_found (look); i++)
    {
      g_autoptr (DmPlace) place = g_list_model_get_item (G_LIST_MODEL (look->found), i);

      if (fits (place))
        return TRUE;
    }

  return FALSE;
}

/* --- the filter --- */

static char *
dup_text (DmBrowseDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->search_entry)));
}

static void
offer_typed (DmBrowseDialog *self)
{
  g_autofree char *text = dup_text (self);
  g_autoptr (DmPlace) place = self->sign_in == NULL ? dm_typed_server_new (text, G_LIST_MODEL (self->servers.found)) : NULL;
  gpointer places[] = { place };

  g_list_store_splice (self->typed, 0, g_list_model_get_n_items (G_LIST_MODEL (self->typed)), places, place != NULL);
}

static void
filter (DmBrowseDialog *self)
{
  g_autofree char *text = dup_text (self);

  dm_place_filter_set (self->filter, text, gtk_check_button_get_active (self->hidden_check));
  offer_typed (self);
}

/* --- what is shown --- */

static void
set_message (DmBrowseDialog *self,
             const char *title,
             const char *text)
{
  gtk_label_set_label (self->message_title, title);
  gtk_label_set_label (self->message_label, text);
}

/* There is nothing to show, and nothing more to come. */
static void
show_message (DmBrowseDialog *self)
{
  Look *look = get_look (self);
  gboolean is_refused = g_error_matches (look->error, DM_ERROR, DM_ERROR_LOGON_FAILURE) ||
                        g_error_matches (look->error, DM_ERROR, DM_ERROR_ACCESS_DENIED);
  gboolean is_empty = count_found (look) == 0;
  g_autofree char *none = dm_browse_dup_none_found (self->sign_in, self->hints);

  if (look->error != NULL)
    set_message (self, dm_browse_get_error_title (look->error), look->error->message);
  else if (is_empty)
    set_message (self, self->sign_in != NULL ? _ ("No Shares") : _ ("No Servers Found"), none);
  else if (dm_place_filter_has_words (self->filter))
    set_message (self, _ ("Nothing Found"), _ ("Nothing here has this in its name or comment."));
  else
    set_message (self, _ ("Only Hidden Shares"), _ ("The server has no other shares than hidden ones."));

  gtk_widget_set_visible (self->message_sign_in_button,
                          self->sign_in != NULL && (is_refused || (look->error == NULL && is_empty)));
  gtk_widget_set_visible (self->retry_button, is_empty && !is_refused);
}

static void
show_looking (DmBrowseDialog *self)
{
  g_autofree char *server = self->sign_in != NULL ? dm_browse_dup_server (self->sign_in) : NULL;
  g_autofree char *text = server != NULL ? g_strdup_printf (_ ("Asking %s…"), server)
                                         : g_strdup (_ ("Looking for servers…"));

  gtk_label_set_label (self->looking_label, text);
  gtk_label_set_label (self->progress_label, text);
}

static void
show_title (DmBrowseDialog *self)
{
  g_autofree char *server = self->sign_in != NULL ? dm_browse_dup_server (self->sign_in) : NULL;

  adw_window_title_set_title (self->title, server != NULL ? server : _ ("Browse the Network"));
  adw_window_title_set_subtitle (self->title, server != NULL ? _ ("Choose a shared folder") : "");
  gtk_widget_set_visible (self->back_button, server != NULL);
  g_object_set (self->search_entry, "placeholder-text",
                server != NULL ? _ ("Name or comment") : _ ("Filter, or a server’s name or address"), NULL);
}

static void
show_bar (DmBrowseDialog *self,
          gboolean is_list)
{
  gboolean is_shares = self->sign_in != NULL;
  gboolean is_looking = get_look (self)->cancellable != NULL;
  gboolean has_hidden = is_shares && has_place (&self->shares, dm_place_is_hidden);

  gtk_widget_set_visible (GTK_WIDGET (self->hidden_check), has_hidden);
  gtk_widget_set_visible (self->progress, is_looking && is_list);
  gtk_widget_set_visible (self->bar_sign_in_button, is_shares && is_list && !is_looking);
  gtk_widget_set_visible (self->bar, has_hidden || (is_list && (is_shares || is_looking)));
}

/* Where there is nothing to be found there is nothing to type either. */
static void
show_search (DmBrowseDialog *self)
{
  gboolean is_useful = self->sign_in == NULL || count_found (&self->shares) > 0;

  if (is_useful == gtk_widget_get_visible (self->search_bar))
    return;

  gtk_widget_set_visible (self->search_bar, is_useful);
  if (is_useful)
    gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

/* Below what was found: why there is not more. */
static void
show_note (DmBrowseDialog *self)
{
  const Look *look = get_look (self);
  const char *note = NULL;

  if (look->error != NULL)
    note = look->error->message;
  else if (self->sign_in == NULL && look->cancellable == NULL && !dm_place_filter_has_words (self->filter))
    note = self->hints;

  gtk_label_set_label (self->note_label, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), note != NULL);
}

static void
update (DmBrowseDialog *self)
{
  const char *page = "list";

  if (self->is_closed)
    return;
  if (count_shown (self) == 0)
    page = get_look (self)->cancellable != NULL ? "looking" : "message";

  show_title (self);
  show_looking (self);
  show_note (self);
  show_search (self);
  if (g_str_equal (page, "message"))
    show_message (self);
  gtk_stack_set_visible_child_name (self->stack, page);
  show_bar (self, g_str_equal (page, "list"));
}

/* What Enter would choose can be chosen. */
static void
select_usable (DmBrowseDialog *self)
{
  DmPlace *selected = gtk_single_selection_get_selected_item (self->selection);

  if (selected != NULL && dm_place_get_remote (selected) != NULL)
    return;

  for (guint i = 0; i < count_shown (self); i++)
    {
      g_autoptr (DmPlace) place = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (dm_place_get_remote (place) != NULL)
        {
          gtk_single_selection_set_selected (self->selection, i);
          return;
        }
    }
}

static gboolean
on_settle_cb (gpointer user_data)
{
  DmBrowseDialog *self = user_data;

  self->settle_id = 0;
  select_usable (self);
  update (self);

  return G_SOURCE_REMOVE;
}

/* Not before all who follow the list know of the change; and once for many. */
static void
on_shown_changed_cb (DmBrowseDialog *self)
{
  if (self->settle_id == 0 && !self->is_closed)
    self->settle_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_settle_cb, self, NULL);
}

/* What can be done about it is one key away. */
static void
focus_button (DmBrowseDialog *self)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "message") != 0 || self->sign_in == NULL)
    return;

  if (!gtk_widget_get_visible (self->message_sign_in_button) || !gtk_widget_grab_focus (self->message_sign_in_button))
    gtk_widget_grab_focus (self->retry_button);
}

/* --- looking --- */

static void
begin (Look *look)
{
  g_clear_error (&look->error);
  look->cancellable = g_cancellable_new ();
}

/* Takes @error. */
static void
end (Look *look,
     GError *error)
{
  g_clear_object (&look->cancellable);
  g_clear_error (&look->error);
  look->error = error;
}

static void
on_hints_known_cb (GObject *source,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (DmBrowseDialog) self = user_data;
  g_auto (GStrv) hints = dm_server_hints_finish (result, NULL);

  if (hints == NULL || self->is_closed)
    return;

  g_free (self->hints);
  self->hints = g_strjoinv ("\n", hints);
  update (self);
}

static void
on_servers_listed_cb (GObject *source,
                      GAsyncResult *result,
                      gpointer user_data)
{
  g_autoptr (DmBrowseDialog) self = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) places = dm_client_browse_finish (DM_CLIENT (source), result, &error);

  if (self->is_closed)
    {
      g_clear_error (&error);
      return;
    }

  end (&self->servers, error);
  if (places != NULL && !has_place (&self->servers, dm_place_is_announced))
    dm_server_hints_async (NULL, on_hints_known_cb, g_object_ref (self));
  filter (self);
  update (self);
  focus_button (self);
}

static void
ask_for_servers (DmBrowseDialog *self)
{
  dm_client_browse_async (self->client, NULL, NULL, NULL, FALSE, self->servers.found,
                          self->servers.cancellable, on_servers_listed_cb, g_object_ref (self));
}

/* The window may be there before the service. */
static gboolean
must_wait (DmBrowseDialog *self)
{
  return dm_client_get_bus (self->client) != NULL && !dm_client_is_open (self->client);
}

static void
look_for_servers (DmBrowseDialog *self)
{
  begin (&self->servers);
  g_clear_pointer (&self->hints, g_free);
  self->servers.is_waiting = must_wait (self);
  if (!self->servers.is_waiting)
    ask_for_servers (self);
  update (self);
}

/* Takes @error. */
static void
end_shares (DmBrowseDialog *self,
            GError *error)
{
  end (&self->shares, error);
  if (error == NULL)
    dm_known_places_learn (self->client, G_LIST_MODEL (self->shares.found));
  update (self);
  focus_button (self);
}

static void
on_shares_listed_cb (GObject *source,
                     GAsyncResult *result,
                     gpointer user_data)
{
  g_autoptr (DmBrowseDialog) self = user_data;
  GError *error = NULL;

  g_free (dm_sign_in_try_finish (DM_SIGN_IN (source), result, &error));
  if (self->is_closed || DM_SIGN_IN (source) != self->sign_in)
    g_clear_error (&error);
  else
    end_shares (self, error);
}

static void
ask_for_shares (DmBrowseDialog *self)
{
  dm_sign_in_try_async (self->sign_in, self->shares.cancellable, on_shares_listed_cb, g_object_ref (self));
}

static void
look_for_shares (DmBrowseDialog *self)
{
  begin (&self->shares);
  self->shares.is_waiting = must_wait (self);
  if (!self->shares.is_waiting)
    ask_for_shares (self);
  update (self);
}

static void
on_client_changed_cb (DmBrowseDialog *self)
{
  if (self->is_closed || must_wait (self))
    return;

  if (self->servers.is_waiting)
    ask_for_servers (self);
  if (self->shares.is_waiting)
    ask_for_shares (self);
  self->servers.is_waiting = FALSE;
  self->shares.is_waiting = FALSE;
}

static void
clear_search (DmBrowseDialog *self)
{
  gtk_editable_set_text (self->search_entry, "");
}

static void
leave_server (DmBrowseDialog *self)
{
  look_clear (&self->shares);
  g_clear_object (&self->sign_in);
  self->shares.found = g_list_store_new (DM_TYPE_PLACE);
}

/* @credentials: nullable. */
static void
open_server (DmBrowseDialog *self,
             const char *server,
             DmCredentialsForm *credentials)
{
  leave_server (self);
  self->sign_in = dm_sign_in_new_to_browse (self->client, server, self->shares.found);
  if (credentials != NULL)
    dm_credentials_form_apply (credentials, self->sign_in);
  gtk_filter_list_model_set_model (self->filtered, G_LIST_MODEL (self->shares.found));
  look_for_shares (self);
  clear_search (self);
}

static void
show_servers (DmBrowseDialog *self)
{
  leave_server (self);
  gtk_filter_list_model_set_model (self->filtered, G_LIST_MODEL (self->servers.found));
  if (self->servers.cancellable == NULL && count_found (&self->servers) == 0)
    look_for_servers (self);
  clear_search (self);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
on_asked_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (DmBrowseDialog) self = user_data;
  GError *error = NULL;

  g_free (dm_connect_action_sign_in_finish (result, &error));
  if (self->is_closed || DM_SIGN_IN (source) != self->sign_in)
    {
      g_clear_error (&error);
      return;
    }
  if (!g_error_matches (error, DM_ERROR, DM_ERROR_CANCELLED))
    {
      end_shares (self, error);
      return;
    }

  /* Back to what everybody sees; a failed try has emptied it. */
  g_clear_error (&error);
  g_clear_object (&self->shares.cancellable);
  if (self->shares.error == NULL && count_found (&self->shares) == 0)
    open_server (self, dm_sign_in_get_remote (self->sign_in), NULL);
  update (self);
  focus_button (self);
}

/* --- what can be done --- */

static void
activate_place (DmBrowseDialog *self,
                DmPlace *place)
{
  g_autofree char *remote = g_strdup (dm_place_get_remote (place));

  if (remote == NULL)
    return;
  if (dm_place_is_server (place))
    {
      open_server (self, remote, NULL);
      return;
    }

  g_signal_emit (self, signals[CHOSEN], 0, remote, self->sign_in);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_view_activated_cb (GtkListView *view,
                      guint position,
                      DmBrowseDialog *self)
{
  g_autoptr (DmPlace) place = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  activate_place (self, place);
}

/* The one that was found and is called as it was typed; else the selected one. */
static void
on_search_activated_cb (DmBrowseDialog *self)
{
  g_autofree char *text = dup_text (self);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->filtered)); i++)
    {
      g_autoptr (DmPlace) place = g_list_model_get_item (G_LIST_MODEL (self->filtered), i);

      if (g_ascii_strcasecmp (dm_place_get_name (place), text) == 0)
        {
          activate_place (self, place);
          return;
        }
    }
  select_usable (self);
  if (count_shown (self) > 0)
    activate_place (self, gtk_single_selection_get_selected_item (self->selection));
}

static void
on_search_changed_cb (DmBrowseDialog *self)
{
  filter (self);
  update (self);
}

static void
on_search_stopped_cb (DmBrowseDialog *self)
{
  if (*gtk_editable_get_text (self->search_entry) != '\0')
    clear_search (self);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
activate_back (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  if (DM_BROWSE_DIALOG (widget)->sign_in != NULL)
    show_servers (DM_BROWSE_DIALOG (widget));
}

static void
activate_sign_in (GtkWidget *widget,
                  const char *action_name,
                  GVariant *parameter)
{
  DmBrowseDialog *self = DM_BROWSE_DIALOG (widget);
  const char *message = _ ("Servers show more to a user that they know.");

  if (self->sign_in == NULL || self->shares.cancellable != NULL)
    return;
  if (self->shares.error != NULL)
    message = self->shares.error->message;

  self->shares.cancellable = g_cancellable_new ();
  dm_connect_action_ask_async (GTK_WINDOW (self), self->sign_in, message, self->shares.cancellable,
                               on_asked_cb, g_object_ref (self));
}

static void
activate_retry (GtkWidget *widget,
                const char *action_name,
                GVariant *parameter)
{
  DmBrowseDialog *self = DM_BROWSE_DIALOG (widget);

  if (get_look (self)->cancellable != NULL)
    return;

  if (self->sign_in != NULL)
    look_for_shares (self);
  else
    look_for_servers (self);
}

/* --- rows --- */

static void
on_row_setup_cb (GtkSignalListItemFactory *factory,
                 GtkListItem *list_item)
{
  gtk_list_item_set_child (list_item, dm_place_row_new ());
}

static void
on_row_bound_cb (GtkSignalListItemFactory *factory,
                 GtkListItem *list_item)
{
  DmPlace *place = gtk_list_item_get_item (list_item);
  gboolean is_usable = dm_place_get_remote (place) != NULL;

  dm_place_row_set_place (DM_PLACE_ROW (gtk_list_item_get_child (list_item)), place);
  gtk_list_item_set_activatable (list_item, is_usable);
  gtk_list_item_set_selectable (list_item, is_usable);
}

/* --- GObject --- */

static gboolean
dm_browse_dialog_close_request (GtkWindow *window)
{
  DmBrowseDialog *self = DM_BROWSE_DIALOG (window);

  self->is_closed = TRUE;
  g_cancellable_cancel (self->servers.cancellable);
  g_cancellable_cancel (self->shares.cancellable);

  return GTK_WINDOW_CLASS (dm_browse_dialog_parent_class)->close_request (window);
}

static void
dm_browse_dialog_dispose (GObject *object)
{
  DmBrowseDialog *self = DM_BROWSE_DIALOG (object);

  /* Also when it goes with its parent. */
  self->is_closed = TRUE;
  g_clear_handle_id (&self->settle_id, g_source_remove);
  look_clear (&self->servers);
  look_clear (&self->shares);
  g_clear_object (&self->sign_in);
  g_clear_object (&self->client);
  g_clear_object (&self->filter);
  g_clear_object (&self->filtered);
  g_clear_object (&self->typed);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->hints, g_free);

  G_OBJECT_CLASS (dm_browse_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, DM_OBJECT_ROOT "/dm-browse-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DmBrowseDialog, back_button);
  gtk_widget_class_bind_template_child (widget_class, DmBrowseDialog, title);
  gtk_widget_class_bind_template_child (widget_class, DmBrowseDialog, search_bar);
  gtk_widget_class_bind_template_child (widget_class, DmBrowseDialog, search_entry);
  gtk_widget_class_bind_template_child (widget_class, DmBrowseDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, DmBrowseDialog, view);
  gtk_widget_class_bind_template_child (widget_class, DmBrowseDialog, note_label);
  gtk_widget_class_bind_template_child (widget_class, DmBrowseDialog, looking_label);
  gtk_widget_class_bind_template_child (widget_class, DmBrowseDialog, message_title);
  gtk_widget_class_bind_template_child (widget_class, DmBrowseDialog, message_label);
  gtk_widget_class_bind_template_child (widget_class, DmBrowseDialog, message_sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, DmBrowseDialog, retry_button);
  gtk_widget_class_bind_template_child (widget_class, DmBrowseDialog, bar);
  gtk_widget_class_bind_template_child (widget_class, DmBrowseDialog, hidden_check);
  gtk_widget_class_bind_template_child (widget_class, DmBrowseDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, DmBrowseDialog, progress_label);
  gtk_widget_class_bind_template_child (widget_class, DmBrowseDialog, bar_sign_in_button);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_view_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_bound_cb);
  gtk_widget_class_install_action (widget_class, "browse-dialog.back", NULL, activate_back);
  gtk_widget_class_install_action (widget_class, "browse-dialog.sign-in", NULL, activate_sign_in);
  gtk_widget_class_install_action (widget_class, "browse-dialog.retry", NULL, activate_retry);
}

static void
dm_browse_dialog_class_init (DmBrowseDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dm_browse_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = dm_browse_dialog_close_request;

  signals[CHOSEN] = g_signal_new ("chosen", DM_TYPE_BROWSE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, DM_TYPE_SIGN_IN);

  bind_template (widget_class);
  bind_callbacks (widget_class);
}

/* All that was found and fits, and what was typed. */
static void
make_models (DmBrowseDialog *self)
{
  g_autoptr (GListStore) parts = g_list_store_new (G_TYPE_LIST_MODEL);

  self->servers.found = g_list_store_new (DM_TYPE_PLACE);
  self->shares.found = g_list_store_new (DM_TYPE_PLACE);
  self->typed = g_list_store_new (DM_TYPE_PLACE);
  self->filter = dm_place_filter_new ();
  self->filtered = gtk_filter_list_model_new (NULL, GTK_FILTER (g_object_ref (self->filter)));
  g_list_store_append (parts, self->filtered);
  g_list_store_append (parts, self->typed);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (g_steal_pointer (&parts)))));
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (on_shown_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
dm_browse_dialog_init (DmBrowseDialog *self)
{
  g_type_ensure (DM_TYPE_PLACE_ROW);
  gtk_widget_init_template (GTK_WIDGET (self));
  make_models (self);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

GtkWidget *
dm_browse_dialog_new (GtkWindow *parent,
                      DmClient *client,
                      const char *server,
                      DmCredentialsForm *credentials)
{
  DmBrowseDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (DM_IS_CLIENT (client), NULL);

  self = g_object_new (DM_TYPE_BROWSE_DIALOG, "transient-for", parent, NULL);
  self->client = g_object_ref (client);
  g_signal_connect_object (client, "changed", G_CALLBACK (on_client_changed_cb), self, G_CONNECT_SWAPPED);
  if (server != NULL)
    open_server (self, server, credentials);
  else
    show_servers (self);

  return GTK_WIDGET (self);
}
