/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-import-row.h"

#include <glib/gi18n-lib.h>

#include "dm-bidi.h"
#include "dm-item-words.h"
#include "dm-names.h"

struct _DmImportRow
{
  AdwActionRow parent_instance;

  /* Template */
  GtkWidget *check;
  GtkImage *state_icon;
  GtkSpinner *spinner;
  GtkWidget *name_entry;

  /* Owned */
  DmImportItem *item;
  char *problem; /* (nullable): with the name */

  gboolean is_running;
};

G_DEFINE_FINAL_TYPE (DmImportRow, dm_import_row, ADW_TYPE_ACTION_ROW)

static void
append_part (GString *text,
             const char *part)
{
  if (part != NULL && *part != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? "  ·  " : "", part);
}

/* What it was called, as whom (a URI says so itself), how it is to behave, and what
 * is not taken over. */
static char *
dup_facts (DmImportRow *self)
{
  const DmImportEntry *entry = dm_import_item_get_entry (self->item);
  const char *user = dm_location_get_user (entry->location);
  gboolean is_unc = g_str_has_prefix (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)), "\\\\");
  g_autofree char *settings = entry->settings != NULL ? dm_dup_settings_words (entry->settings) : NULL;
  g_autofree char *as = user != NULL && is_unc ? g_strdup_printf (_ ("as %s"), user) : NULL;
  GString *text = g_string_new (NULL);

  if (g_strcmp0 (entry->label, dm_import_item_get_local (self->item)) != 0)
    append_part (text, entry->label);
  append_part (text, as);
  append_part (text, settings);
  append_part (text, entry->reason);

  return g_string_free (text, FALSE);
}

/* What has become of it. */
static char *
dup_result (DmImportRow *self)
{
  const char *error = dm_import_item_get_error (self->item);

  switch (dm_import_item_get_state (self->item))
    {
    case DM_IMPORT_FAILED:
      return g_strdup (error);
    case DM_IMPORT_REMEMBERED:
    case DM_IMPORT_INCOMPLETE:
      if (error != NULL)
        return g_strdup_printf (_ ("Added, but not connected. %s"), error);
      return g_strdup (_ ("Connecting…"));
    case DM_IMPORT_WAITING:
      return g_strdup (_ ("Added, and connected as soon as one of its networks is there"));
    case DM_IMPORT_CONNECTED:
      return g_strdup (_ ("Added and connected"));
    case DM_IMPORT_FOUND:
    default:
      return NULL;
    }
}

static char *
dup_subtitle (DmImportRow *self)
{
  const char *known = dm_import_item_get_known (self->item);
  char *result;

  if (known != NULL)
    {
      g_autofree char *name = dm_bidi_isolate (known);

      return g_strdup_printf (_ ("Is the drive %s already"), name);
    }
  if (self->problem != NULL)
    return g_strdup (self->problem);
  result = dup_result (self);

  return result != NULL ? result : dup_facts (self);
}

static gboolean
is_done (DmImportRow *self)
{
  return dm_import_item_get_state (self->item) >= DM_IMPORT_REMEMBERED;
}

/* A shape beside the words. */
static void
show_state (DmImportRow *self)
{
  DmImportState state = dm_import_item_get_state (self->item);
  gboolean has_failed = self->problem != NULL || dm_import_item_get_error (self->item) != NULL;
  gboolean is_waiting = self->is_running && dm_import_item_get_chosen (self->item) &&
                        (state == DM_IMPORT_FOUND || (state == DM_IMPORT_REMEMBERED && !has_failed));

  gtk_spinner_set_spinning (self->spinner, is_waiting);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_waiting);
  gtk_image_set_from_icon_name (self->state_icon, has_failed ? "dm-status-error-symbolic" : "dm-status-ok-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->state_icon), has_failed || state >= DM_IMPORT_WAITING);
  gtk_widget_remove_css_class (GTK_WIDGET (self->state_icon), has_failed ? "success" : "error");
  gtk_widget_add_css_class (GTK_WIDGET (self->state_icon), has_failed ? "error" : "success");
  if (has_failed)
    gtk_widget_add_css_class (GTK_WIDGET (self), "problem-row");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "problem-row");
}

static void
update (DmImportRow *self)
{
  gboolean is_known = dm_import_item_get_known (self->item) != NULL;
  gboolean can_change = !is_known && !self->is_running && !is_done (self);
  g_autofree char *subtitle = dup_subtitle (self);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  show_state (self);
  gtk_widget_set_sensitive (self->check, can_change);
  gtk_widget_set_sensitive (self->name_entry, can_change && dm_import_item_get_chosen (self->item));
}

static void
on_item_notified_cb (DmImportRow *self)
{
  update (self);
}

static void
on_name_changed_cb (DmImportRow *self)
{
  if (self->item != NULL)
    dm_import_row_set_problem (self, NULL);
}

static void
dm_import_row_dispose (GObject *object)
{
  DmImportRow *self = DM_IMPORT_ROW (object);

  g_clear_object (&self->item);
  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (dm_import_row_parent_class)->dispose (object);
}

static void
dm_import_row_class_init (DmImportRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dm_import_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, DM_OBJECT_ROOT "/dm-import-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DmImportRow, check);
  gtk_widget_class_bind_template_child (widget_class, DmImportRow, state_icon);
  gtk_widget_class_bind_template_child (widget_class, DmImportRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, DmImportRow, name_entry);
  gtk_widget_class_bind_template_callback (widget_class, on_name_changed_cb);
}

static void
dm_import_row_init (DmImportRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The check button has the row's title; what stands beside the entry is seen, but
 * not read out. */
static void
name_for_readers (DmImportRow *self,
                  const char *remote)
{
  g_autofree char *name = g_strdup_printf (_ ("Name for %s"), remote);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->name_entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* There is nothing to choose. */
static void
show_known (DmImportRow *self)
{
  gtk_widget_set_visible (self->name_entry, FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "known");
}

GtkWidget *
dm_import_row_new (DmImportItem *item)
{
  const GBindingFlags both = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;
  DmImportRow *self;
  g_autofree char *remote = NULL;

  g_return_val_if_fail (DM_IS_IMPORT_ITEM (item) && dm_import_item_is_usable (item), NULL);

  self = g_object_new (DM_TYPE_IMPORT_ROW, NULL);
  remote = dm_location_to_remote (dm_import_item_get_entry (item)->location);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), remote);
  name_for_readers (self, remote);

  self->item = g_object_ref (item);
  if (dm_import_item_get_known (item) == NULL)
    g_object_bind_property (item, "local", self->name_entry, "text", both);
  else
    show_known (self);
  g_object_bind_property (item, "chosen", self->check, "active", both);
  g_signal_connect_object (item, "notify", G_CALLBACK (on_item_notified_cb), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

DmImportItem *
dm_import_row_get_item (DmImportRow *self)
{
  g_return_val_if_fail (DM_IS_IMPORT_ROW (self), NULL);

  return self->item;
}

void
dm_import_row_set_problem (DmImportRow *self,
                           const char *problem)
{
  GtkAccessible *entry;

  g_return_if_fail (DM_IS_IMPORT_ROW (self));

  if (g_strcmp0 (self->problem, problem) == 0)
    return;

  entry = GTK_ACCESSIBLE (self->name_entry);
  g_free (self->problem);
  self->problem = g_strdup (problem);
  if (problem != NULL)
    {
      gtk_widget_add_css_class (self->name_entry, "error");
      gtk_accessible_update_state (entry, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
      gtk_accessible_update_property (entry, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, problem, -1);
    }
  else
    {
      gtk_widget_remove_css_class (self->name_entry, "error");
      gtk_accessible_reset_state (entry, GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_property (entry, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
    }
  update (self);
}

void
dm_import_row_focus_name (DmImportRow *self)
{
  g_return_if_fail (DM_IS_IMPORT_ROW (self));

  gtk_widget_grab_focus (self->name_entry);
}

void
dm_import_row_set_running (DmImportRow *self,
                           gboolean is_running)
{
  g_return_if_fail (DM_IS_IMPORT_ROW (self));

  if (self->is_running == is_running)
    return;

  self->is_running = is_running;
  update (self);
}
