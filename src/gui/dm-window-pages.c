/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-window-pages.h"

#include "dm-names.h"

static const char *const names[] = {
  [DM_WINDOW_PAGE_STARTING] = "starting",
  [DM_WINDOW_PAGE_NO_SERVICE] = "no-service",
  [DM_WINDOW_PAGE_EMPTY] = "empty",
  [DM_WINDOW_PAGE_NOTHING_FOUND] = "nothing-found",
  [DM_WINDOW_PAGE_NOTHING_SELECTED] = "nothing-selected",
};

static void
add (GtkStack *stack,
     const char *name)
{
  const char *wanted[] = { name, NULL };
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();
  g_autoptr (GError) error = NULL;

  if (!gtk_builder_add_objects_from_resource (builder, DM_OBJECT_ROOT "/dm-window-pages.ui", wanted, &error))
    g_error ("The page “%s” cannot be made: %s", name, error->message);
  gtk_stack_add_named (stack, GTK_WIDGET (gtk_builder_get_object (builder, name)), name);
}

void
dm_window_pages_show (GtkStack *stack,
                      DmWindowPage page)
{
  g_return_if_fail (GTK_IS_STACK (stack));
  g_return_if_fail (page < G_N_ELEMENTS (names));

  if (gtk_stack_get_child_by_name (stack, names[page]) == NULL)
    add (stack, names[page]);
  gtk_stack_set_visible_child_name (stack, names[page]);
}
