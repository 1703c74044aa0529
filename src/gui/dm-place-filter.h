/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "dm-place.h"

G_BEGIN_DECLS

/**
 * DmPlaceFilter:
 *
 * Of servers and shares those that have what somebody typed.
 */
#define DM_TYPE_PLACE_FILTER (dm_place_filter_get_type ())
G_DECLARE_FINAL_TYPE (DmPlaceFilter, dm_place_filter, DM, PLACE_FILTER, GtkFilter)

DmPlaceFilter *dm_place_filter_new (void);

/* @text: words in a name, a comment, an address or the name of a drive. @hidden:
 * whether hidden shares are let through, too. */
void dm_place_filter_set (DmPlaceFilter *self, const char *text, gboolean hidden);

/* Whether anything was typed. */
gboolean dm_place_filter_has_words (DmPlaceFilter *self);

G_END_DECLS
