/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-client.h"

G_BEGIN_DECLS

/* What the list and the verbs of DmClient share. */
DmDbusManager *dm_client_get_manager (DmClient *self); /* nullable: not open */

G_END_DECLS
