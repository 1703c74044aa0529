/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-place.h"

G_BEGIN_DECLS

/* A server or a share as a line for people, without its end: harmless, whatever the
 * server calls it. */
char *dm_cli_place_to_text (DmPlace *place);

/* @places: DmPlace: for programs: as the server calls it. */
char *dm_cli_places_to_json (GPtrArray *places);

G_END_DECLS
