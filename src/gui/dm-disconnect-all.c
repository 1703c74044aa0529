/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-disconnect-action.h"

#include <glib/gi18n-lib.h>

#include "dm-disconnect-all-dialog.h"
#include "dm-disconnect-words.h"
#include "dm-error.h"
#include "dm-toast.h"

/* All of them. Those that share a connection follow each other, as only the last
 * takes it down; all others go side by side. Whatever is under way holds it. */
typedef struct
{
  /* Owned */
  DmClient *client;
  GApplication *application; /* nullable: kept running */
  GPtrArray *waiting;        /* Step */
  GHashTable *busy;          /* paths of connections */
  GString *failed;           /* names */

  /* Borrowed, weakly */
  GtkWindow *parent;

  guint n_done;
  guint n_draining;
  guint n_failed;
} DisconnectAll;

/* One of them. */
typedef struct
{
  /* Owned */
  DisconnectAll *all; /* nullable: while it waits */
  char *name;
  char *shown_name;
  char *connection; /* its object's path */

  DmLevel level;
} Step;

static void start_waiting (DisconnectAll *self);

static void
disconnect_all_clear (gpointer data)
{
  DisconnectAll *self = data;

  if (self->application != NULL)
    g_application_release (self->application);
  g_clear_object (&self->application);
  g_clear_weak_pointer (&self->parent);
  g_clear_object (&self->client);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->busy, g_hash_table_unref);
  g_string_free (self->failed, TRUE);
}

static void
disconnect_all_unref (DisconnectAll *self)
{
  g_rc_box_release_full (self, disconnect_all_clear);
}

static void
unref_closure (gpointer data,
               GClosure *closure)
{
  disconnect_all_unref (data);
}

static void
step_free (Step *self)
{
  g_clear_pointer (&self->all, disconnect_all_unref);
  g_free (self->name);
  g_free (self->shown_name);
  g_free (self->connection);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DisconnectAll, disconnect_all_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Step, step_free)

/* --- what is said afterwards --- */

static void
append_part (GString *text,
             const char *part)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? C_ ("list", ", ") : "", part);
}

static char *
dup_sum (DisconnectAll *self)
{
  GString *text = g_string_new (NULL);
  g_autofree char *done = g_strdup_printf (ngettext ("%u drive disconnected", "%u drives disconnected", self->n_done),
                                           self->n_done);
  /* Translators: comes after "3 drives disconnected", or stands alone. */
  g_autofree char *draining = g_strdup_printf (ngettext ("%u disconnects when it is no longer in use",
                                                         "%u disconnect when they are no longer in use", self->n_draining),
                                               self->n_draining);
  g_autofree char *failed = g_strdup_printf (ngettext ("%u could not be: %s", "%u could not be: %s", self->n_failed),
                                             self->n_failed, self->failed->str);

  if (self->n_done > 0 || self->n_draining == 0)
    append_part (text, done);
  if (self->n_draining > 0)
    append_part (text, draining);
  if (self->n_failed > 0)
    append_part (text, failed);

  return g_string_free (text, FALSE);
}

static void
tell_sum (DisconnectAll *self)
{
  g_autofree char *text = dup_sum (self);

  /* The window may be gone by now. */
  if (self->parent != NULL)
    dm_toast_show (GTK_WIDGET (self->parent), text, NULL, NULL);
}

/* --- the disconnects --- */

static void
count_result (DisconnectAll *self,
              Step *step,
              const DmCancelResult *cancelled,
              const GError *error)
{
  if (error == NULL && cancelled->result == DM_RESULT_DRAINING)
    {
      self->n_draining++;
    }
  else if (error == NULL || g_error_matches (error, DM_ERROR, DM_ERROR_NOT_CONNECTED))
    {
      self->n_done++;
    }
  else
    {
      self->n_failed++;
      append_part (self->failed, step->shown_name);
    }
}

static void
on_cancelled_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  g_autoptr (GError) error = NULL;
  DmCancelResult cancelled = { 0 };

  dm_client_cancel_finish (DM_CLIENT (source), result, &cancelled, &error);
  count_result (step->all, step, &cancelled, error);
  g_hash_table_remove (step->all->busy, step->connection);
  start_waiting (step->all);
}

/* Takes over @step. */
static void
start_step (DisconnectAll *self,
            Step *step)
{
  step->all = g_rc_box_acquire (self);
  g_hash_table_add (self->busy, g_strdup (step->connection));
  dm_client_cancel_async (self->client, step->name, step->level, FALSE, NULL, on_cancelled_cb, step);
}

static void
start_waiting (DisconnectAll *self)
{
  guint i = 0;

  while (i < self->waiting->len)
    {
      Step *step = g_ptr_array_index (self->waiting, i);

      if (g_hash_table_contains (self->busy, step->connection))
        i++;
      else
        start_step (self, g_ptr_array_steal_index (self->waiting, i));
    }

  if (g_hash_table_size (self->busy) == 0)
    tell_sum (self);
}

static Step *
create_step (DmItem *item,
             DmLevel level)
{
  Step *self = g_new0 (Step, 1);

  self->name = g_strdup (dm_item_get_name (item));
  self->shown_name = dm_disconnect_dup_short_name (item);
  self->connection = g_strdup (dm_item_is_drive (item) ? dm_item_get_connection_path (item) : dm_item_get_object_path (item));
  self->level = level;

  return self;
}

static void
on_dialog_responded_cb (DmDisconnectAllDialog *dialog,
                        const char *response,
                        gpointer user_data)
{
  DisconnectAll *self = user_data;
  g_autoptr (GPtrArray) items = NULL;

  if (!g_str_equal (response, "disconnect"))
    return;

  items = dm_disconnect_all_dialog_list_items (self->client);
  for (guint i = 0; i < items->len; i++)
    {
      DmItem *item = g_ptr_array_index (items, i);

      g_ptr_array_add (self->waiting, create_step (item, dm_disconnect_all_dialog_get_level (dialog, item)));
    }
  start_waiting (self);
}

static DisconnectAll *
create_disconnect_all (GtkWindow *parent,
                       DmClient *client)
{
  DisconnectAll *self = g_rc_box_new0 (DisconnectAll);

  g_set_weak_pointer (&self->parent, parent);
  self->client = g_object_ref (client);
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);
  self->busy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->failed = g_string_new (NULL);

  /* Closing the window does not end what was begun. */
  g_set_object (&self->application, g_application_get_default ());
  if (self->application != NULL)
    g_application_hold (self->application);

  return self;
}

void
dm_disconnect_action_run_all (GtkWindow *parent,
                              DmClient *client,
                              DmWatch *watch)
{
  g_autoptr (GPtrArray) items = NULL;
  GtkWidget *dialog;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (DM_IS_CLIENT (client));

  items = dm_disconnect_all_dialog_list_items (client);
  if (items->len == 0)
    {
      dm_toast_show (GTK_WIDGET (parent), _ ("Nothing is connected that could be disconnected"), NULL, NULL);
      return;
    }

  dm_watch_look_now (watch);
  dialog = dm_disconnect_all_dialog_new (parent, client);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_dialog_responded_cb),
                         create_disconnect_all (parent, client), unref_closure, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
