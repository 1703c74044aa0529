/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-import.h"

G_BEGIN_DECLS

/* What the readers of the formats share. */

/* The entries of one file as they are found. */
typedef struct
{
  DmImportSource source;
  const char *file;
  GPtrArray *entries;
} DmImportList;

/* FALSE: there is no room for more, and that has been noted. */
gboolean dm_import_list_has_room (DmImportList *self, guint line);

/* An address as it stands there; @note: (nullable): what was left out. What was
 * added, owned by the list; NULL: nothing was. */
DmImportEntry *dm_import_list_add (DmImportList *self, guint line, const char *address, const char *label, const char *note);

/* A place that was put together; with NULL for @location, @reason says why not. */
DmImportEntry *dm_import_list_add_location (DmImportList *self, guint line, const char *shown, DmLocation *location, const char *label, const char *reason);

/* (transfer full): @text fit to be shown, and not too long; without what may be
 * a password. */
char *dm_import_clean_text (const char *text);

/* (transfer full): the same of a sentence. */
char *dm_import_clean_sentence (const char *text);

/* (transfer full) (nullable): @text fit to be read; NULL: nothing is left of it. */
char *dm_import_clean_label (const char *text);

/* Each reads a text that is valid UTF-8 without passwords in its addresses;
 * it may cut it up. */
void dm_import_read_gtk (DmImportList *list, char *text);
void dm_import_read_fstab (DmImportList *list, char *text);
void dm_import_read_gigolo (DmImportList *list, char *text);
void dm_import_read_drives (DmImportList *list, char *text);
void dm_import_read_nautilus (DmImportList *list, char *text);
void dm_import_read_smb4k (DmImportList *list, char *text);

G_END_DECLS
