/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-folder-row.h"

struct _DmFolderRow
{
  AdwPreferencesRow parent_instance;

  /* Template */
  GtkEditable *entry;
  GtkStringFilter *filter;
  GtkFilterListModel *matches;
  GtkSingleSelection *selection;
  GtkWidget *popover;
  GtkWidget *list;

  /* Owned */
  char *typed; /* (nullable): while one of the suggestions stands in the field */

  gboolean is_filling; /* the text changes, but nobody types */
};

enum
{
  CHANGED,
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmFolderRow, dm_folder_row, ADW_TYPE_PREFERENCES_ROW)

static void
fill (DmFolderRow *self,
      const char *text)
{
  self->is_filling = TRUE;
  gtk_editable_set_text (self->entry, text);
  gtk_editable_set_position (self->entry, -1);
  self->is_filling = FALSE;
}

static void
close_suggestions (DmFolderRow *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  g_clear_pointer (&self->typed, g_free);
}

static void
open_suggestions (DmFolderRow *self)
{
  if (gtk_widget_get_visible (self->popover))
    return;

  gtk_widget_set_size_request (self->popover, gtk_widget_get_width (GTK_WIDGET (self)), -1);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

/* The suggestions are UNCs: `smb://server` and `//server` are found, too. */
static char *
dup_search (const char *text)
{
  const char *scheme = "smb:";

  if (g_ascii_strncasecmp (text, scheme, strlen (scheme)) == 0)
    return g_strdelimit (g_strdup (text + strlen (scheme)), "/", '\\');
  if (g_str_has_prefix (text, "//"))
    return g_strdelimit (g_strdup (text), "/", '\\');

  return g_strdup (text);
}

static guint
count_matches (DmFolderRow *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->matches));
}

static const char *
get_match (DmFolderRow *self,
           guint position)
{
  g_autoptr (GtkStringObject) match = g_list_model_get_item (G_LIST_MODEL (self->matches), position);

  return gtk_string_object_get_string (match);
}

static void
find_matches (DmFolderRow *self)
{
  g_autofree char *text = dm_folder_row_dup_text (self);
  g_autofree char *search = dup_search (text);

  gtk_string_filter_set_search (self->filter, search);
}

/* Whether there is more to suggest than what is written already. */
static gboolean
has_suggestions (DmFolderRow *self)
{
  guint n = count_matches (self);

  return n > 1 || (n == 1 && !g_str_equal (get_match (self, 0), gtk_editable_get_text (self->entry)));
}

static void
choose (DmFolderRow *self,
        guint position)
{
  if (self->typed == NULL)
    self->typed = g_strdup (gtk_editable_get_text (self->entry));

  gtk_single_selection_set_selected (self->selection, position);
  if (position == GTK_INVALID_LIST_POSITION)
    {
      fill (self, self->typed);
      return;
    }

  /* In the field it is also heard by those who do not see the list. */
  fill (self, get_match (self, position));
  gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", position);
}

/* Beyond both ends of the list is what was typed. */
static void
step (DmFolderRow *self,
      gboolean is_down)
{
  guint n = count_matches (self);
  guint position = self->typed != NULL ? gtk_single_selection_get_selected (self->selection) : GTK_INVALID_LIST_POSITION;

  if (position == GTK_INVALID_LIST_POSITION)
    choose (self, is_down ? 0 : n - 1);
  else if (is_down)
    choose (self, position + 1 < n ? position + 1 : GTK_INVALID_LIST_POSITION);
  else
    choose (self, position > 0 ? position - 1 : GTK_INVALID_LIST_POSITION);
}

static gboolean
handle_down (DmFolderRow *self,
             gboolean is_open)
{
  if (is_open)
    {
      step (self, TRUE);
      return TRUE;
    }

  find_matches (self);
  if (!has_suggestions (self))
    return FALSE;
  open_suggestions (self);

  return TRUE;
}

static gboolean
handle_escape (DmFolderRow *self)
{
  if (self->typed != NULL)
    fill (self, self->typed);
  close_suggestions (self);

  return TRUE;
}

/* Without a choice Enter is the dialog's. */
static gboolean
handle_enter (DmFolderRow *self)
{
  gboolean has_choice = self->typed != NULL;

  close_suggestions (self);

  return has_choice;
}

static gboolean
on_key_pressed_cb (GtkEventControllerKey *controller,
                   guint keyval,
                   guint keycode,
                   GdkModifierType state,
                   DmFolderRow *self)
{
  gboolean is_open = gtk_widget_get_visible (self->popover);

  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down)
    return handle_down (self, is_open);
  if (!is_open)
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      step (self, FALSE);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      return handle_escape (self);
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      return handle_enter (self);
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
on_focus_left_cb (GtkEventControllerFocus *controller,
                  DmFolderRow *self)
{
  close_suggestions (self);
  g_signal_emit (self, signals[LEFT], 0);
}

static gboolean
has_focus (DmFolderRow *self)
{
  return (gtk_widget_get_state_flags (GTK_WIDGET (self->entry)) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

static void
on_changed_cb (DmFolderRow *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
  if (self->is_filling)
    return;

  close_suggestions (self);
  find_matches (self);
  if (has_focus (self) && *gtk_editable_get_text (self->entry) != '\0' && has_suggestions (self))
    open_suggestions (self);
}

static void
on_suggestion_setup_cb (GtkSignalListItemFactory *factory,
                        GtkListItem *list_item)
{
  GtkWidget *label = gtk_label_new (NULL);

  /* As in the entry: also the address of a server without a name. */
  gtk_widget_set_direction (label, GTK_TEXT_DIR_LTR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_list_item_set_child (list_item, label);
}

static void
on_suggestion_bound_cb (GtkSignalListItemFactory *factory,
                        GtkListItem *list_item)
{
  GtkStringObject *place = gtk_list_item_get_item (list_item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (list_item)), gtk_string_object_get_string (place));
}

static void
on_list_activated_cb (GtkListView *list,
                      guint position,
                      DmFolderRow *self)
{
  choose (self, position);
  close_suggestions (self);
}

static gboolean
dm_folder_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DM_FOLDER_ROW (widget)->entry));
}

static void
dm_folder_row_size_allocate (GtkWidget *widget,
                             int width,
                             int height,
                             int baseline)
{
  DmFolderRow *self = DM_FOLDER_ROW (widget);

  GTK_WIDGET_CLASS (dm_folder_row_parent_class)->size_allocate (widget, width, height, baseline);
  gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
dm_folder_row_dispose (GObject *object)
{
  DmFolderRow *self = DM_FOLDER_ROW (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->typed, g_free);

  G_OBJECT_CLASS (dm_folder_row_parent_class)->dispose (object);
}

static void
dm_folder_row_class_init (DmFolderRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dm_folder_row_dispose;
  widget_class->grab_focus = dm_folder_row_grab_focus;
  widget_class->size_allocate = dm_folder_row_size_allocate;

  signals[CHANGED] = g_signal_new ("changed", DM_TYPE_FOLDER_ROW, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LEFT] = g_signal_new ("left", DM_TYPE_FOLDER_ROW, G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/drivemap/Drivemap/dm-folder-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DmFolderRow, entry);
  gtk_widget_class_bind_template_child (widget_class, DmFolderRow, filter);
  gtk_widget_class_bind_template_child (widget_class, DmFolderRow, matches);
  gtk_widget_class_bind_template_child (widget_class, DmFolderRow, selection);
  gtk_widget_class_bind_template_child (widget_class, DmFolderRow, popover);
  gtk_widget_class_bind_template_child (widget_class, DmFolderRow, list);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_focus_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_suggestion_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_suggestion_bound_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_activated_cb);
}

static void
dm_folder_row_init (DmFolderRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
}

GtkWidget *
dm_folder_row_new (void)
{
  return g_object_new (DM_TYPE_FOLDER_ROW, NULL);
}

void
dm_folder_row_set_suggestions (DmFolderRow *self,
                               GListModel *places)
{
  g_return_if_fail (DM_IS_FOLDER_ROW (self));

  gtk_filter_list_model_set_model (self->matches, places);
}

GtkWidget *
dm_folder_row_get_entry (DmFolderRow *self)
{
  g_return_val_if_fail (DM_IS_FOLDER_ROW (self), NULL);

  return GTK_WIDGET (self->entry);
}

void
dm_folder_row_set_text (DmFolderRow *self,
                        const char *text)
{
  g_return_if_fail (DM_IS_FOLDER_ROW (self));

  fill (self, text);
}

DmLocation *
dm_folder_row_dup_location (DmFolderRow *self,
                            GError **error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (DM_IS_FOLDER_ROW (self), NULL);

  text = dm_folder_row_dup_text (self);

  return dm_location_parse (text, error);
}

char *
dm_folder_row_dup_text (DmFolderRow *self)
{
  g_return_val_if_fail (DM_IS_FOLDER_ROW (self), NULL);

  return g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));
}
