/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-spoken-name.h"

/* "_Close" is "Close", and "a__b" is "a_b". */
static char *
drop_mnemonic (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '_' && *++p == '\0')
        break;
      g_string_append_c (plain, *p);
    }

  return g_string_free (plain, FALSE);
}

/* To GTK the relation counts more than the name. */
static void
prefer_name (GtkWidget *widget)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

static void
name_item (GtkWidget *item)
{
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  if (g_object_class_find_property (G_OBJECT_GET_CLASS (item), "text") == NULL)
    return;

  g_object_get (item, "text", &text, NULL);
  name = drop_mnemonic (text != NULL ? text : "");
  if (*name == '\0')
    return;

  prefer_name (item);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* The widget of an item is private to GTK. */
static void
name_items (GtkWidget *widget)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkModelButton"))
    {
      name_item (widget);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    name_items (child);
}

static void
on_menu_activated_cb (GtkMenuButton *button)
{
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  if (popover != NULL)
    name_items (GTK_WIDGET (popover));
}

void
dm_spoken_name_prefer (GtkButton *button)
{
  g_return_if_fail (GTK_IS_BUTTON (button));

  prefer_name (GTK_WIDGET (button));
}

/* The label on an item, which GTK 4.18 names as its name, is nothing to it. */
void
dm_spoken_name_keep_in_menu (GtkMenuButton *button)
{
  g_return_if_fail (GTK_IS_MENU_BUTTON (button));

  g_signal_connect (button, "notify::active", G_CALLBACK (on_menu_activated_cb), NULL);
}

void
dm_spoken_name_set_for_row (GtkWidget *row,
                            const char *sentence)
{
  GtkWidget *around = NULL;

  g_return_if_fail (GTK_IS_WIDGET (row));
  g_return_if_fail (sentence != NULL);

  around = gtk_widget_get_parent (row);
  gtk_accessible_update_property (GTK_ACCESSIBLE (around != NULL ? around : row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
}
