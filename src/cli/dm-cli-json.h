/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A JSON text being written, commas taken care of. Where @lines says so the
 * elements of the outermost array stand on lines of their own, else everything
 * is on one line. A NULL name is an element of an array or the text's own
 * value; a NULL string is null. */
typedef struct
{
  GString *text;
  gboolean lines;
  guint depth;
  gboolean is_first;
} DmCliJson;

void dm_cli_json_init (DmCliJson *self, gboolean lines);
char *dm_cli_json_end (DmCliJson *self); /* (transfer full) */

/* Adds one element of an array. */
typedef void (*DmCliJsonFunc) (DmCliJson *self, gpointer item);

/* (transfer full): a whole text: an array with what @add makes of each of @items. */
char *dm_cli_json_from_array (GPtrArray *items, gboolean lines, DmCliJsonFunc add);

void dm_cli_json_begin (DmCliJson *self, const char *name, char bracket);
void dm_cli_json_close (DmCliJson *self, char bracket);
void dm_cli_json_add_string (DmCliJson *self, const char *name, const char *value);
void dm_cli_json_add_uint (DmCliJson *self, const char *name, guint64 value);
void dm_cli_json_add_boolean (DmCliJson *self, const char *name, gboolean value);
void dm_cli_json_add_null (DmCliJson *self, const char *name);

G_END_DECLS
