/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-place.h"

G_BEGIN_DECLS

/* (nullable): the server that @text names, in any written form, to stand in a list;
 * NULL if it is none, or among the @known (of DmPlace). */
DmPlace *dm_typed_server_new (const char *text, GListModel *known);

G_END_DECLS
