/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-name-picker.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dm-error.h"
#include "dm-field.h"
#include "dm-local-name.h"
#include "dm-settings.h"

#define MAX_NAME_LENGTH 32

struct _DmNamePicker
{
  GtkWidget parent_instance;

  /* Template */
  AdwComboRow *letter_row;
  GtkWidget *name_row;
  GtkEditable *name_entry;
  GtkLabel *error_label;
  GtkCustomFilter *filter;

  /* Owned */
  DmClient *client; /* (nullable) */
  char *own;        /* (nullable): the name that is the drive's already */
  char *kept;       /* (nullable): the letter that somebody chose */

  guint taken;        /* the letters that drives have; A: is bit 0 */
  gboolean is_chosen; /* somebody chose in the drop-down */
  gboolean is_named;  /* somebody typed a name */
  gboolean is_frozen;
  gboolean is_updating; /* nobody chooses or types: we do */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmNamePicker, dm_name_picker, GTK_TYPE_WIDGET)

/* What is chosen in the drop-down; NULL: a name. */
static const char *
get_letter (DmNamePicker *self)
{
  GtkStringObject *item = adw_combo_row_get_selected_item (self->letter_row);
  const char *text = item != NULL ? gtk_string_object_get_string (item) : NULL;

  return text != NULL && dm_local_name_is_letter (text) ? text : NULL;
}

static gboolean
is_taken (DmNamePicker *self,
          const char *name)
{
  return self->client != NULL && g_strcmp0 (name, self->own) != 0 &&
         dm_client_find_drive (self->client, name) != NULL;
}

static guint
get_bit (const char *letter)
{
  return 1u << (letter[0] - 'A');
}

static gboolean
is_offered (gpointer item,
            gpointer user_data)
{
  DmNamePicker *self = user_data;
  const char *name = gtk_string_object_get_string (item);

  if (!dm_local_name_is_letter (name) || g_strcmp0 (name, self->kept) == 0)
    return TRUE;

  return (self->taken & get_bit (name)) == 0;
}

/* Chooses @letter if it is offered; NULL: the name, which is always the last. */
static void
select_letter (DmNamePicker *self,
               const char *letter)
{
  GListModel *offered = adw_combo_row_get_model (self->letter_row);
  guint n = g_list_model_get_n_items (offered);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (offered, i);

      if (g_strcmp0 (gtk_string_object_get_string (item), letter) == 0 || i == n - 1)
        {
          adw_combo_row_set_selected (self->letter_row, i);
          return;
        }
    }
}

static void
select_default (DmNamePicker *self)
{
  if (self->own != NULL)
    select_letter (self, dm_local_name_is_letter (self->own) ? self->own : NULL);
  else if (dm_settings_get_boolean (DM_SETTINGS_PREFER_LABEL))
    select_letter (self, NULL);
  else
    adw_combo_row_set_selected (self->letter_row, 0);
}

static guint
collect_taken (DmNamePicker *self)
{
  guint taken = 0;

  for (char c = 'A'; c <= 'Z'; c++)
    {
      const char letter[] = { c, ':', '\0' };

      if (is_taken (self, letter))
        taken |= get_bit (letter);
    }

  return taken;
}

static void
update_rows (DmNamePicker *self)
{
  dm_name_picker_set_error (self, NULL);
  gtk_widget_set_visible (self->name_row, get_letter (self) == NULL);
}

/* A letter that somebody chose is offered until another is chosen: that it is
 * taken is said when it is wanted. */
static void
offer (DmNamePicker *self,
       guint taken)
{
  self->is_updating = TRUE;
  self->taken = taken;
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  if (!self->is_chosen)
    select_default (self);
  self->is_updating = FALSE;
  update_rows (self);
}

static void
update_letters (DmNamePicker *self)
{
  guint taken = collect_taken (self);

  if (!self->is_frozen && taken != self->taken)
    offer (self, taken);
}

static void
keep_choice (DmNamePicker *self)
{
  self->is_chosen = TRUE;
  g_free (self->kept);
  self->kept = g_strdup (get_letter (self));
}

static void
on_selected_changed_cb (DmNamePicker *self)
{
  if (self->is_updating)
    return;

  keep_choice (self);
  update_rows (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_name_changed_cb (DmNamePicker *self)
{
  if (!self->is_updating)
    self->is_named = TRUE;
  dm_name_picker_set_error (self, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_row_activated_cb (GtkListBox *list,
                     GtkListBoxRow *row)
{
  dm_field_focus_in_row (row);
}

static void
on_client_changed_cb (DmNamePicker *self)
{
  update_letters (self);
}

static void
set_name (DmNamePicker *self,
          const char *name)
{
  self->is_updating = TRUE;
  gtk_editable_set_text (self->name_entry, name);
  self->is_updating = FALSE;
}

/* The last folder's name, or the share's, or the server's. */
static const char *
get_stem (DmLocation *location)
{
  const char *path = dm_location_get_path (location);
  const char *slash = strrchr (path, '/');

  if (*path != '\0')
    return slash != NULL ? slash + 1 : path;
  if (dm_location_get_share (location) != NULL)
    return dm_location_get_share (location);

  return dm_location_get_server (location);
}

/* @stem, cut to leave room for a number. */
static char *
dup_short (const char *stem)
{
  if (g_utf8_strlen (stem, -1) <= MAX_NAME_LENGTH - 3)
    return g_strdup (stem);

  return g_strchomp (g_utf8_substring (stem, 0, MAX_NAME_LENGTH - 3));
}

/* NULL: no name can be made of @stem. */
static char *
dup_free_name (DmNamePicker *self,
               const char *stem)
{
  g_autofree char *base = dup_short (stem);
  char *name = dm_local_name_normalize (base, NULL);

  for (guint i = 2; name != NULL && is_taken (self, name) && i < 100; i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s %u", base, i);
    }

  return name;
}

static void
dm_name_picker_dispose (GObject *object)
{
  DmNamePicker *self = DM_NAME_PICKER (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->client);
  g_clear_pointer (&self->own, g_free);
  g_clear_pointer (&self->kept, g_free);

  G_OBJECT_CLASS (dm_name_picker_parent_class)->dispose (object);
}

static void
dm_name_picker_class_init (DmNamePickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dm_name_picker_dispose;

  signals[CHANGED] = g_signal_new ("changed", DM_TYPE_NAME_PICKER, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/drivemap/Drivemap/dm-name-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, DmNamePicker, letter_row);
  gtk_widget_class_bind_template_child (widget_class, DmNamePicker, name_row);
  gtk_widget_class_bind_template_child (widget_class, DmNamePicker, name_entry);
  gtk_widget_class_bind_template_child (widget_class, DmNamePicker, error_label);
  gtk_widget_class_bind_template_child (widget_class, DmNamePicker, filter);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_selected_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_name_changed_cb);
}

static void
dm_name_picker_init (DmNamePicker *self)
{
  self->is_updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_custom_filter_set_filter_func (self->filter, is_offered, self, NULL);
  self->is_updating = FALSE;
}

GtkWidget *
dm_name_picker_new (void)
{
  return g_object_new (DM_TYPE_NAME_PICKER, NULL);
}

void
dm_name_picker_set_client (DmNamePicker *self,
                           DmClient *client,
                           const char *own)
{
  g_return_if_fail (DM_IS_NAME_PICKER (self));
  g_return_if_fail (DM_IS_CLIENT (client));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  self->own = g_strdup (own);
  g_signal_connect_object (client, "changed", G_CALLBACK (on_client_changed_cb), self, G_CONNECT_SWAPPED);
  offer (self, collect_taken (self));
  if (own != NULL && !dm_local_name_is_letter (own))
    set_name (self, own);
}

void
dm_name_picker_suggest (DmNamePicker *self,
                        DmLocation *location)
{
  g_autofree char *name = NULL;

  g_return_if_fail (DM_IS_NAME_PICKER (self));
  g_return_if_fail (location != NULL);

  if (self->is_named)
    return;

  name = dup_free_name (self, get_stem (location));
  set_name (self, name != NULL ? name : "");
}

void
dm_name_picker_set_frozen (DmNamePicker *self,
                           gboolean is_frozen)
{
  g_return_if_fail (DM_IS_NAME_PICKER (self));

  self->is_frozen = is_frozen;
  if (is_frozen)
    keep_choice (self);
  else
    update_letters (self);
}

char *
dm_name_picker_dup_name (DmNamePicker *self,
                         GError **error)
{
  const char *letter;
  g_autofree char *name = NULL;

  g_return_val_if_fail (DM_IS_NAME_PICKER (self), NULL);

  letter = get_letter (self);
  if (letter != NULL)
    return g_strdup (letter);

  name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_entry)));
  if (*name == '\0')
    {
      g_set_error_literal (error, DM_ERROR, DM_ERROR_BAD_DEVICE, _ ("Enter a name, or choose a letter."));
      return NULL;
    }

  return dm_local_name_normalize (name, error);
}

void
dm_name_picker_set_error (DmNamePicker *self,
                          const char *message)
{
  gboolean is_letter;

  g_return_if_fail (DM_IS_NAME_PICKER (self));

  is_letter = get_letter (self) != NULL;
  if (message == NULL || is_letter)
    dm_field_set_error (GTK_WIDGET (self->letter_row), self->error_label, message);
  if (message == NULL || !is_letter)
    dm_field_set_error (GTK_WIDGET (self->name_entry), self->error_label, message);
}

void
dm_name_picker_focus (DmNamePicker *self)
{
  g_return_if_fail (DM_IS_NAME_PICKER (self));

  gtk_widget_grab_focus (get_letter (self) != NULL ? GTK_WIDGET (self->letter_row) : GTK_WIDGET (self->name_entry));
}
