/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "dm-holder-model.h"

G_BEGIN_DECLS

/**
 * DmHolderView:
 *
 * The list of open files, live; says so when nothing is open or not known.
 * Properties: "model" (DmHolderModel), "compact" (boolean: for a dialog, with a
 * height of its own; to be set before the model).
 */
#define DM_TYPE_HOLDER_VIEW (dm_holder_view_get_type ())
G_DECLARE_FINAL_TYPE (DmHolderView, dm_holder_view, DM, HOLDER_VIEW, GtkWidget)

GtkWidget *dm_holder_view_new (void);
void dm_holder_view_set_model (DmHolderView *self, DmHolderModel *model);

G_END_DECLS
