/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "dm-item.h"

G_BEGIN_DECLS

/**
 * DmDetailsNotes:
 *
 * What is special about a drive now, each with what can be done about it: it
 * comes back by itself, its server is lost, its password is in a locked keyring,
 * an administrator has set it up. Nothing is shown of a drive that is fine.
 */
#define DM_TYPE_DETAILS_NOTES (dm_details_notes_get_type ())
G_DECLARE_FINAL_TYPE (DmDetailsNotes, dm_details_notes, DM, DETAILS_NOTES, AdwBin)

void dm_details_notes_set_item (DmDetailsNotes *self, DmItem *item);

G_END_DECLS
