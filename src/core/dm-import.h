/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-drive-settings.h"
#include "dm-location.h"

G_BEGIN_DECLS

/* Where drives can be taken over from. */
typedef enum
{
  DM_IMPORT_GTK,      /* bookmarks of the GTK file managers: a URI and a label a line */
  DM_IMPORT_NAUTILUS, /* the servers that Nautilus was connected to: XBEL */
  DM_IMPORT_GIGOLO,   /* its bookmarks: a key file */
  DM_IMPORT_SMB4K,    /* its bookmarks: XML */
  DM_IMPORT_FSTAB,    /* cifs, smb3, nfs and nfs4 */
  DM_IMPORT_MOUNTED,  /* what is connected without a local name: no file */
  DM_IMPORT_DRIVES,   /* a file as we export it, or drives.ini itself */
} DmImportSource;

#define DM_IMPORT_N_SOURCES (DM_IMPORT_DRIVES + 1)

/* "gtk", "nautilus", …: as the command line calls them. FALSE: none of them. */
const char *dm_import_source_to_string (DmImportSource source);
gboolean dm_import_source_from_string (const char *text, DmImportSource *source);

/* What a person calls it, translated: "Gigolo". */
const char *dm_import_source_to_words (DmImportSource source);

/* How much is read of one file. */
#define DM_IMPORT_MAX_SIZE    (1024 * 1024) /* bytes */
#define DM_IMPORT_MAX_LINE    (16 * 1024)   /* bytes: all that a drive's settings can be */
#define DM_IMPORT_MAX_ENTRIES 1000

/**
 * DmImportEntry:
 * @source: where it comes from.
 * @file: (nullable): the file; NULL for DM_IMPORT_MOUNTED.
 * @line: where in the file, from 1; 0: nowhere in particular.
 * @text: (nullable): what stood there, fit to be shown: without a password,
 *   control characters, or anything that changes the direction of writing.
 * @location: (nullable): the place; NULL if it was refused.
 * @label: (nullable): what it was called, cleaned. See dm_import_choose_local ().
 * @settings: (nullable): what was chosen for it; NULL: nothing.
 * @reason: (nullable): in words: why it was refused, or with a @location what
 *   was left out of it.
 *
 * Something that was found and could become a drive, or why it cannot.
 */
typedef struct
{
  DmImportSource source;
  char *file;
  guint line;
  char *text;
  DmLocation *location;
  char *label;
  DmDriveSettings *settings;
  char *reason;
} DmImportEntry;

DmImportEntry *dm_import_entry_new (DmImportSource source, const char *file, guint line);
void dm_import_entry_free (DmImportEntry *self);

/* @self, found elsewhere, is the same place as @other: what was chosen for that
 * counts, unless @self is from a drives file, too. */
void dm_import_entry_adopt_settings (DmImportEntry *self, const DmImportEntry *other);

/* What was found in @text, the contents of @file, in its order; never an error:
 * what is malformed is an entry with a reason. Places on this computer are left
 * out without a word. Passwords are never kept, and @text is wiped of those in
 * addresses and options. (transfer full): DmImportEntry. */
GPtrArray *dm_import_parse (DmImportSource source, const char *file, char *text, gsize length);

/* What kind of file @text is; FALSE: none that we know. */
gboolean dm_import_guess_source (const char *text, gsize length, DmImportSource *source);

/* Moves the entries of @more to the end of @entries, except for places that are
 * there already; see dm_import_entry_adopt_settings () for these. */
void dm_import_merge (GPtrArray *entries, GPtrArray *more);

/* (transfer full) (nullable): a local name for what is called @label, and for
 * which @is_taken says FALSE: @label itself, made valid and, with a number
 * behind it, unique. NULL: it should have a letter. */
char *dm_import_choose_local (const char *label,
                              gboolean (*is_taken) (const char *name, gpointer user_data),
                              gpointer user_data);

/* (transfer full): a label for a place that has none: its folder, share or server. */
char *dm_import_label_from_location (DmLocation *location);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmImportEntry, dm_import_entry_free)

G_END_DECLS
