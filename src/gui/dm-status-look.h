/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dm-enums.h"

G_BEGIN_DECLS

/* Shows @status by a shape, a word and a colour: never by the colour alone. */
void dm_status_look_show (DmStatus status, GtkImage *icon, GtkLabel *label);

G_END_DECLS
