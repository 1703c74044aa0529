/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-client.h"
#include "dm-import-item.h"

G_BEGIN_DECLS

/**
 * DmImportChoices:
 *
 * What was found in other programs and files: each place once, with a name that no
 * drive and no other of them has, and apart from these what cannot be a drive.
 * Property: "n-chosen" (uint: how many are chosen), which is notified.
 */
#define DM_TYPE_IMPORT_CHOICES (dm_import_choices_get_type ())
G_DECLARE_FINAL_TYPE (DmImportChoices, dm_import_choices, DM, IMPORT_CHOICES, GObject)

/* What has become of those that were chosen. */
typedef struct
{
  guint n_added;
  guint n_not_connected; /* of these */
  guint n_incomplete;    /* of these */
  guint n_failed;
} DmImportSum;

DmImportChoices *dm_import_choices_new (DmClient *client);

/* Adds what dm_import_read_finish () gave. Returns how many entries are new. */
guint dm_import_choices_add (DmImportChoices *self, GListModel *found);

/* (transfer none): of DmImportItem, those that can be used; they are never moved. */
GListModel *dm_import_choices_get_items (DmImportChoices *self);
guint dm_import_choices_get_n_items (DmImportChoices *self);

/* (transfer none) */
DmImportItem *dm_import_choices_peek (DmImportChoices *self, guint index);

/* What cannot be a drive, with the reason. */
guint dm_import_choices_get_n_left_out (DmImportChoices *self);
const DmImportEntry *dm_import_choices_peek_left_out (DmImportChoices *self, guint index);

guint dm_import_choices_get_n_chosen (DmImportChoices *self);

/* (transfer full): for each item in words what is wrong with the name that it is to
 * have if it is chosen, or NULL. Tidies the names: “z” becomes “Z:”. */
GPtrArray *dm_import_choices_check_names (DmImportChoices *self);

/* Before those that are chosen are mapped: nothing has become of them yet. */
void dm_import_choices_start (DmImportChoices *self);

/* Afterwards. Those that were added are not chosen any more. */
DmImportSum dm_import_choices_take_sum (DmImportChoices *self);

G_END_DECLS
