/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-server-line.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"
#include "dm-item-words.h"
#include "dm-names.h"

struct _DmServerLine
{
  AdwBin parent_instance;

  /* Template */
  GtkSpinner *spinner;
  GtkLabel *label;
  GtkWidget *button;

  /* Owned */
  DmServerHolders *server;
};

G_DEFINE_FINAL_TYPE (DmServerLine, dm_server_line, ADW_TYPE_BIN)

static char *
dup_answer_words (DmServerHolders *server)
{
  g_autofree char *time = dm_dup_time_words (dm_server_holders_get_answered (server));

  if (dm_server_holders_get_list (server)->len == 0)
    /* Translators: %s is a time, such as 10:42. */
    return g_strdup_printf (_ ("At %s the server knew of no other open files."), time);

  /* Translators: %s is a time, such as 10:42. */
  return g_strdup_printf (_ ("On the server: as of %s."), time);
}

static char *
dup_words (DmServerHolders *server)
{
  const GError *error = dm_server_holders_get_error (server);

  if (dm_server_holders_is_asking (server))
    return g_strdup (_ ("Asking the server…"));
  if (g_error_matches (error, DM_ERROR, DM_ERROR_ACCESS_DENIED))
    return g_strdup (_ ("What others have open is not known: the server tells its administrators only."));
  if (error != NULL)
    return g_strdup (error->message);
  if (dm_server_holders_get_answered (server) > 0)
    return dup_answer_words (server);

  return g_strdup (dm_server_holders_is_automatic (server) ? _ ("Asking the server…")
                                                           : _ ("What others have open on the server is not shown."));
}

static void
update (DmServerLine *self)
{
  gboolean is_asking = dm_server_holders_is_asking (self->server);
  const GError *error = dm_server_holders_get_error (self->server);
  g_autofree char *words = dup_words (self->server);

  /* A screen reader would read the same again and again. */
  if (g_strcmp0 (gtk_label_get_label (self->label), words) != 0)
    gtk_label_set_label (self->label, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), error != NULL ? error->message : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_asking);
  gtk_spinner_set_spinning (self->spinner, is_asking);
  gtk_widget_set_visible (self->button, !dm_server_holders_is_automatic (self->server));
}

static void
on_server_changed_cb (DmServerLine *self)
{
  update (self);
}

static void
on_clicked_cb (DmServerLine *self)
{
  dm_server_holders_ask (self->server);
}

static void
dm_server_line_dispose (GObject *object)
{
  g_clear_object (&DM_SERVER_LINE (object)->server);

  G_OBJECT_CLASS (dm_server_line_parent_class)->dispose (object);
}

static void
dm_server_line_class_init (DmServerLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dm_server_line_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, DM_OBJECT_ROOT "/dm-server-line.ui");
  gtk_widget_class_bind_template_child (widget_class, DmServerLine, spinner);
  gtk_widget_class_bind_template_child (widget_class, DmServerLine, label);
  gtk_widget_class_bind_template_child (widget_class, DmServerLine, button);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked_cb);
}

static void
dm_server_line_init (DmServerLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dm_server_line_new (DmServerHolders *server)
{
  DmServerLine *self;

  g_return_val_if_fail (DM_IS_SERVER_HOLDERS (server), NULL);

  self = g_object_new (DM_TYPE_SERVER_LINE, NULL);
  self->server = g_object_ref (server);
  g_signal_connect_object (server, "changed", G_CALLBACK (on_server_changed_cb), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
