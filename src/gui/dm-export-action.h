/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "dm-client.h"

G_BEGIN_DECLS

/* Asks for a file and writes the remembered drives there, never with a password.
 * Tells what was done by a toast. */
void dm_export_action_run (GtkWindow *parent, DmClient *client);

G_END_DECLS
