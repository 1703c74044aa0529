/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "dm-step.h"

G_BEGIN_DECLS

/**
 * DmStepRow:
 *
 * One step of a diagnosis in a list: before it was tried, while it is, and what
 * came of it, by a shape and a word.
 */
#define DM_TYPE_STEP_ROW (dm_step_row_get_type ())
G_DECLARE_FINAL_TYPE (DmStepRow, dm_step_row, DM, STEP_ROW, GtkListBoxRow)

/* @name: the step's: dm_step_get_names (). */
GtkWidget *dm_step_row_new (const char *name);

const char *dm_step_row_get_name (DmStepRow *self);
DmStep *dm_step_row_get_step (DmStepRow *self); /* nullable: not told of yet */

/* @step: (nullable): not told of; @is_running: but it is what is under way, and @is_over:
 * and will not be. */
void dm_step_row_show (DmStepRow *self, DmStep *step, gboolean is_running, gboolean is_over);

G_END_DECLS
