/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "dm-enums.h"

G_BEGIN_DECLS

/**
 * DmLevelChooser:
 *
 * The two ways to disconnect what is in use, each with a sentence about what it
 * means: wait for the programs (force), or close now (lots-of-force). Property
 * "level" (int, a DmLevel).
 */
#define DM_TYPE_LEVEL_CHOOSER (dm_level_chooser_get_type ())
G_DECLARE_FINAL_TYPE (DmLevelChooser, dm_level_chooser, DM, LEVEL_CHOOSER, GtkWidget)

DmLevel dm_level_chooser_get_level (DmLevelChooser *self);
void dm_level_chooser_set_level (DmLevelChooser *self, DmLevel level);

/* Where waiting is of no use, closing stands first. */
void dm_level_chooser_set_now_first (DmLevelChooser *self, gboolean is_first);

/* @label has a mnemonic. */
void dm_level_chooser_set_texts (DmLevelChooser *self, DmLevel level, const char *label, const char *description);

G_END_DECLS
