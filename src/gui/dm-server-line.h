/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "dm-server-holders.h"

G_BEGIN_DECLS

/**
 * DmServerLine:
 *
 * One line below the open files: what the list has of the server's, and the button
 * that asks it, unless it is asked by itself.
 */
#define DM_TYPE_SERVER_LINE (dm_server_line_get_type ())
G_DECLARE_FINAL_TYPE (DmServerLine, dm_server_line, DM, SERVER_LINE, AdwBin)

GtkWidget *dm_server_line_new (DmServerHolders *server);

G_END_DECLS
