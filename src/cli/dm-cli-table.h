/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DM_CLI_STYLE_PLAIN,
  DM_CLI_STYLE_GOOD,
  DM_CLI_STYLE_BUSY,
  DM_CLI_STYLE_BAD,
  DM_CLI_STYLE_FAINT,
  DM_CLI_STYLE_HEADER,
} DmCliStyle;

/**
 * DmCliColumn:
 * @title: its heading, translated.
 * @shrinks: whether it may be cut short when the terminal is narrow.
 * @is_number: aligned to the right.
 */
typedef struct
{
  const char *title;
  gboolean shrinks;
  gboolean is_number;
} DmCliColumn;

/* A table of text for a terminal. */
typedef struct _DmCliTable DmCliTable;

/* @columns must outlive it. */
DmCliTable *dm_cli_table_new (const DmCliColumn *columns, guint n_columns);
void dm_cli_table_free (DmCliTable *self);

/* Fills the next cell, row by row. NULL is an empty cell. What could confuse a
 * terminal (control and direction characters) is replaced. */
void dm_cli_table_add (DmCliTable *self, const char *text, DmCliStyle style);

/* @max_width: in cells of the terminal, 0 for no limit. */
char *dm_cli_table_render (DmCliTable *self, guint max_width, gboolean colors);

/* The cells that @text takes in a terminal. */
guint dm_cli_text_width (const char *text);

/* @text with all that could confuse a terminal replaced. */
char *dm_cli_text_sanitize (const char *text);

/* @text, harmless, with spaces up to @width cells and always some behind it: for
 * columns whose texts are not known yet. */
char *dm_cli_text_pad (const char *text, guint width);

/* @text cut to @width cells, with "…" at its end if it was longer. */
char *dm_cli_text_truncate (const char *text, guint width);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmCliTable, dm_cli_table_free)

G_END_DECLS
