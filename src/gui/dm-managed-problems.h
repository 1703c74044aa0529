/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "dm-client.h"

G_BEGIN_DECLS

/* Lists what of the administrator's drives is not honoured, and why. */
void dm_managed_problems_present (GtkWindow *parent, DmClient *client);

G_END_DECLS
