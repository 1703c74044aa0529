/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>
#include "dm-client.h"
#include "dm-location.h"

G_BEGIN_DECLS

/**
 * DmNamePicker:
 *
 * Which local name a drive gets: one of the letters that are free, from Z:
 * downward, or a name. Errors stand below. Signal "changed": another name.
 */
#define DM_TYPE_NAME_PICKER (dm_name_picker_get_type ())
G_DECLARE_FINAL_TYPE (DmNamePicker, dm_name_picker, DM, NAME_PICKER, GtkWidget)

GtkWidget *dm_name_picker_new (void);

/* Letters that @client's drives have are not offered, but @own (nullable) is:
 * the name the drive has. Without it the next free letter is chosen, or a name
 * where the settings prefer that. */
void dm_name_picker_set_client (DmNamePicker *self, DmClient *client, const char *own);

/* What a name could be made of; has no effect once somebody typed one. */
void dm_name_picker_suggest (DmNamePicker *self, DmLocation *location);

/* While frozen the choice and the letters offered stay as they are: a drive
 * that is being connected is in the list already. */
void dm_name_picker_set_frozen (DmNamePicker *self, gboolean is_frozen);

/* The name, normalised; NULL with DM_ERROR_BAD_DEVICE. */
char *dm_name_picker_dup_name (DmNamePicker *self, GError **error);

/* NULL: it is fine. */
void dm_name_picker_set_error (DmNamePicker *self, const char *message);

void dm_name_picker_focus (DmNamePicker *self);

G_END_DECLS
