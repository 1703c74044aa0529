/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-import.h"

G_BEGIN_DECLS

/* What has become of an item. */
typedef enum
{
  DM_IMPORT_FOUND,      /* nothing yet */
  DM_IMPORT_FAILED,     /* it could not be remembered: see the error */
  DM_IMPORT_REMEMBERED, /* it is a drive, but not connected: see the error */
  DM_IMPORT_INCOMPLETE, /* the same, and without its settings: see the error */
  DM_IMPORT_WAITING,    /* the same, as none of its networks is there */
  DM_IMPORT_CONNECTED,
} DmImportState;

/**
 * DmImportItem:
 *
 * One row of what can be imported, or was refused. Properties: "local" (string,
 * writable: the name it is to have, "*" for the next free letter), "chosen"
 * (boolean, writable: whether it is to be mapped; never true for what was
 * refused), "state" (uint, a DmImportState) and "error" (string, nullable: in
 * words, why it is not connected).
 */
#define DM_TYPE_IMPORT_ITEM (dm_import_item_get_type ())
G_DECLARE_FINAL_TYPE (DmImportItem, dm_import_item, DM, IMPORT_ITEM, GObject)

/* Takes @entry over. @local: the name that is proposed. @known: (nullable): the
 * drive that leads there already, so that it is not chosen. */
DmImportItem *dm_import_item_new (DmImportEntry *entry, const char *local, const char *known);

const DmImportEntry *dm_import_item_get_entry (DmImportItem *self);

/* See dm_import_entry_adopt_settings (); before it is mapped. Notifies "state", as
 * what is shown of it may change. */
void dm_import_item_adopt_settings (DmImportItem *self, DmImportItem *other);

/* Whether it can be mapped at all; else its entry's reason says why not. */
gboolean dm_import_item_is_usable (DmImportItem *self);

const char *dm_import_item_get_known (DmImportItem *self); /* nullable */

const char *dm_import_item_get_local (DmImportItem *self);
void dm_import_item_set_local (DmImportItem *self, const char *local);

gboolean dm_import_item_get_chosen (DmImportItem *self);
void dm_import_item_set_chosen (DmImportItem *self, gboolean chosen);

DmImportState dm_import_item_get_state (DmImportItem *self);
const char *dm_import_item_get_error (DmImportItem *self); /* nullable */
void dm_import_item_set_state (DmImportItem *self, DmImportState state, const char *error);

G_END_DECLS
