/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "dm-place.h"

G_BEGIN_DECLS

/**
 * DmPlaceRow:
 *
 * A server or a share that was found, as a row of a list.
 */
#define DM_TYPE_PLACE_ROW (dm_place_row_get_type ())
G_DECLARE_FINAL_TYPE (DmPlaceRow, dm_place_row, DM, PLACE_ROW, AdwBin)

GtkWidget *dm_place_row_new (void);

/* @place: nullable. */
void dm_place_row_set_place (DmPlaceRow *self, DmPlace *place);

G_END_DECLS
