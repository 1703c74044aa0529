/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Lets the default response of @dialog have the focus when it opens, and never
 * lose it to another response by a change of the layout: where there is little
 * room AdwMessageDialog swaps its buttons for others, one above the other, and
 * GTK would take the next, which may be the dangerous one. */
void dm_safe_focus_keep (AdwMessageDialog *dialog);

G_END_DECLS
